// How long the floor takes to decide, without sockets, store or clock: 500 agents on 20 queues, and
// lines of growing length. What happens is mixed: agents take offers, let them pass, close, and
// conversations are brought forward.
#include <stdexcept>

#include "core/decide.hpp"
#include "core/invariants.hpp"
#include "kit/samples.hpp"
#include "scenarios.hpp"
#include "support/random.hpp"

namespace usher::load {
namespace {

constexpr std::uint64_t agents = 500;
constexpr std::uint64_t queues = 20;
constexpr std::uint64_t queues_each = 3;
constexpr std::uint32_t capacity = 5;
constexpr int rounds = 10'000;
constexpr core::SiteId site{1};

class Office {
 public:
  explicit Office(std::uint64_t waiting) : random_(waiting) {
    core::command::Configure configure;
    for (std::uint64_t i = 1; i <= queues; ++i) {
      configure.queues.push_back({{i}, "queue " + std::to_string(i), true, 30'000, policy(i)});
    }
    for (std::uint64_t i = 1; i <= agents; ++i) configure.agents.push_back(agent(i));
    does(configure);
    for (std::uint64_t i = 1; i <= agents; ++i) {
      does(core::command::AgentConnect{{i}});
      does(core::command::SetStatus{{i}, core::AgentStatus::online});
    }
    // The first are taken; agents' places are full before the lines grow.
    for (std::uint64_t i = 0; i < agents * capacity + waiting; ++i) ask();
    for (std::uint64_t i = 1; i <= agents; ++i) accept_all({i});
  }

  void live() {
    for (int i = 0; i < rounds; ++i) {
      at_ = at_ + 5;
      const core::AgentId agent{random_.below(agents) + 1};
      const core::Agent& busy = floor_.agents.at(agent);
      if (!busy.conversations.empty()) {
        timed(core::command::Close{core::author_of(agent), *busy.conversations.begin()});
      }
      if (!busy.offers.empty()) {
        const core::ConversationId rings = *busy.offers.begin();
        if (random_.one_in(4)) {
          timed(core::command::Decline{agent, rings});
        } else {
          timed(core::command::Accept{agent, rings});
        }
      }
      const std::uint64_t any = opened_ - random_.below(opened_ / 2);
      const core::Conversation* waits = core::find(floor_, core::ConversationId{any});
      if (waits && waits->state == core::ConversationState::waiting) {
        timed(core::command::Prioritise{agent, waits->id,
                                        static_cast<std::uint32_t>(random_.below(10))},
              true);
      }
      ask();
      heartbeat();
    }
    if (!core::violations(floor_).empty()) throw std::runtime_error("the floor broke a law");
  }

  std::vector<std::int64_t>& took_ns() { return took_ns_; }

 private:
  static core::QueuePolicy policy(std::uint64_t number) {
    constexpr core::Strategy strategies[] = {core::Strategy::least_busy,
                                             core::Strategy::longest_idle,
                                             core::Strategy::round_robin, core::Strategy::tiers};
    core::QueuePolicy policy;
    policy.strategy = strategies[number % 4];
    policy.misses_until_away = 0;
    policy.last_agent_ms = 20'000;
    policy.skill_ms = 60'000;
    return policy;
  }
  static core::AgentSetting agent(std::uint64_t number) {
    core::AgentSetting setting{{number}, "agent", core::Role::agent, capacity, {}, {}, {}};
    for (std::uint64_t i = 0; i < queues_each; ++i) {
      setting.queues.push_back({(number * 7 + i * 5) % queues + 1});
    }
    std::ranges::sort(setting.queues);
    if (number % 2 == 0) setting.skills = {"english"};
    return setting;
  }

  core::Outcome does(const core::Command& command) {
    core::Outcome outcome = core::step(floor_, command, at_);
    if (std::holds_alternative<core::Rejection>(outcome)) throw std::runtime_error("rejected");
    return outcome;
  }
  void timed(const core::Command& command, bool may_be_refused = false) {
    const std::int64_t begin = now_ns();
    const core::Outcome outcome = core::step(floor_, command, at_);
    took_ns_.push_back(now_ns() - begin);
    if (!may_be_refused && std::holds_alternative<core::Rejection>(outcome)) {
      throw std::runtime_error("rejected");
    }
  }
  void ask() {
    ++opened_;
    core::command::Ask ask{{opened_}, site,    core::QueueId{random_.below(queues) + 1},
                           {opened_}, "first", "Hello",
                           {},        {}};
    if (random_.one_in(5)) ask.skills = {"english"};
    does(ask);
  }
  void accept_all(core::AgentId agent) {
    while (!floor_.agents.at(agent).offers.empty()) {
      does(core::command::Accept{agent, *floor_.agents.at(agent).offers.begin()});
    }
  }
  void heartbeat() { does(core::command::AgentHeartbeat{{beats_++ % agents + 1}}); }

  test::Random random_;
  core::Floor floor_;
  core::Time at_{1'700'000'000'000};
  std::uint64_t opened_ = 0;
  std::uint64_t beats_ = 0;
  std::vector<std::int64_t> took_ns_;
};

}  // namespace

std::vector<Report> measure_decisions(const Settings&) {
  std::vector<Report> reports;
  for (const std::uint64_t waiting : {100U, 1'000U, 10'000U, 100'000U}) {
    Office office(waiting);
    office.live();
    std::vector<std::int64_t>& took = office.took_ns();
    reports.push_back(
        {"decisions",
         {{"waiting", static_cast<double>(waiting), 0, "conversations, in 20 queues"},
          {"agents", static_cast<double>(agents), 0, "all of them busy, on 3 queues each"},
          {"median_us", static_cast<double>(quantile(took, 0.5)) / us, 2, "at most 20"},
          {"p99_us", static_cast<double>(quantile(took, 0.99)) / us, 2, "at most 200"}}});
  }
  return reports;
}

}  // namespace usher::load
