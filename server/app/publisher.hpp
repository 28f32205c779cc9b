#pragma once
// Tells everyone concerned what happened on a floor: who sees which conversation, and which frames
// an event becomes for them. Renders each frame once, into the batch that holds it until the
// commit.
//
// Snapshot law: what a client has after a snapshot and all later frames is what a fresh snapshot
// would show it.
//
// Who sees a conversation: its visitor; while it waits, the agents of its queue; while it is
// assigned, its owner, whom that one offers it to, and who takes part in it or is invited to; once
// closed, its last owner; supervisors and admins also see all that wait or are closed. What is
// assigned they list without its words: for those they take part, which is remembered.

#include <functional>
#include <map>
#include <span>
#include <unordered_map>
#include <vector>

#include "app/account_config.hpp"
#include "app/held_frames.hpp"
#include "app/subscriber.hpp"
#include "core/event.hpp"
#include "core/floor.hpp"

namespace usher::app {

class Publisher {
 public:
  // References to what the host keeps; both outlive the publisher.
  Publisher(const core::Floor& floor, const AccountConfig& config)
      : floor_(floor), config_(config) {}

  // A subscriber stays at its address until it leaves. `first`: nobody else has this id.
  struct Presence {
    bool first_or_last = false;
  };
  Presence join(Subscriber& subscriber);
  Presence leave(Subscriber& subscriber);

  // `floor` already shows all the events.
  void publish(std::span<const core::Event> events, core::Time at, const Subscriber* origin,
               HeldFrames& frames);

  // The rows that an agent's snapshot shows; the subscriber is then kept up to date from there.
  std::vector<const core::Conversation*> list_rows(Subscriber& agent);
  bool sees(const Subscriber& subscriber, const core::Conversation& conversation) const;
  // An agent has it in its list.
  bool lists(const Subscriber& agent, const core::Conversation& conversation) const;
  // Whether it may be told more of a conversation than that there is none: who sees it, and agents
  // of its queue, who may have seen it a moment ago.
  bool may_know(const Subscriber& subscriber, const core::Conversation& conversation) const;

  // Everyone but `except` who sees the conversation gets a frame at once, without waiting for a
  // commit: for ephemeral things only.
  template <class Frame>
  void tell_now(const core::Conversation& conversation, const Subscriber& except,
                const Frame& frame) {
    HeldFrames frames;
    const auto place = frames.render(frame);
    tell_audience(conversation, &except,
                  [&](const Subscriber& subscriber) { frames.add(subscriber.outlet, place); });
    frames.deliver();
  }

  // The same, without its visitor.
  template <class Frame>
  void tell_staff_now(const core::Conversation& conversation, const Subscriber* except,
                      const Frame& frame) {
    HeldFrames frames;
    const auto place = frames.render(frame);
    tell_staff(conversation, except,
               [&](const Subscriber& subscriber) { frames.add(subscriber.outlet, place); });
    frames.deliver();
  }
  // An agent's console shows this conversation now; 0: none.
  void view(Subscriber& agent, core::ConversationId conversation);
  // Every visitor, with the batch that `frames` belongs to.
  template <class Frame>
  void tell_visitors(const Frame& frame, HeldFrames& frames) const {
    const auto place = frames.render(frame);
    for (const auto& [id, subscriber] : visitors_) frames.add(subscriber->outlet, place);
  }
  // Supervisors and admins, at once.
  template <class Frame>
  void tell_steering(const Frame& frame) const {
    HeldFrames frames;
    const auto place = frames.render(frame);
    for (const auto& [id, subscriber] : agents_) {
      if (steers(id)) frames.add(subscriber->outlet, place);
    }
    frames.deliver();
  }

  // Consoles that list this visitor.
  void publish_visitor(core::VisitorId id, HeldFrames& frames) const;
  void publish_place(const core::Conversation& conversation, const protocol::Place& place,
                     HeldFrames& frames) const;

  // What its site still asks of a visitor.
  void publish_form(const Subscriber& visitor, HeldFrames& frames) const;

