// The scenarios in which pairs of people write to each other.
#include "contestants.hpp"
#include "kit/samples.hpp"
#include "scenarios.hpp"
#include "throughput.hpp"

namespace usher::load {
namespace {

constexpr std::int64_t warm_up_ns = second / 2;

// Both servers on one core, their people connected.
struct Arena {
  explicit Arena(const Settings& settings)
      : folder("usher-load"),
        server(settings.tools, folder.path(), settings.server_core),
        relay(settings.tools, folder.path(), settings.server_core) {
    server.seed({settings.shape.agents, pairs_per_agent(settings.shape), 0});
    server.start();
    bare = std::make_unique<BarePairs>(loop, settings.shape, relay);
    usher = std::make_unique<UsherPairs>(loop, settings.shape, server);
  }

  TemporaryFolder folder;
  UsherServer server;
  BareRelay relay;
  Loop loop;
  std::unique_ptr<Pairs> bare;
  std::unique_ptr<Pairs> usher;
};

}  // namespace

std::vector<Report> measure_relay(const Settings& settings) {
  Arena arena(settings);
  arena.bare->closed_loop(warm_up_ns);
  arena.usher->closed_loop(warm_up_ns);
  Throughput bare;
  Throughput usher;
  for (int i = 0; i < settings.slices; ++i) {
    bare.add(*arena.bare, arena.relay.process(), settings.slice_ns);
    arena.usher->breathe();
    usher.add(*arena.usher, arena.server.process(), settings.slice_ns);
  }
  const double acked = usher.per_second();
  const double bare_acked = bare.per_second();
  const double cpu = usher.cpu_us();
  const double bare_cpu = bare.cpu_us();
  return {{"relay",
           {{"acked_per_s", acked, 0, "durable acknowledgements a second"},
            {"bare_per_s", bare_acked, 0, "the bare relay's"},
            {"ratio", acked / bare_acked, 3, "at least 0.4, aim for 0.55"},
            {"cpu_us", cpu, 2, "us of processor a message"},
            {"bare_cpu_us", bare_cpu, 2, "the bare relay's"},
            {"cpu_ratio", cpu / bare_cpu, 3, "at most 2.5, aim for 1.7"}}}};
}

std::vector<Report> measure_latency(const Settings& settings) {
  Arena arena(settings);
  std::vector<Report> reports;
  for (const std::uint32_t rate : settings.rates) {
    Delays bare;
    Delays usher;
    for (int i = 0; i < settings.slices; ++i) {
      bare.add(arena.bare->open_loop(settings.slice_ns, rate).ack_ns());
      arena.usher->breathe();
      usher.add(arena.usher->open_loop(settings.slice_ns, rate).ack_ns());
    }
    reports.push_back(
        {"latency",
         {{"rate", static_cast<double>(rate), 0, "messages a second, intended"},
          {"p50_ms", median(usher.p50_ms), 3, "from the intended time to the acknowledgement"},
          {"p99_ms", median(usher.p99_ms), 3, ""},
          {"p999_ms", usher.p999_ms(), 3, "", false},
          {"bare_p50_ms", median(bare.p50_ms), 3, "the bare relay's", false},
          {"bare_p99_ms", median(bare.p99_ms), 3, ""},
          {"bare_p999_ms", bare.p999_ms(), 3, "", false}}});
  }
  return reports;
}

}  // namespace usher::load
