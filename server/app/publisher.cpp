#include "app/publisher.hpp"

#include <algorithm>

#include "app/views.hpp"
#include "core/limits.hpp"
#include "protocol/write.hpp"

namespace usher::app {

namespace {

bool is_by(const core::event::MessagePosted& message, const Subscriber* origin) {
  if (!origin) return false;
  return message.author ==
         (origin->visitor ? core::author_of(origin->visitor) : core::author_of(origin->agent));
}

}  // namespace

Publisher::Presence Publisher::join(Subscriber& subscriber) {
  if (subscriber.visitor) {
    const bool first = visitors_.count(subscriber.visitor.value) == 0;
    visitors_.emplace(subscriber.visitor.value, &subscriber);
    return {first};
  }
  const bool first = agents_.count(subscriber.agent) == 0;
  agents_.emplace(subscriber.agent, &subscriber);
  return {first};
}

Publisher::Presence Publisher::leave(Subscriber& subscriber) {
  const auto remove = [&subscriber](auto& subscribers, const auto& key) {
    const auto [begin, end] = subscribers.equal_range(key);
    const auto found =
        std::find_if(begin, end, [&](const auto& pair) { return pair.second == &subscriber; });
    if (found == end) return Presence{false};
    subscribers.erase(found);
    return Presence{subscribers.count(key) == 0};
  };
  if (subscriber.visitor) return remove(visitors_, subscriber.visitor.value);
  const Presence presence = remove(agents_, subscriber.agent);
  tell_viewers(std::exchange(subscriber.viewing, {}));
  return presence;
}

bool Publisher::sees(const Subscriber& subscriber, const core::Conversation& conversation) const {
  if (subscriber.visitor) return conversation.visitor == subscriber.visitor;
  const core::Agent* agent = core::find(floor_, subscriber.agent);
  if (!agent) return false;
  switch (conversation.state) {
    case core::ConversationState::waiting:
      return core::steers(*agent) || core::serves(*agent, conversation.queue) ||
             core::has_part(conversation, subscriber.agent);
    case core::ConversationState::assigned:
      return core::has_part(conversation, subscriber.agent);
    case core::ConversationState::closed:
      return core::steers(*agent) || conversation.agent == subscriber.agent;
  }
  return false;
}

bool Publisher::lists(const Subscriber& subscriber, const core::Conversation& conversation) const {
  if (sees(subscriber, conversation)) return true;
  const core::Agent* agent = core::find(floor_, subscriber.agent);
  return agent && core::steers(*agent);
}

bool Publisher::may_know(const Subscriber& subscriber,
                         const core::Conversation& conversation) const {
  if (sees(subscriber, conversation)) return true;
  const core::Agent* agent = subscriber.visitor ? nullptr : core::find(floor_, subscriber.agent);
  return agent && (core::steers(*agent) || core::serves(*agent, conversation.queue));
}

void Publisher::publish(std::span<const core::Event> events, core::Time at,
                        const Subscriber* origin, HeldFrames& frames) {
  Touched touched;
  for (const core::Event& event : events) {
    if (const auto* opened = std::get_if<core::event::ConversationOpened>(&event)) {
      publish_to_visitor(*core::find(floor_, opened->conversation), frames);
    } else if (const auto* read = std::get_if<core::event::ReadMarked>(&event)) {
      publish_mark(read->conversation, read->author.kind, origin, frames);
    } else if (const auto* delivered = std::get_if<core::event::DeliveredMarked>(&event)) {
      publish_mark(delivered->conversation, delivered->author.kind, origin, frames);
    } else if (const auto* noted = std::get_if<core::event::NotePosted>(&event)) {
      publish_note(*noted, origin, frames);
    } else if (const auto* supervised = std::get_if<core::event::Supervised>(&event)) {
      publish_act(supervised->act, at, frames);
    } else if (const auto* due = std::get_if<core::event::Reminded>(&event);
               due && due->whom == core::AuthorKind::agent) {
      remind_owner(due->conversation, frames);
    } else if (const auto* told = std::get_if<core::event::VisitorIdentified>(&event)) {
      const auto [begin, end] = visitors_.equal_range(told->visitor.value);
      for (auto it = begin; it != end; ++it) publish_form(*it->second, frames);
    } else if (const auto* invited = std::get_if<core::event::VisitorInvited>(&event)) {
      publish_invitation(invited->visitor, invited->invitation, frames);
    } else if (const auto* answered = std::get_if<core::event::InvitationAnswered>(&event)) {
      publish_invitation(answered->visitor, answered->invitation, frames);
    } else if (const core::EventKey key = core::key_of(event); key.seq > 0) {
      publish_entry(event, key.conversation, at, origin, frames);
    }
    note(event, touched);
  }
  publish_touched(touched, frames);
}

void Publisher::publish_entry(const core::Event& event, core::ConversationId id, core::Time at,
                              const Subscriber* origin, HeldFrames& frames) {
  const core::Conversation* conversation = core::find(floor_, id);
  if (!conversation) return;
  // Only a message has an acknowledgement, for who wrote it; whoever caused another entry sees it
  // like everyone.
  const auto* message = std::get_if<core::event::MessagePosted>(&event);
  const Subscriber* sender = message && is_by(*message, origin) ? origin : nullptr;
  if (sender) {
    const protocol::Ack ack{message->client_id, id.value, message->seq, at.ms};
    frames.add_ack(sender->outlet, frames.render(ack), message->client_id);
  }
  std::optional<HeldFrames::Place> place;
  tell_audience(*conversation, sender, [&](const Subscriber& subscriber) {
    if (!place) {
      place =
          frames.render(protocol::EntryFrame{id.value, *entry_view(floor_, config_, event, at)});
    }
    frames.add(subscriber.outlet, *place);
  });
}

void Publisher::publish_mark(core::ConversationId id, core::AuthorKind kind,
                             const Subscriber* origin, HeldFrames& frames) {
  const core::Conversation* conversation = core::find(floor_, id);
  if (!conversation) return;
  const protocol::Marks marks = marks_view(*conversation, kind);
  const auto place =
      frames.render(protocol::PeerMark{id.value, peer_kind(kind), marks.delivered, marks.read});
  tell_audience(*conversation, origin,
                [&](const Subscriber& subscriber) { frames.add(subscriber.outlet, place); });
}

// Which rows, visitors, agents and queues look different after an event.
void Publisher::note(const core::Event& event, Touched& touched) const {
  const auto conversation = [&](core::ConversationId id) {
    touched.conversations[id] = true;
    if (const core::Conversation* it = core::find(floor_, id)) touched.queues[it->queue] = true;
  };
  std::visit(
      [&](const auto& it) {
        using T = std::decay_t<decltype(it)>;
        constexpr bool is_message = std::is_same_v<T, core::event::MessagePosted> ||
                                    std::is_same_v<T, core::event::NotePosted>;
        constexpr bool is_mark = std::is_same_v<T, core::event::ReadMarked> ||
                                 std::is_same_v<T, core::event::DeliveredMarked>;
        constexpr bool is_tick = std::is_same_v<T, core::event::DwellTicked>;  // see DwellNews
        if constexpr (is_message || is_mark || is_tick) {
          return;  // clients fold the others into their rows themselves
        } else {
          if constexpr (requires { it.conversation; }) conversation(it.conversation);
          if constexpr (requires { it.agent; }) touched.agents[it.agent] = true;
          if constexpr (requires { it.from; }) touched.agents[it.from] = true;
          if constexpr (requires { it.visitor; }) touched.visitors[it.visitor] = true;
          if constexpr (std::is_same_v<T, core::event::Requeued>) {
            // It may have waited elsewhere before.
            const bool moved = it.reason == core::RequeueReason::moved_by_supervisor;
            for (const auto& [id, queue] : floor_.queues) {
              if (moved) touched.queues[id] = true;
            }
          }
          if constexpr (std::is_same_v<T, core::event::AgentConfigured>) {
            touched.agents[it.setting.id] = true;
            for (const auto& [id, row] : floor_.conversations) conversation(id);
          }
          constexpr bool ends =
              std::is_same_v<T, core::event::Closed> || std::is_same_v<T, core::event::Requeued>;
          if constexpr (ends) {  // its last owner has room again; another may have it by now
            for (const auto& [id, subscriber] : agents_) {
              if (subscriber->rows.contains(it.conversation)) touched.agents[id] = true;
            }
          }
        }
      },
      event);
}

void Publisher::publish_touched(const Touched& touched, HeldFrames& frames) {
  for (const auto& [id, yes] : touched.conversations) publish_row(id, frames);
  for (const auto& [id, yes] : touched.visitors) publish_visitor(id, frames);
  for (const auto& [id, yes] : touched.agents) {
    const core::Agent* agent = core::find(floor_, id);
    const auto [begin, end] = agents_.equal_range(id);
    if (!agent || begin == end) continue;
    const auto place = frames.render(protocol::AgentChanged{agent_view(*agent)});
    for (auto it = begin; it != end; ++it) frames.add(it->second->outlet, place);
  }
  for (const auto& [id, yes] : touched.queues) {
    const core::Queue* queue = core::find(floor_, id);
    if (!queue) continue;
    std::optional<HeldFrames::Place> place;
    for (const auto& [agent_id, subscriber] : agents_) {
      const core::Agent* agent = core::find(floor_, agent_id);
      if (!agent || (!core::steers(*agent) && !core::serves(*agent, id))) continue;
      if (!place) {
        place = frames.render(protocol::QueueChanged{
            protocol::AgentQueue{id.value, queue->setting.name, queue->waiting.size()}});
      }
      frames.add(subscriber->outlet, *place);
    }
  }
}

void Publisher::publish_visitor(core::VisitorId id, HeldFrames& frames) const {
  std::optional<HeldFrames::Place> place;
  for (const auto& [agent, subscriber] : agents_) {
    if (!subscriber->visitors.contains(id)) continue;
    if (!place) place = frames.render(protocol::VisitorChanged{visitor_view(floor_, config_, id)});
    frames.add(subscriber->outlet, *place);
  }
}

// Brings everyone's view of one conversation up to the floor's.
void Publisher::publish_row(core::ConversationId id, HeldFrames& frames) {
  const core::Conversation* conversation = core::find(floor_, id);
  std::optional<HeldFrames::Place> gone;
  for (const auto& [agent, subscriber] : agents_) {
    if (conversation && lists(*subscriber, *conversation)) {
      add_row(*subscriber, *conversation);
      frames.add(subscriber->outlet,
                 frames.render(protocol::ConversationListed{
                     agent_conversation_view(floor_, config_, *conversation, agent)}));
    } else if (subscriber->rows.contains(id)) {
      remove_row(*subscriber, id);
      if (!gone) gone = frames.render(protocol::ConversationUnlisted{id.value});
      frames.add(subscriber->outlet, *gone);
    }
  }
  if (!conversation) return;
  publish_to_visitor(*conversation, frames);
  forget_viewers(*conversation, frames);
}

void Publisher::publish_to_visitor(const core::Conversation& conversation, HeldFrames& frames) {
  if (!visitors_.contains(conversation.visitor.value)) return;
  tell_visitor(
      conversation.visitor,
      protocol::ConversationChanged{visitor_conversation_view(floor_, conversation, config_)},
      frames);
}

void Publisher::publish_place(const core::Conversation& conversation, const protocol::Place& place,
                              HeldFrames& frames) const {
  if (conversation.left) return;
  tell_visitor(conversation.visitor, protocol::PlaceChanged{conversation.id.value, place}, frames);
}

void Publisher::publish_form(const Subscriber& subscriber, HeldFrames& frames) const {
  const auto site = config_.sites.find(subscriber.site);
  if (site == config_.sites.end()) return;
  const core::Visitor* visitor = core::find(floor_, subscriber.visitor);
  const core::Form asked = core::to_ask(site->second.form, visitor);
  const protocol::VisitorForm form{form_view(asked), core::reachable(visitor, {})};
  frames.add(subscriber.outlet, frames.render(form));
}

// What is withheld its visitor never hears of. Of a visit that is over there is nothing to say.
void Publisher::publish_invitation(core::VisitorId id, std::uint64_t number,
                                   HeldFrames& frames) const {
  const core::Visitor* visitor = core::find(floor_, id);
  const core::Invitation* last =
      visitor && visitor->visit ? last_invitation(*visitor->visit) : nullptr;
  if (!last || last->number != number) return;
  tell_visitor(id, protocol::InvitationFrame{invitation_view(*last, config_)}, frames);
}

void Publisher::remind_owner(core::ConversationId id, HeldFrames& frames) const {
  const core::Conversation* conversation = core::find(floor_, id);
  if (!conversation) return;
  const auto [begin, end] = agents_.equal_range(conversation->agent);
  if (begin == end) return;
  const auto rendered = frames.render(protocol::Reminder{id.value});
  for (auto it = begin; it != end; ++it) frames.add(it->second->outlet, rendered);
}

std::vector<const core::Conversation*> Publisher::list_rows(Subscriber& agent) {
  std::vector<const core::Conversation*> open;
  std::vector<const core::Conversation*> closed;
  for (const auto& [id, conversation] : floor_.conversations) {
    if (!lists(agent, conversation)) continue;
    (conversation.closed_at ? closed : open).push_back(&conversation);
  }
  std::sort(closed.begin(), closed.end(), [](const auto* a, const auto* b) {
    return std::pair(*a->closed_at, a->id) > std::pair(*b->closed_at, b->id);
  });
  if (closed.size() > limits::closed_rows_max) closed.resize(limits::closed_rows_max);
  open.insert(open.end(), closed.begin(), closed.end());
  agent.rows.clear();
  agent.visitors.clear();
  for (const core::Conversation* conversation : open) add_row(agent, *conversation);
  return open;
}

void Publisher::add_row(Subscriber& agent, const core::Conversation& conversation) {
  if (agent.rows.emplace(conversation.id, conversation.visitor).second) {
    ++agent.visitors[conversation.visitor];
  }
}

void Publisher::remove_row(Subscriber& agent, core::ConversationId id) {
  const auto row = agent.rows.find(id);
  const auto visitor = agent.visitors.find(row->second);
  if (--visitor->second == 0) agent.visitors.erase(visitor);
  agent.rows.erase(row);
}

bool Publisher::steers(core::AgentId id) const {
  const core::Agent* agent = core::find(floor_, id);
  return agent && agent->setting.role != core::Role::agent;
}

std::vector<core::Command> Publisher::arrivals() const {
  std::vector<core::Command> commands;
  for (const auto& [id, subscriber] : visitors_) {
    commands.emplace_back(core::command::VisitorConnect{subscriber->visitor, subscriber->site});
  }
  for (const auto& [id, subscriber] : agents_) {
    commands.emplace_back(core::command::AgentConnect{id});
  }
  return commands;
}

void Publisher::close_agents(CloseCode code, std::string_view reason) {
  close_agents_if([](const Subscriber&) { return true; }, code, reason);
}

void Publisher::close_agents_if(const std::function<bool(const Subscriber&)>& ended, CloseCode code,
                                std::string_view reason) {
  for (const auto& [id, subscriber] : agents_) {
    Connection* connection = subscriber->outlet->connection;
    if (connection && ended(*subscriber)) connection->close(code, reason);
  }
}

void Publisher::close_all(CloseCode code, std::string_view reason) {
  close_agents(code, reason);
  for (const auto& [id, subscriber] : visitors_) {
    if (subscriber->outlet->connection) subscriber->outlet->connection->close(code, reason);
  }
}

}  // namespace usher::app
