#include "app/views.hpp"

#include <type_traits>

#include "app/places.hpp"
#include "app/source/device_view.hpp"
#include "app/source/region_view.hpp"
#include "app/source/source_view.hpp"

namespace usher::app {

namespace {

protocol::Author author_view(const core::Floor& floor, const AccountConfig& config,
                             const core::Author& author) {
  protocol::Author view{};
  view.kind = peer_kind(author.kind);
  if (author.kind == core::AuthorKind::agent) {
    view.agent = author.id;
    view.name = agent_name(config, core::AgentId{author.id});
  } else if (const core::Visitor* visitor = core::find(floor, core::VisitorId{author.id})) {
    if (const auto& name = core::shown_name(floor, *visitor)) view.name = *name;
  }
  return view;
}

protocol::RequeueReason reason_view(core::RequeueReason reason) {
  switch (reason) {
    case core::RequeueReason::agent_lost:
      return protocol::RequeueReason::agent_lost;
    case core::RequeueReason::agent_removed:
      return protocol::RequeueReason::agent_removed;
    case core::RequeueReason::reopened_by_visitor:
      return protocol::RequeueReason::reopened_by_visitor;
    case core::RequeueReason::transferred:
      return protocol::RequeueReason::transferred;
    case core::RequeueReason::agent_silent:
      return protocol::RequeueReason::agent_silent;
    case core::RequeueReason::overflowed:
      return protocol::RequeueReason::overflowed;
    case core::RequeueReason::moved_by_supervisor:
      return protocol::RequeueReason::moved_by_supervisor;
  }
  return protocol::RequeueReason::agent_lost;
}

protocol::ConversationState state_view(core::ConversationState state) {
  switch (state) {
    case core::ConversationState::waiting:
      return protocol::ConversationState::waiting;
    case core::ConversationState::assigned:
      return protocol::ConversationState::assigned;
    case core::ConversationState::closed:
      return protocol::ConversationState::closed;
  }
  return protocol::ConversationState::closed;
}

// The owner while there is one, and the last one of a closed conversation.
std::optional<protocol::AgentName> owner_view(const core::Conversation& conversation,
                                              const AccountConfig& config) {
  if (conversation.state == core::ConversationState::waiting || !conversation.agent) {
    return std::nullopt;
  }
  return name_view(config, conversation.agent);
}

// What rings at `agent`, what it offered to a colleague, and what the last owner left for the next.
void add_offer(protocol::AgentConversation& view, const core::Conversation& conversation,
               const AccountConfig& config, core::AgentId agent) {
  if (!conversation.note.empty()) {
    view.transfer_note =
        protocol::TransferNote{name_view(config, conversation.note_by), conversation.note};
  }
  if (!conversation.offer) return;
  const core::Offer& offer = *conversation.offer;
  if (offer.agent == agent) {
    view.offer = protocol::Offer{offer.deadline.ms, std::nullopt};
    if (offer.from) view.offer->from = name_view(config, offer.from);
  } else if (offer.from && offer.from == agent) {
    view.transfer = protocol::PendingTransfer{name_view(config, offer.agent), offer.deadline.ms};
  }
}

// What is said in it, and how far it was read.
void add_words(protocol::AgentConversation& view, const core::Conversation& conversation) {
  view.last_seq = conversation.last_seq;
  view.notes = conversation.notes.size();
  view.visitor_mark = marks_view(conversation, core::AuthorKind::visitor);
  view.agent_mark = marks_view(conversation, core::AuthorKind::agent);
  if (conversation.last_message_seq == 0) return;
  view.last_message = protocol::LastMessage{
      conversation.last_message_seq, conversation.last_message_at.ms,
      peer_kind(conversation.last_message_by), conversation.last_message_start};
}

protocol::FieldKind kind_view(core::FieldKind kind) {
  switch (kind) {
    case core::FieldKind::name:
      return protocol::FieldKind::name;
    case core::FieldKind::email:
      return protocol::FieldKind::email;
    case core::FieldKind::phone:
      return protocol::FieldKind::phone;
    case core::FieldKind::text:
      return protocol::FieldKind::text;
    case core::FieldKind::choice:
      return protocol::FieldKind::choice;
  }
  return protocol::FieldKind::text;
}

std::optional<std::string_view> borrow(const std::optional<std::string>& text) {
  return text ? std::optional<std::string_view>(*text) : std::nullopt;
}

protocol::Visit visit_view(const core::Visit& visit, const AccountConfig& config) {
  protocol::Visit view{};
  const auto site = config.sites.find(visit.site);
  view.site = site == config.sites.end() ? std::string_view() : site->second.key;
  view.started_at = visit.started_at.ms;
  view.referrer = visit.referrer;
  view.pages = visit.pages_seen;
  if (visit.source) view.source = source_view(*visit.source);
  if (visit.device) view.device = device_view(*visit.device);
  if (visit.region) view.region = region_view(*visit.region);
  view.invitation = last_invitation_view(visit, config);
  for (const core::Page& page : visit.trail) {
    protocol::PageView& shown = view.trail.emplace_back();
    shown.at = page.at.ms;
    shown.url = page.url;
    shown.title = page.title;
    if (page.view.empty()) continue;
    shown.visible_ms = page.dwell.visible_ms;
    shown.active_ms = page.dwell.active_ms;
    shown.open = !page.over;
  }
  return view;
}

}  // namespace

protocol::AgentStatus status_view(core::AgentStatus status) {
  switch (status) {
    case core::AgentStatus::offline:
      return protocol::AgentStatus::offline;
    case core::AgentStatus::away:
      return protocol::AgentStatus::away;
    case core::AgentStatus::online:
      return protocol::AgentStatus::online;
  }
  return protocol::AgentStatus::offline;
}

protocol::PeerKind peer_kind(core::AuthorKind kind) {
  return kind == core::AuthorKind::agent ? protocol::PeerKind::agent : protocol::PeerKind::visitor;
}

protocol::AgentName name_view(const AccountConfig& config, core::AgentId agent) {
  return {agent.value, agent_name(config, agent)};
}

std::string_view agent_name(const AccountConfig& config, core::AgentId agent) {
  const auto found = config.agents.find(agent);
  return found == config.agents.end() ? std::string_view() : found->second.setting.name;
}

std::optional<protocol::Entry> entry_view(const core::Floor& floor, const AccountConfig& config,
                                          const core::Event& event, core::Time at) {
  protocol::Entry entry{};
  entry.at = at.ms;
  const auto by = [&](const core::Author& author) {
    entry.author = author_view(floor, config, author);
  };
  return std::visit(
      [&](const auto& it) -> std::optional<protocol::Entry> {
        using T = std::decay_t<decltype(it)>;
        if constexpr (std::is_same_v<T, core::event::MessagePosted>) {
          entry.kind = protocol::EntryKind::message;
          by(it.author);
          entry.client_id = it.client_id;
          entry.text = it.text;
          if (it.file) {
            entry.file = {it.file->key, it.file->name, it.file->bytes, it.file->image};
          }
        } else if constexpr (std::is_same_v<T, core::event::Assigned>) {
          entry.kind = protocol::EntryKind::assigned;
          by(core::author_of(it.agent));
        } else if constexpr (std::is_same_v<T, core::event::Transferred>) {
          entry.kind = protocol::EntryKind::transferred;
          by(core::author_of(it.agent));
        } else if constexpr (std::is_same_v<T, core::event::ParticipantJoined>) {
          if (it.seq == 0) return std::nullopt;
          const bool speaks = it.mode == core::ParticipantMode::speak;
          entry.kind = speaks ? protocol::EntryKind::joined : protocol::EntryKind::left;
          by(core::author_of(it.agent));
        } else if constexpr (std::is_same_v<T, core::event::ParticipantLeft>) {
          if (it.seq == 0) return std::nullopt;
          entry.kind = protocol::EntryKind::left;
          by(core::author_of(it.agent));
        } else if constexpr (std::is_same_v<T, core::event::Requeued>) {
          entry.kind = protocol::EntryKind::requeued;
          entry.reason = reason_view(it.reason);
        } else if constexpr (std::is_same_v<T, core::event::Closed>) {
          entry.kind = protocol::EntryKind::closed;
          by(it.by);
          if (it.by_silence) entry.by_silence = true;
        } else if constexpr (std::is_same_v<T, core::event::Reminded>) {
          if (it.seq == 0) return std::nullopt;  // the agent's own
          entry.kind = protocol::EntryKind::reminded;
        } else if constexpr (std::is_same_v<T, core::event::MessageLeft>) {
          entry.kind = protocol::EntryKind::message_left;
        } else if constexpr (std::is_same_v<T, core::event::Reopened>) {
          entry.kind = protocol::EntryKind::reopened;
          by(it.by);
        } else {
          return std::nullopt;
        }
        if constexpr (requires { it.seq; }) entry.seq = it.seq;
        return entry;
      },
      event);
}

protocol::Marks marks_view(const core::Conversation& conversation, core::AuthorKind kind) {
  const auto found = conversation.marks.find(kind);
  if (found == conversation.marks.end()) return {};
  return {found->second.delivered, found->second.read};
}

protocol::VisitorConversation visitor_conversation_view(const core::Floor& floor,
                                                        const core::Conversation& conversation,
                                                        const AccountConfig& config) {
  protocol::VisitorConversation view{};
  view.conversation = conversation.id.value;
  view.state = state_view(conversation.state);
  view.queue = conversation.queue.value;
  view.agent = owner_view(conversation, config);
  view.held = conversation.held;
  view.opened_at = conversation.opened_at.ms;
  view.last_seq = conversation.last_seq;
  view.visitor_mark = marks_view(conversation, core::AuthorKind::visitor);
  view.agent_mark = marks_view(conversation, core::AuthorKind::agent);
  if (conversation.left) {
    view.left = true;
  } else {
    view.place = Places::place_of(floor, conversation);
  }
  view.rating = rating_asked(conversation, config);
  return view;
}

protocol::AgentConversation agent_conversation_view(const core::Floor& floor,
                                                    const AccountConfig& config,
                                                    const core::Conversation& conversation,
                                                    core::AgentId agent) {
  protocol::AgentConversation view{};
  view.conversation = conversation.id.value;
  view.state = state_view(conversation.state);
  view.queue = conversation.queue.value;
  view.agent = owner_view(conversation, config);
  view.held = conversation.held;
  view.visitor = visitor_view(floor, config, conversation.visitor);
  view.opened_at = conversation.opened_at.ms;
  view.waiting_since = conversation.waiting_since.ms;
  if (conversation.closed_at) view.closed_at = conversation.closed_at->ms;
  view.participants = participant_views(conversation, config);
  view.tags.assign(conversation.tags.begin(), conversation.tags.end());
  view.disposition = conversation.disposition;
  if (conversation.left) view.left = true;
  add_routing(view, floor, config, conversation);
  const bool assigned = conversation.state == core::ConversationState::assigned;
  if (assigned && !core::has_part(conversation, agent)) return view;
  add_words(view, conversation);
  add_rating(view, floor, config, conversation, agent);
  add_offer(view, conversation, config, agent);
  return view;
}

protocol::VisitorView visitor_view(const core::Floor& floor, const AccountConfig& config,
                                   core::VisitorId id) {
  static const core::Attributes none;
  protocol::VisitorView view{};
  view.visitor = id.value;
  view.attributes = &none;
  const core::Visitor* visitor = core::find(floor, id);
  if (!visitor) return view;
  view.name = borrow(core::shown_name(floor, *visitor));
  view.email = borrow(core::shown_email(floor, *visitor));
  view.phone = borrow(core::shown_phone(floor, *visitor));
  view.attributes = &visitor->attributes;
  if (const core::Identity& identity = visitor->identity; identity.verified()) {
    const core::Vouched& by = identity.vouched;
    view.identity = protocol::Identity{identity.external_id, by.name, by.email, by.phone};
  }
  view.online = visitor->connected;
  if (visitor->visit) view.visit = visit_view(*visitor->visit, config);
  if (visitor->visits > 0) view.visits = visitor->visits;
  if (visitor->first_at && visitor->first_source) {
    view.first_touch =
        protocol::FirstTouch{visitor->first_at->ms, source_view(*visitor->first_source)};
  }
  return view;
}

protocol::Standing standing_view(const core::Floor& floor, const core::Visitor& visitor) {
  using protocol::Standing;
  if (visitor.identity.vouched.name) return Standing::verified;
  if (visitor.identity.verified()) return Standing::id_verified;
  const auto& name = core::shown_name(floor, visitor);
  return name && !name->empty() ? Standing::unverified : Standing::anonymous;
}

std::vector<protocol::FormField> form_view(const core::Form& asked) {
  std::vector<protocol::FormField> fields;
  for (const core::FormField& field : asked) {
    protocol::FormField& view = fields.emplace_back();
    view.kind = kind_view(field.kind);
    if (!field.name.empty()) view.name = field.name;
    if (!field.label.empty()) view.label = field.label;
    view.required = field.required;
    view.options.assign(field.options.begin(), field.options.end());
  }
  return fields;
}

protocol::AgentView agent_view(const core::Agent& agent) {
  protocol::AgentView view{};
  view.agent = agent.setting.id.value;
  view.name = agent.setting.name;
  switch (agent.setting.role) {
    case core::Role::agent:
      view.role = protocol::Role::agent;
      break;
    case core::Role::supervisor:
      view.role = protocol::Role::supervisor;
      break;
    case core::Role::admin:
      view.role = protocol::Role::admin;
      break;
  }
  view.status = status_view(agent.status);
  view.capacity = agent.setting.capacity;
  view.load = agent.load;
  return view;
}

}  // namespace usher::app
