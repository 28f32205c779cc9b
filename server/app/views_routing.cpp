// What routing decided and why, for the people it concerns.
#include <algorithm>

#include "app/places.hpp"
#include "app/queue_news.hpp"
#include "app/shown_wait.hpp"
#include "app/views.hpp"
#include "core/derived.hpp"
#include "core/explain.hpp"

namespace usher::app {
namespace {

std::vector<protocol::AgentName> name_views(const AccountConfig& config,
                                            const std::vector<core::AgentId>& agents) {
  std::vector<protocol::AgentName> names;
  names.reserve(agents.size());
  for (const core::AgentId agent : agents) names.push_back(name_view(config, agent));
  return names;
}

protocol::Strategy strategy_view(core::Strategy strategy) {
  switch (strategy) {
    case core::Strategy::least_busy:
      return protocol::Strategy::least_busy;
    case core::Strategy::longest_idle:
      return protocol::Strategy::longest_idle;
    case core::Strategy::round_robin:
      return protocol::Strategy::round_robin;
    case core::Strategy::tiers:
      return protocol::Strategy::tiers;
    case core::Strategy::manual:
      return protocol::Strategy::manual;
  }
  return protocol::Strategy::manual;
}

protocol::WhyNot why_not_view(core::WhyNot why) {
  switch (why) {
    case core::WhyNot::nothing:
      return protocol::WhyNot::nothing;
    case core::WhyNot::rings_there:
      return protocol::WhyNot::rings_there;
    case core::WhyNot::nobody_waits:
      return protocol::WhyNot::nobody_waits;
    case core::WhyNot::not_connected:
      return protocol::WhyNot::not_connected;
    case core::WhyNot::offline:
      return protocol::WhyNot::offline;
    case core::WhyNot::away:
      return protocol::WhyNot::away;
    case core::WhyNot::full:
      return protocol::WhyNot::full;
    case core::WhyNot::too_heavy:
      return protocol::WhyNot::too_heavy;
    case core::WhyNot::full_in_queue:
      return protocol::WhyNot::full_in_queue;
    case core::WhyNot::pausing:
      return protocol::WhyNot::pausing;
    case core::WhyNot::picked_by_hand:
      return protocol::WhyNot::picked_by_hand;
    case core::WhyNot::lacks_skill:
      return protocol::WhyNot::lacks_skill;
    case core::WhyNot::kept_for_other:
      return protocol::WhyNot::kept_for_other;
    case core::WhyNot::let_it_pass:
      return protocol::WhyNot::let_it_pass;
  }
  return protocol::WhyNot::nothing;
}

}  // namespace

void add_routing(protocol::AgentConversation& view, const core::Floor& floor,
                 const AccountConfig& config, const core::Conversation& conversation) {
  if (conversation.priority > 0) view.priority = conversation.priority;
  if (const std::optional<core::Why>& why = conversation.why) {
    view.why = protocol::Why{strategy_view(why->strategy),
                             why->kept_for,
                             why->present,
                             why->ready,
                             why->load,
                             name_views(config, why->next),
                             name_views(config, why->passed)};
  }
  const core::Agent* last = core::find(floor, conversation.agent);
  if (!last || conversation.state != core::ConversationState::closed) return;
  const auto work = std::ranges::find(last->wrap_ups, conversation.id, &core::WrapUp::conversation);
  if (work != last->wrap_ups.end()) view.wrap_up_until = work->until.ms;
}

protocol::Explanation explanation_view(const core::Floor& floor, const AccountConfig& config,
                                       const core::Conversation& conversation) {
  protocol::Explanation view{};
  view.conversation = conversation.id.value;
  view.place = *Places::place_of(floor, conversation);
  view.skills.assign(conversation.skills.begin(), conversation.skills.end());
  if (conversation.step_at) view.step_at = conversation.step_at->ms;
  for (const core::Considered& each : core::why_waiting(floor, conversation)) {
    view.agents.push_back({name_view(config, each.agent), why_not_view(each.why), each.load,
                           core::find(floor, each.agent)->setting.capacity});
  }
  return view;
}

protocol::MyExplanation my_explanation_view(const core::Floor& floor, const core::Agent& agent) {
  protocol::MyExplanation view{};
  for (const core::Served& each : core::why_nothing(floor, agent)) {
    view.queues.push_back({each.queue.value, why_not_view(each.why), each.waiting});
  }
  return view;
}

protocol::TargetList target_list_view(const core::Floor& floor, const AccountConfig& config,
                                      core::AgentId agent) {
  protocol::TargetList view{};
  for (const auto& [id, other] : floor.agents) {
    if (id == agent) continue;
    const auto status = other.connected ? other.status : core::AgentStatus::offline;
    const core::Skills& skills = other.setting.skills;
    view.agents.push_back({id.value,
                           agent_name(config, id),
                           status_view(status),
                           other.load,
                           other.setting.capacity,
                           {skills.begin(), skills.end()}});
  }
  for (const QueueNews::Sight& sight : queue_sights(floor, config.queues)) {
    const core::Queue& queue = *core::find(floor, sight.queue);
    protocol::TargetQueue target{};
    target.queue = sight.queue.value;
    target.name = queue.setting.name;
    target.waiting = queue.waiting.size();
    target.free = core::derived::ready_count(queue);
    target.state = sight.state;
    add_wait(target, shown_wait(queue, core::next_position(queue, false)));
    view.queues.push_back(target);
  }
  return view;
}

}  // namespace usher::app
