#include "simulation/days.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <stdexcept>
#include <vector>

#include "core/decide.hpp"
#include "core/limits.hpp"
#include "support/random.hpp"

namespace usher::simulation {
namespace {

namespace command = core::command;
namespace event = core::event;

constexpr core::QueueId desk{1};
constexpr core::SiteId site{1};
constexpr std::uint64_t agents = 8;
constexpr std::uint32_t capacity = 3;
constexpr double busy_per_hour = 220;     // visitors at the busiest time of the day
constexpr double talk_mean_ms = 360'000;  // lognormal, as contact centres measure handle times
constexpr double talk_spread = 0.7;
constexpr double patience_mean_ms = 900'000;

class Office {
 public:
  explicit Office(std::uint64_t seed) : random_(seed) {
    command::Configure setting;
    setting.queues = {{desk, "Desk", true, 30'000, {}}};
    for (std::uint64_t i = 1; i <= agents; ++i) {
      setting.agents.push_back(
          {{i}, "agent " + std::to_string(i), core::Role::agent, capacity, {desk}, {}, {}});
    }
    does(setting);
  }

  void live(int days) {
    plan({now_ + gap_ms(), Kind::visitor, 0});
    for (std::uint64_t i = 1; i <= agents; ++i) plan({now_ + shift_ms(), Kind::shift, i});
    const core::Time end = now_ + days * limits::day_ms;
    while (now_ < end) {
      const auto deadline = core::next_deadline(floor_);
      const Plan next = *plans_.begin();
      if (deadline && *deadline <= next.at) {
        now_ = std::max(now_, *deadline);
        does(command::Tick{});
        continue;
      }
      plans_.erase(plans_.begin());
      now_ = next.at;
      carry_out(next);
    }
  }

  DaysResult result() {
    std::ranges::sort(widths_);
    if (!widths_.empty()) result_.width = widths_[widths_.size() / 2];
    return result_;
  }

 private:
  enum class Kind : std::uint8_t { visitor, answer, talked, impatient, shift, heartbeat };
  struct Plan {
    core::Time at;
    Kind kind = Kind::visitor;
    std::uint64_t id = 0;

    friend auto operator<=>(const Plan&, const Plan&) = default;
  };

  double uniform() { return (static_cast<double>(random_.below(1'000'000)) + 0.5) / 1'000'000; }
  double exponential(double mean) { return -mean * std::log(uniform()); }
  double normal() {
    return std::sqrt(-2 * std::log(uniform())) * std::cos(2 * std::acos(-1.0) * uniform());
  }
  static std::int64_t whole(double ms) { return std::max<std::int64_t>(1, std::llround(ms)); }

  // Few at night, most at eleven and at four.
  double visitors_per_ms() const {
    const double hour = static_cast<double>(now_.ms % limits::day_ms) / limits::hour_ms;
    const auto hump = [hour](double at) { return std::exp(-(hour - at) * (hour - at) / 8); };
    return busy_per_hour * (0.05 + 0.95 * std::max(hump(11), hump(16))) / limits::hour_ms;
  }
  std::int64_t gap_ms() { return whole(exponential(1 / visitors_per_ms())); }
  std::int64_t shift_ms() { return whole(exponential(40 * limits::minute_ms)); }

  void plan(const Plan& plan) { plans_.insert(plan); }

  void carry_out(const Plan& what) {
    const core::AgentId agent{what.id};
    const core::ConversationId conversation{what.id};
    switch (what.kind) {
      case Kind::visitor: {
        const std::uint64_t id = ++visitors_;
        does(command::Ask{{id}, site, desk, {id}, "m", "Hello?", {}, {}});
        ++result_.conversations;
        plan({now_ + whole(exponential(patience_mean_ms)), Kind::impatient, id});
        plan({now_ + gap_ms(), Kind::visitor, 0});
        break;
      }
      case Kind::answer:
        does(command::Accept{floor_.conversations.at(conversation).offer->agent, conversation});
        break;
      case Kind::talked:
        does(command::Close{author_of(find(floor_, conversation)->agent), conversation});
        break;
      case Kind::impatient:
        if (find(floor_, conversation)->state == core::ConversationState::waiting) {
          ++result_.left;
          does(command::Close{author_of(core::VisitorId{what.id}), conversation});
        }
        break;
      case Kind::shift:  // comes, or has a break from new ones
        change_shift(agent);
        plan({now_ + shift_ms(), Kind::shift, what.id});
        break;
      case Kind::heartbeat:
        does(command::AgentHeartbeat{agent});
        plan({now_ + 10'000, Kind::heartbeat, what.id});
        break;
    }
  }

  void change_shift(core::AgentId id) {
    const core::Agent& agent = floor_.agents.at(id);
    if (!agent.connected) {
      does(command::AgentConnect{id});
      plan({now_ + 10'000, Kind::heartbeat, id.value});
    }
    const bool online = agent.status == core::AgentStatus::online && random_.one_in(4);
    does(command::SetStatus{id, online ? core::AgentStatus::away : core::AgentStatus::online});
  }

  void does(const core::Command& wish) {
    const core::Outcome outcome = core::step(floor_, wish, now_);
    const auto* decision = std::get_if<core::Decision>(&outcome);
    if (decision == nullptr) return;
    for (const core::Event& e : decision->events) {
      if (const auto* opened = std::get_if<event::ConversationOpened>(&e)) {
        promises_[opened->conversation] = find(floor_, opened->conversation)->promised;
      }
      if (const auto* offered = std::get_if<event::Offered>(&e)) {
        plan({now_ + whole(1'000 + exponential(4'000)), Kind::answer, offered->conversation.value});
      }
      if (const auto* given = std::get_if<event::Assigned>(&e)) begin_talk(given->conversation);
    }
  }

  void begin_talk(core::ConversationId id) {
    const double talk =
        talk_mean_ms * std::exp(talk_spread * normal() - talk_spread * talk_spread / 2);
    plan({now_ + whole(talk), Kind::talked, id.value});
    const std::int64_t waited = now_ - floor_.conversations.at(id).waiting_since;
    const std::optional<core::WaitRange> promise = promises_.at(id);
    if (!promise) {
      ++result_.untold;
      return;
    }
    ++result_.waited;
    if (promise->low_ms <= waited && waited <= promise->high_ms) ++result_.inside;
    widths_.push_back(static_cast<double>(promise->high_ms) /
                      static_cast<double>(std::max<std::int64_t>(1, promise->low_ms)));
  }

  test::Random random_;
  core::Floor floor_;
  core::Time now_{1'700'006'400'000};  // a midnight
  std::set<Plan> plans_;
  std::uint64_t visitors_ = 0;
  std::map<core::ConversationId, std::optional<core::WaitRange>> promises_;
  std::vector<double> widths_;
  DaysResult result_;
};

}  // namespace

DaysResult run_days(std::uint64_t seed, int days) {
  Office office(seed);
  office.live(days);
  return office.result();
}

}  // namespace usher::simulation
