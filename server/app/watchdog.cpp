#include "app/watchdog.hpp"

#include <algorithm>
#include <utility>

#include "core/limits.hpp"
#include "core/prospect.hpp"

namespace usher::app {
namespace {

constexpr std::string_view stuck_law = "stuck_conversation";
constexpr std::string_view synthetic_law = "synthetic_visitor";

std::string name_of(core::Prospect prospect) {
  switch (prospect) {
    case core::Prospect::served:
      return "served";
    case core::Prospect::waits:
      return "waits";
    case core::Prospect::refused:
      return "refused";
  }
  return {};
}

}  // namespace

Watchdog::Watchdog(World world, Floor floor)
    : world_(world),
      floor_(std::move(floor)),
      timer_(world.loop.make_timer()),
      broken_(world.metrics.gauge("usher_invariant_violations",
                                  "Laws of a floor that are broken now")) {}

void Watchdog::start() { sleep(); }

void Watchdog::sleep() {
  slices_ = 0;
  timer_->start(world_.clock.now() + limits::watch_every_ms, [this] { slice(); });
}

void Watchdog::slice() {
  const core::Floor* floor = floor_.at_rest();
  if (!floor) return sleep();
  const core::Watch::Glance glance = watch_.look(*floor, limits::watch_slice_work);
  if (!glance.found.empty()) {
    const core::Time now = world_.clock.now();
    if (note(glance.found, now)) floor_.tell();
    if (repair(now)) {  // from the start, to see whether it helped
      watch_ = {};
      for (auto& [law, trouble] : troubles_) trouble.seen = law == synthetic_law && trouble.seen;
      return sleep();
    }
  }
  if (glance.ended_round) {
    end_round();
    return sleep();
  }
  if (++slices_ == limits::watch_slices_max) return sleep();
  world_.loop.post([this] { slice(); });
}

// True: supervisors don't know of one of them yet.
bool Watchdog::note(const std::vector<core::Violation>& violations, core::Time now) {
  bool is_news = false;
  std::size_t lines = 0;
  for (const core::Violation& violation : violations) {
    world_.metrics
        .counter("usher_invariant_violations_total", "Broken laws that the watchdog found",
                 {"law", violation.law})
        .add();
    const auto [place, is_new] = troubles_.try_emplace(violation.law);
    Trouble& trouble = place->second;
    if (is_new || trouble.repaired) {
      trouble = {.since = now};
      broken_.add(1);
      is_news = true;
    }
    trouble.seen = true;
    trouble.seen_at = now;
    if (trouble.since != now || ++lines > limits::watch_lines_max) continue;
    world_.log.error("law_broken", {{"account", std::to_string(world_.account.value)},
                                    {"law", violation.law},
                                    {"detail", violation.detail}});
  }
  return is_news;
}

// True: something was tried.
bool Watchdog::repair(core::Time now) {
  const auto stuck = troubles_.find(std::string(stuck_law));
  const bool look_again =
      stuck != troubles_.end() && stuck->second.seen && !stuck->second.looked_again;
  const auto helpless = [&stuck, look_again](const auto& entry) {
    const Trouble& trouble = entry.second;
    return trouble.seen && !trouble.rederived && !(look_again && entry.first == stuck->first);
  };
  if (!std::ranges::any_of(troubles_, helpless)) {
    if (!look_again) return false;
    stuck->second.looked_again = true;
    floor_.look_again();
    return true;
  }
  const bool too_soon =
      rederived_at_ && now >= *rederived_at_ && now - *rederived_at_ < limits::rederive_every_ms;
  if (too_soon) return false;
  rederived_at_ = now;
  for (auto& [law, trouble] : troubles_) trouble.rederived = trouble.rederived || trouble.seen;
  const bool done = floor_.rederive();
  world_.log.warning("floor_rederived", {{"account", std::to_string(world_.account.value)},
                                         {"done", done ? "yes" : "it contradicts itself"}});
  return true;
}

void Watchdog::end_round() {
  settle(false);
  const core::Time now = world_.clock.now();
  const bool due =
      !visited_at_ || now < *visited_at_ || now - *visited_at_ >= limits::synthetic_every_ms;
  if (!due) return;
  visited_at_ = now;
  visit({});
}

// One queue in a turn of the loop.
void Watchdog::visit(core::QueueId after) {
  const core::Floor* floor = floor_.at_rest();
  if (!floor) return;
  const auto next = floor->queues.upper_bound(after);
  if (next == floor->queues.end()) return settle(true);
  const core::QueueId id = next->first;  // a repair replaces the floor
  const core::Prospect prospect = core::prospect(*floor, next->second);
  world_.metrics
      .counter("usher_synthetic_visitors_total",
               "What became of visitors that the watchdog made up", {"outcome", name_of(prospect)})
      .add();
  if (!core::is_sound(next->second, prospect)) {
    const core::Time now = world_.clock.now();
    const std::string detail =
        name_of(prospect) + " in queue " + std::to_string(id.value) + " though it is ready";
    if (note({{std::string(synthetic_law), detail}}, now)) floor_.tell();
    repair(now);
  }
  world_.loop.post([this, id] { visit(id); });
}

void Watchdog::settle(bool synthetic) {
  const core::Time now = world_.clock.now();
  bool is_news = false;
  for (auto& [law, trouble] : troubles_) {
    if (synthetic != (law == synthetic_law)) continue;
    if (!trouble.repaired && !trouble.seen) {
      trouble.repaired = true;
      is_news = true;
      broken_.add(-1);
    }
    trouble.seen = false;
  }
  const std::size_t over = std::erase_if(troubles_, [now](const auto& entry) {
    return entry.second.repaired && now - entry.second.seen_at > limits::trouble_shown_ms;
  });
  if (is_news || over > 0) floor_.tell();
}

protocol::Troubles Watchdog::view() const {
  protocol::Troubles view;
  for (const auto& [law, trouble] : troubles_) {
    view.troubles.push_back({law, trouble.since.ms, trouble.repaired});
  }
  return view;
}

}  // namespace usher::app
