// How long the floor takes to decide, without sockets, store or clock.
#include <stdexcept>

#include "core/decide.hpp"
#include "core/invariants.hpp"
#include "kit/samples.hpp"
#include "scenarios.hpp"

namespace usher::load {
namespace {

constexpr std::uint32_t agents = 200;
constexpr std::uint32_t capacity = 5;
constexpr std::uint32_t waiting = 10'000;
constexpr int decisions = 20'000;
constexpr core::QueueId queue{1};
constexpr core::SiteId site{1};
constexpr core::Time at{1'700'000'000'000};

core::AgentId agent_id(std::uint32_t number) { return core::AgentId{100 + number}; }

void must(const core::Outcome& outcome) {
  if (std::holds_alternative<core::Rejection>(outcome)) throw std::runtime_error("rejected");
}

void ask(core::Floor& floor, std::uint64_t number) {
  must(core::step(floor,
                  core::command::Ask{core::VisitorId{1'000'000 + number}, site, queue,
                                     core::ConversationId{1'000'000 + number}, "first", "Hello"},
                  at));
}

core::Floor busy_floor() {
  core::Floor floor;
  core::command::Configure configure;
  configure.queues = {{queue, "Load", false, 30'000}};
  for (std::uint32_t i = 0; i < agents; ++i) {
    configure.agents.push_back(
        {agent_id(i), "Load " + std::to_string(i), core::Role::agent, capacity, {queue}});
  }
  must(core::step(floor, configure, at));
  for (std::uint32_t i = 0; i < agents; ++i) {
    must(core::step(floor, core::command::AgentConnect{agent_id(i)}, at));
    must(core::step(floor, core::command::SetStatus{agent_id(i), core::AgentStatus::online}, at));
  }
  for (std::uint64_t i = 0; i < agents * capacity + waiting; ++i) ask(floor, i);
  return floor;
}

}  // namespace

// An agent closes a conversation; the floor gives the agent the next one that waits.
std::vector<Report> measure_decisions(const Settings&) {
  core::Floor floor = busy_floor();
  std::vector<std::int64_t> took_ns;
  for (int i = 0; i < decisions; ++i) {
    const core::AgentId agent = agent_id(static_cast<std::uint32_t>(i) % agents);
    const core::ConversationId oldest = *core::find(floor, agent)->conversations.begin();
    const std::int64_t begin = now_ns();
    const core::Outcome outcome =
        core::step(floor, core::command::Close{core::author_of(agent), oldest}, at);
    took_ns.push_back(now_ns() - begin);
    must(outcome);
    ask(floor, agents * capacity + waiting + static_cast<std::uint64_t>(i));
  }
  if (!core::violations(floor).empty()) throw std::runtime_error("the floor broke a law");
  return {{"decisions",
           {{"waiting", waiting, 0, "conversations"},
            {"agents", agents, 0, "all of them busy"},
            {"median_us", static_cast<double>(quantile(took_ns, 0.5)) / us, 2,
             "close one, assign the next"},
            {"p99_us", static_cast<double>(quantile(took_ns, 0.99)) / us, 2, ""}}}};
}

}  // namespace usher::load