  // What a rebuilt floor must be told about who is connected.
  std::vector<core::Command> arrivals() const;
  void close_agents(CloseCode code, std::string_view reason);
  void close_agents_if(const std::function<bool(const Subscriber&)>& ended, CloseCode code,
                       std::string_view reason);
  void close_all(CloseCode code, std::string_view reason);
  // They are nobody any more: nothing that they still say is heard.
  void close_visitors(std::span<const core::VisitorId> gone);
  bool steers(core::AgentId agent) const;  // a supervisor or an admin
  std::size_t subscribers() const { return visitors_.size() + agents_.size(); }

 private:
  // What a step changed beyond the entries themselves.
  struct Touched {
    std::map<core::ConversationId, bool> conversations;
    std::map<core::VisitorId, bool> visitors;
    std::map<core::AgentId, bool> agents;
    std::map<core::QueueId, bool> queues;
  };
  // Everyone who hears of a conversation: its visitor, and consoles of what they list; a newly
  // listed row tells them how much there is to pull.
  template <class Tell>
  void tell_audience(const core::Conversation& conversation, const Subscriber* except,
                     Tell tell) const {
    const auto [begin, end] = visitors_.equal_range(conversation.visitor.value);
    for (auto it = begin; it != end; ++it) {
      if (it->second != except) tell(*it->second);
    }
    tell_staff(conversation, except, tell);
  }
  template <class Tell>
  void tell_staff(const core::Conversation& conversation, const Subscriber* except,
                  Tell tell) const {
    const auto tell_some = [&](auto range) {
      for (auto it = range.first; it != range.second; ++it) {
        const Subscriber& agent = *it->second;
        if (&agent != except && agent.rows.contains(conversation.id)) tell(agent);
      }
    };
    if (conversation.state == core::ConversationState::assigned) {
      tell_some(agents_.equal_range(conversation.agent));
      const core::AgentId offered =
          conversation.offer ? conversation.offer->agent : core::AgentId{};
      if (offered && !core::find(conversation, offered)) tell_some(agents_.equal_range(offered));
      for (const core::Participant& each : conversation.participants) {
        tell_some(agents_.equal_range(each.agent));
      }
    } else {
      tell_some(std::pair(agents_.begin(), agents_.end()));
    }
  }
  void publish_entry(const core::Event& event, core::ConversationId id, core::Time at,
                     const Subscriber* origin, HeldFrames& frames);
  void publish_mark(core::ConversationId id, core::AuthorKind kind, const Subscriber* origin,
                    HeldFrames& frames);
  void publish_note(const core::event::NotePosted& event, const Subscriber* origin,
                    HeldFrames& frames);
  void publish_act(core::Act act, core::Time at, HeldFrames& frames);
  void tell_viewers(core::ConversationId id) const;
  void forget_viewers(const core::Conversation& conversation, HeldFrames& frames);
  protocol::Viewers viewers_of(const core::Conversation& conversation) const;
  void publish_invitation(core::VisitorId visitor, std::uint64_t number, HeldFrames& frames) const;
  template <class Frame>
  void tell_visitor(core::VisitorId visitor, const Frame& frame, HeldFrames& frames) const {
    const auto [begin, end] = visitors_.equal_range(visitor.value);
    if (begin == end) return;
    const auto place = frames.render(frame);
    for (auto it = begin; it != end; ++it) frames.add(it->second->outlet, place);
  }
  void remind_owner(core::ConversationId id, HeldFrames& frames) const;
  void note(const core::Event& event, Touched& touched) const;
  void publish_touched(const Touched& touched, HeldFrames& frames);
  void publish_row(core::ConversationId id, HeldFrames& frames);
  void publish_to_visitor(const core::Conversation& conversation, HeldFrames& frames);
  void add_row(Subscriber& agent, const core::Conversation& conversation);
  void remove_row(Subscriber& agent, core::ConversationId id);

  const core::Floor& floor_;
  const AccountConfig& config_;
  std::unordered_multimap<std::uint64_t, Subscriber*> visitors_;  // by VisitorId
  std::multimap<core::AgentId, Subscriber*> agents_;
};

}  // namespace usher::app
