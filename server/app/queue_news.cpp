#include "app/queue_news.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "app/shown_wait.hpp"
#include "core/limits.hpp"

namespace usher::app {
namespace {

protocol::VisitorQueue view_of(const QueueNews::Sight& sight) {
  protocol::VisitorQueue view{};
  view.queue = sight.queue.value;
  view.name = sight.name;
  view.state = sight.state;
  if (sight.opens_at) view.opens_at = sight.opens_at->ms;
  add_wait(view, sight.wait);
  return view;
}

// Queues where somebody is online. Who was dropped a moment ago is expected back.
std::set<core::QueueId> attended(const core::Floor& floor) {
  std::set<core::QueueId> queues;
  for (const auto& [id, agent] : floor.agents) {
    const bool there = agent.connected || agent.grace_until;
    if (!there || agent.status != core::AgentStatus::online) continue;
    queues.insert(agent.setting.queues.begin(), agent.setting.queues.end());
  }
  return queues;
}

// Those who ring are as good as served.
bool others_wait(const core::Floor& floor, const core::Queue& queue) {
  return std::ranges::any_of(queue.waiting, [&floor](const core::WaitKey& key) {
    return !floor.conversations.at(key.conversation).offer;
  });
}

protocol::QueueState queue_state(const core::Floor& floor, const core::Queue& queue,
                                 bool is_attended) {
  if (!queue.open || !is_attended) return protocol::QueueState::closed;
  if (queue.full) return protocol::QueueState::full;
  const bool busy = queue.ready.empty() || others_wait(floor, queue);
  return busy ? protocol::QueueState::busy : protocol::QueueState::open;
}

}  // namespace

QueueNews::QueueNews(const ports::Clock& clock, ports::Loop& loop, Look look, Tell tell)
    : clock_(clock),
      look_(std::move(look)),
      tell_(std::move(tell)),
      throttle_(clock, loop, limits::queue_news_ms, [this] { this->look(); }) {}

// Until it is time to tell of waits, they look as they were told.
void QueueNews::keep_waits(Sights& now) {
  const core::Time at = clock_.now();
  if (at < waits_told_at_ || at >= waits_told_at_ + limits::queue_waits_ms) {
    waits_told_at_ = at;
    return;
  }
  for (std::size_t i = 0; i < now.size() && i < told_.size(); ++i) {
    const bool same = now[i].queue == told_[i].queue && now[i].state == told_[i].state;
    if (same) now[i].wait = told_[i].wait;
  }
}

void QueueNews::look() {
  Sights now = look_();
  keep_waits(now);
  protocol::QueueStates news;
  for (std::size_t i = 0; i < now.size() && i < told_.size(); ++i) {
    if (now[i] != told_[i]) news.queues.push_back(view_of(now[i]));
  }
  const bool same_queues = std::ranges::equal(now, told_, {}, &Sight::queue, &Sight::queue);
  if (!same_queues) {
    told_ = std::move(now);
    return tell_({view(), true});
  }
  if (!news.queues.empty()) tell_(news);
  told_ = std::move(now);
}

void QueueNews::tell_all() {
  told_.clear();
  throttle_.run();
}

std::vector<protocol::VisitorQueue> QueueNews::view() const {
  std::vector<protocol::VisitorQueue> views;
  for (const Sight& sight : told_) views.push_back(view_of(sight));
  return views;
}

QueueNews::Sights queue_sights(const core::Floor& floor,
                               const std::vector<core::QueueSetting>& queues) {
  const std::set<core::QueueId> with_somebody = attended(floor);
  QueueNews::Sights sights;
  for (const core::QueueSetting& setting : queues) {
    const core::Queue* queue = core::find(floor, setting.id);
    if (!queue) continue;
    const auto state = queue_state(floor, *queue, with_somebody.contains(setting.id));
    const auto opens_at = queue->open ? std::nullopt : queue->hours_change_at;
    std::optional<core::WaitRange> wait;
    if (state == protocol::QueueState::busy) {
      wait = shown_wait(*queue, core::next_position(*queue, true));
    }
    sights.push_back({setting.id, setting.name, state, opens_at, wait});
  }
  return sights;
}

}  // namespace usher::app
