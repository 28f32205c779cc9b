// Pairs of people on two nodes, beside pairs on a single server over the same PostgreSQL.
#include <algorithm>
#include <memory>

#include "contestants.hpp"
#include "nodes.hpp"
#include "scenarios.hpp"
#include "throughput.hpp"

namespace usher::load {
namespace {

constexpr std::uint32_t messages_per_second = 1'000;
constexpr std::int64_t warm_up_ns = second / 2;
constexpr std::uint32_t contests = 3;  // each with agents of its own, all of whom stay
constexpr std::uint32_t pairs_of_agent = 10;

// Each agent's share must be the same: none may have room for a visitor of another contest.
PairsShape shape_of(std::uint32_t pairs) {
  return {pairs, pairs % pairs_of_agent == 0 ? pairs / pairs_of_agent : pairs};
}

// The same pairs on the nodes and on the single server.
struct Contest {
  Contest(Loop& loop, PairsShape shape, const UsherPairs::Doors& doors, const UsherServer& alone)
      : nodes(loop, shape, doors), single(loop, shape, {alone, alone, doors.first_agent}) {}

  UsherPairs nodes;
  UsherPairs single;
};

struct Arena {
  explicit Arena(const Settings& settings)
      : shape(shape_of(settings.shape.pairs)),
        seed{.agents = contests * shape.agents, .capacity = pairs_per_agent(shape)},
        nodes(settings.tools, settings.server_core, folder.path() / "nodes", seed),
        single(settings.tools, folder.path() / "single", settings.server_core,
               seeded_outside(settings.tools, settings.server_core, folder.path() / "seed", seed)) {
    single.start();
    const UsherServer& owner = nodes.owner();
    const UsherServer& other = nodes.other();
    visitors_away = make({other, owner, 1});
    breathe();
    agents_away = make({owner, other, 1 + shape.agents});
    breathe();
    together = make({owner, owner, 1 + 2 * shape.agents});
  }

  std::unique_ptr<Contest> make(const UsherPairs::Doors& doors) {
    return std::make_unique<Contest>(loop, shape, doors, single);
  }
  void breathe() {
    for (Contest* one : {visitors_away.get(), agents_away.get(), together.get()}) {
      if (one == nullptr) continue;  // not made yet
      one->nodes.breathe();
      one->single.breathe();
    }
  }

  TemporaryFolder folder{"usher-load"};
  const PairsShape shape;
  const Seed seed;
  Nodes nodes;
  UsherServer single;
  Loop loop;
  std::unique_ptr<Contest> visitors_away;  // on the node that does not own the account
  std::unique_ptr<Contest> agents_away;
  std::unique_ptr<Contest> together;  // on the owner
};

struct Crossing {
  Delays nodes;
  Delays single;

  // Of those whose acknowledgements cross, and of their like.
  void add(Contest& contest, std::vector<std::int64_t> Slice::*side, std::int64_t length_ns) {
    single.add(contest.single.open_loop(length_ns, messages_per_second).*side);
    nodes.add(contest.nodes.open_loop(length_ns, messages_per_second).*side);
  }
  double added_p99_ms() const { return median(nodes.p99_ms) - median(single.p99_ms); }
};

Report measure_crossing(const Settings& settings, Arena& arena) {
  Crossing visitors;
  Crossing agents;
  for (int i = 0; i < settings.slices; ++i) {
    arena.breathe();
    visitors.add(*arena.visitors_away, &Slice::visitor_ack_ns, settings.slice_ns);
    agents.add(*arena.agents_away, &Slice::agent_ack_ns, settings.slice_ns);
  }
  return {"cluster",
          {{"cross_rate", messages_per_second, 0, "messages a second between the nodes"},
           {"cross_p50_ms", median(visitors.nodes.p50_ms), 3, "visitors who are not on the owner"},
           {"cross_p99_ms", median(visitors.nodes.p99_ms), 3, ""},
           {"single_p50_ms", median(visitors.single.p50_ms), 3, "their like on a single server"},
           {"single_p99_ms", median(visitors.single.p99_ms), 3, ""},
           {"cross_added_p99_ms", visitors.added_p99_ms(), 3, "at most 10"},
           {"agents_cross_p50_ms", median(agents.nodes.p50_ms), 3, "agents not on the owner"},
           {"agents_cross_p99_ms", median(agents.nodes.p99_ms), 3, ""},
           {"agents_single_p50_ms", median(agents.single.p50_ms), 3, ""},
           {"agents_single_p99_ms", median(agents.single.p99_ms), 3, ""},
           {"agents_cross_added_p99_ms", agents.added_p99_ms(), 3, "at most 10"}}};
}

Report measure_together(const Settings& settings, Arena& arena) {
  Throughput nodes;
  Throughput single;
  Contest& contest = *arena.together;
  contest.single.closed_loop(warm_up_ns);
  contest.nodes.closed_loop(warm_up_ns);
  for (int i = 0; i < settings.slices; ++i) {
    arena.breathe();
    single.add(contest.single, arena.single.process(), settings.slice_ns);
    nodes.add(contest.nodes, arena.nodes.owner().process(), settings.slice_ns);
  }
  return {"cluster",
          {{"local_per_s", nodes.per_second(), 0, "acknowledged a second, all on the owner"},
           {"single_per_s", single.per_second(), 0, "on a single server"},
           {"local_ratio", nodes.per_second() / single.per_second(), 3, "at least 0.9"},
           {"local_cpu_us", nodes.cpu_us(), 2, "us of the owner's processor a message"},
           {"single_cpu_us", single.cpu_us(), 2, "of the single server's"},
           {"local_cpu_ratio", nodes.cpu_us() / single.cpu_us(), 3, ""}}};
}

}  // namespace

std::vector<Report> measure_talk_of_nodes(const Settings& settings) {
  Arena arena(settings);
  std::vector<Report> reports;
  reports.push_back(measure_crossing(settings, arena));
  reports.push_back(measure_together(settings, arena));
  return reports;
}

}  // namespace usher::load
