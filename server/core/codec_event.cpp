#include <array>

#include "core/codec.hpp"
#include "core/record.hpp"

namespace usher::core {
namespace {

// In the order of the variant; stored, so never changed.
constexpr std::array<std::string_view, std::variant_size_v<Event>> names = {"queue_configured",
                                                                            "queue_removed",
                                                                            "agent_configured",
                                                                            "agent_removed",
                                                                            "visit_started",
                                                                            "page_viewed",
                                                                            "visit_ended",
                                                                            "visitor_identified",
                                                                            "conversation_opened",
                                                                            "message_posted",
                                                                            "assigned",
                                                                            "requeued",
                                                                            "closed",
                                                                            "reopened",
                                                                            "offered",
                                                                            "offer_ended",
                                                                            "read_marked",
                                                                            "conversation_archived",
                                                                            "agent_status_changed",
                                                                            "agent_connected",
                                                                            "agent_dropped",
                                                                            "agent_lost",
                                                                            "lease_renewed",
                                                                            "delivered_marked",
                                                                            "visitor_connected",
                                                                            "visitor_disconnected",
                                                                            "hold_changed",
                                                                            "transferred",
                                                                            "ladder_stepped",
                                                                            "priority_changed",
                                                                            "wrap_up_ended",
                                                                            "pause_ended",
                                                                            "reminded",
                                                                            "participant_invited",
                                                                            "participant_joined",
                                                                            "participant_left",
                                                                            "supervised",
                                                                            "note_posted",
                                                                            "tag_changed",
                                                                            "disposition_changed",
                                                                            "queue_hours_changed",
                                                                            "message_left",
                                                                            "day_began",
                                                                            "dwell_ticked",
                                                                            "page_dwelled",
                                                                            "rated",
                                                                            "rating_skipped",
                                                                            "words_configured",
                                                                            "word_found",
                                                                            "alarm_acknowledged",
                                                                            "visitor_invited",
                                                                            "invitation_answered",
                                                                            "invitation_led",
                                                                            "visitor_verified",
                                                                            "person_edited",
                                                                            "person_noted",
                                                                            "person_tagged",
                                                                            "people_merged",
                                                                            "people_split",
                                                                            "forgotten",
                                                                            "erased"};

using record::Is;

void fields(auto& f, Is<event::QueueConfigured> auto& e) {
  f(e.setting.id, e.rank, e.setting.rings, e.setting.ring_ms, e.setting.name, e.setting.policy);
}
void fields(auto& f, Is<event::QueueRemoved> auto& e) { f(e.queue, e.heir); }
void fields(auto& f, Is<event::AgentConfigured> auto& e) {
  f(e.setting.id, e.setting.role, e.setting.capacity, e.setting.queues, e.setting.name,
    e.setting.terms, e.setting.skills);
}
void fields(auto& f, Is<event::AgentRemoved> auto& e) { f(e.agent); }
void fields(auto& f, Is<event::VisitStarted> auto& e) {
  f(e.visitor, e.visit, e.site, e.referrer, e.source, e.device, e.region);
}
void fields(auto& f, Is<event::PageViewed> auto& e) {
  f(e.visitor, e.visit, e.url, e.title, e.view, e.opened_at);
}
void fields(auto& f, Is<event::DwellTicked> auto& e) {
  f(e.visitor, e.view, e.dwell.visible_ms, e.dwell.active_ms);
}
void fields(auto& f, Is<event::PageDwelled> auto& e) {
  f(e.visitor, e.visit, e.view, e.dwell.visible_ms, e.dwell.active_ms);
}
void fields(auto& f, Is<event::VisitEnded> auto& e) { f(e.visitor, e.visit); }
void fields(auto& f, Is<event::VisitorIdentified> auto& e) {
  f(e.visitor, e.name, e.email, e.phone, e.attributes);
}
void fields(auto& f, Is<event::ConversationOpened> auto& e) {
  f(e.conversation, e.visitor, e.site, e.queue, e.priority, e.skills, e.reserved_for,
    e.reserved_until);
}
void fields(auto& f, Is<event::MessagePosted> auto& e) {
  f(e.conversation, e.seq, e.author, e.client_id, e.text, e.file);
}
void fields(auto& f, Is<event::Assigned> auto& e) { f(e.conversation, e.seq, e.agent, e.why); }
void fields(auto& f, Is<event::Requeued> auto& e) {
  f(e.conversation, e.seq, e.reason, e.queue, e.note, e.reserved_for, e.reserved_until);
}
void fields(auto& f, Is<event::Closed> auto& e) { f(e.conversation, e.seq, e.by, e.by_silence); }
void fields(auto& f, Is<event::Reopened> auto& e) { f(e.conversation, e.seq, e.by); }
void fields(auto& f, Is<event::Offered> auto& e) {
  f(e.conversation, e.offer, e.agent, e.deadline, e.from, e.note, e.why);
}
void fields(auto& f, Is<event::OfferEnded> auto& e) { f(e.conversation, e.offer, e.agent, e.end); }
void fields(auto& f, Is<event::Transferred> auto& e) { f(e.conversation, e.seq, e.from, e.agent); }
void fields(auto& f, Is<event::HoldChanged> auto& e) { f(e.conversation, e.agent, e.held); }
void fields(auto& f, Is<event::Reminded> auto& e) { f(e.conversation, e.seq, e.whom); }
void fields(auto& f, Is<event::LadderStepped> auto& e) { f(e.conversation, e.step); }
void fields(auto& f, Is<event::PriorityChanged> auto& e) { f(e.conversation, e.priority, e.by); }
void fields(auto& f, Is<event::WrapUpEnded> auto& e) { f(e.conversation, e.agent); }
void fields(auto& f, Is<event::PauseEnded> auto& e) { f(e.agent); }
void fields(auto& f, Is<event::ReadMarked> auto& e) { f(e.conversation, e.author, e.read); }
void fields(auto& f, Is<event::ConversationArchived> auto& e) { f(e.conversation); }
void fields(auto& f, Is<event::AgentStatusChanged> auto& e) { f(e.agent, e.status, e.by_agent); }
void fields(auto& f, Is<event::AgentConnected> auto& e) { f(e.agent); }
void fields(auto& f, Is<event::AgentDropped> auto& e) { f(e.agent, e.grace_until); }
void fields(auto& f, Is<event::AgentLost> auto& e) { f(e.agent); }
void fields(auto& f, Is<event::LeaseRenewed> auto& e) { f(e.agent, e.lease_until); }
void fields(auto& f, Is<event::DeliveredMarked> auto& e) {
  f(e.conversation, e.author, e.delivered);
}
void fields(auto& f, Is<event::VisitorConnected> auto& e) { f(e.visitor, e.site); }
void fields(auto& f, Is<event::VisitorDisconnected> auto& e) { f(e.visitor, e.linger_until); }
void fields(auto& f, Is<event::ParticipantInvited> auto& e) {
  f(e.conversation, e.agent, e.by, e.mode);
}
void fields(auto& f, Is<event::ParticipantJoined> auto& e) {
  f(e.conversation, e.seq, e.agent, e.mode, e.by);
}
void fields(auto& f, Is<event::ParticipantLeft> auto& e) {
  f(e.conversation, e.seq, e.agent, e.by);
}
void fields(auto& f, Is<event::Supervised> auto& e) {
  f(e.act.kind, e.act.by, e.act.conversation, e.act.agent, e.act.from, e.act.queue, e.act.status);
}
void fields(auto& f, Is<event::NotePosted> auto& e) {
  f(e.conversation, e.note.number, e.note.author, e.note.client_id, e.note.text);
}
void fields(auto& f, Is<event::TagChanged> auto& e) { f(e.conversation, e.by, e.tag, e.on); }
void fields(auto& f, Is<event::DispositionChanged> auto& e) { f(e.conversation, e.by, e.text); }

void fields(auto& f, Is<event::QueueHoursChanged> auto& e) { f(e.queue, e.open, e.until); }
void fields(auto& f, Is<event::MessageLeft> auto& e) { f(e.conversation, e.seq); }
void fields(auto& f, Is<event::DayBegan> auto& e) { f(e.day.begins_at, e.day.ends_at); }

void fields(auto& f, Is<event::Rated> auto& e) {
  f(e.conversation, e.visitor, e.agent, e.score, e.reasons, e.comment, e.low);
}
void fields(auto& f, Is<event::RatingSkipped> auto& e) { f(e.conversation, e.visitor); }
void fields(auto& f, Is<event::WordsConfigured> auto& e) { f(e.words); }
void fields(auto& f, Is<event::WordFound> auto& e) { f(e.conversation, e.message, e.by, e.word); }
void fields(auto& f, Is<event::AlarmAcknowledged> auto& e) { f(e.conversation, e.alarm, e.agent); }

void fields(auto& f, Is<event::VisitorInvited> auto& e) {
  f(e.visitor, e.visit, e.invitation, e.by, e.rule, e.kind, e.queue, e.withheld, e.text);
}
void fields(auto& f, Is<event::InvitationAnswered> auto& e) {
  f(e.visitor, e.visit, e.invitation, e.answer);
}
void fields(auto& f, Is<event::InvitationLed> auto& e) { f(e.visitor, e.visit, e.invitation); }
void fields(auto& f, Is<event::VisitorVerified> auto& e) {
  f(e.visitor, e.external_id, e.vouched.name, e.vouched.email, e.vouched.phone);
}
void fields(auto& f, Is<event::PersonEdited> auto& e) { f(e.visitor, e.by, e.key, e.value); }
void fields(auto& f, Is<event::PersonNoted> auto& e) { f(e.visitor, e.by, e.number, e.text); }
void fields(auto& f, Is<event::PersonTagged> auto& e) { f(e.visitor, e.by, e.tag, e.on); }
void fields(auto& f, Is<event::PeopleMerged> auto& e) { f(e.visitor, e.into, e.by); }
void fields(auto& f, Is<event::PeopleSplit> auto& e) { f(e.visitor, e.by); }

void fields(auto& f, Is<event::Forgotten> auto& e) { f(e.visitors, e.conversations, e.visits); }
void fields(auto&, Is<event::Erased> auto&) {}

template <class E>
std::optional<Event> read(std::string_view body) {
  E event;
  record::Reader reader(body);
  fields(reader, event);
  if (!reader.good()) return std::nullopt;
  return Event(std::in_place_type<E>, std::move(event));
}

using Read = std::optional<Event> (*)(std::string_view);

template <std::size_t... I>
constexpr std::array<Read, sizeof...(I)> readers(std::index_sequence<I...>) {
  return {&read<std::variant_alternative_t<I, Event>>...};
}

}  // namespace

std::string_view name_of(const Event& event) { return names[event.index()]; }

void encode_body(const Event& event, std::string& out) {
  record::Writer writer(out);
  std::visit([&](const auto& e) { fields(writer, e); }, event);
}

std::optional<Event> decode_event(std::string_view name, std::string_view body) {
  static constexpr auto read_by_index =
      readers(std::make_index_sequence<std::variant_size_v<Event>>{});
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return read_by_index[i](body);
  }
  return std::nullopt;
}

}  // namespace usher::core
