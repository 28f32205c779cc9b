// What several of the staff see of each other: notes, acts of supervisors, who looks at what.
#include <algorithm>
#include <set>

#include "app/publisher.hpp"
#include "app/views.hpp"
#include "protocol/write.hpp"

namespace usher::app {

// Its author gets it, too: that is the acknowledgement.
void Publisher::publish_note(const core::event::NotePosted& event, const Subscriber* origin,
                             HeldFrames& frames) {
  const core::Conversation* conversation = core::find(floor_, event.conversation);
  if (!conversation) return;
  const core::Note& note = conversation->notes.at(event.note.number - 1);
  const auto place =
      frames.render(protocol::NotePosted{conversation->id.value, note_view(note, config_)});
  if (origin) frames.add_ack(origin->outlet, place, note.client_id);
  tell_staff(*conversation, origin,
             [&](const Subscriber& subscriber) { frames.add(subscriber.outlet, place); });
}

void Publisher::publish_act(core::Act act, core::Time at, HeldFrames& frames) {
  act.at = at;
  const auto place = frames.render(protocol::Supervised{act_view(act, config_)});
  for (const core::AgentId id : std::set<core::AgentId>{act.by, act.agent, act.from}) {
    const auto [begin, end] = agents_.equal_range(id);
    for (auto it = begin; it != end; ++it) frames.add(it->second->outlet, place);
  }
}

void Publisher::view(Subscriber& agent, core::ConversationId conversation) {
  const core::ConversationId before = std::exchange(agent.viewing, conversation);
  if (before != conversation) tell_viewers(before);
  tell_viewers(conversation);
}

void Publisher::tell_viewers(core::ConversationId id) const {
  const core::Conversation* conversation = core::find(floor_, id);
  if (!conversation) return;
  HeldFrames frames;
  const auto place = frames.render(viewers_of(*conversation));
  tell_staff(*conversation, nullptr,
             [&](const Subscriber& subscriber) { frames.add(subscriber.outlet, place); });
  frames.deliver();
}

void Publisher::forget_viewers(const core::Conversation& conversation, HeldFrames& frames) {
  bool changed = false;
  for (const auto& [id, subscriber] : agents_) {
    if (subscriber->viewing != conversation.id || sees(*subscriber, conversation)) continue;
    subscriber->viewing = {};
    changed = true;
  }
  if (!changed) return;
  const auto place = frames.render(viewers_of(conversation));
  tell_staff(conversation, nullptr,
             [&](const Subscriber& subscriber) { frames.add(subscriber.outlet, place); });
}

protocol::Viewers Publisher::viewers_of(const core::Conversation& conversation) const {
  protocol::Viewers view{conversation.id.value, {}};
  core::AgentId last;
  for (const auto& [id, subscriber] : agents_) {  // an agent's connections stand together
    if (subscriber->viewing != conversation.id || id == last) continue;
    view.agents.push_back({id.value, agent_name(config_, id)});
    last = id;
  }
  return view;
}

}  // namespace usher::app
