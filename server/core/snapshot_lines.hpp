#pragma once
// What the lines of a snapshot hold, field by field, for its writer and its reader. Further fields
// come at the end of a line: old snapshots are read for ever.

#include <string>

#include "core/floor.hpp"
#include "core/record.hpp"

namespace usher::core::lines {

using record::Is;

void fields(auto& f, Is<Floor> auto& floor) {
  f(floor.account, floor.position, floor.now, floor.offers_made, floor.given, floor.alarms_raised,
    floor.invitations_made);
}
void fields(auto& f, Is<Queue> auto& queue) {
  f(queue.setting.id, queue.rank, queue.setting.rings, queue.setting.ring_ms, queue.setting.name,
    queue.setting.policy, queue.full, queue.pace, queue.open, queue.hours_change_at);
}
void fields(auto& f, Is<Agent> auto& agent) {
  f(agent.setting.id, agent.setting.role, agent.setting.capacity, agent.setting.queues,
    agent.setting.name, agent.status, agent.connected, agent.grace_until, agent.missed_in_row,
    agent.idle_since, agent.load_max, agent.setting.terms, agent.setting.skills, agent.wrap_ups,
    agent.paused_until, agent.last_given);
}
void fields(auto& f, Is<Visitor> auto& visitor) {
  f(visitor.id, visitor.conversation, visitor.name, visitor.email, visitor.phone,
    visitor.attributes, visitor.first_at, visitor.first_source, visitor.visits, visitor.invited,
    visitor.identity.external_id, visitor.identity.vouched.name, visitor.identity.vouched.email,
    visitor.identity.vouched.phone, visitor.invited.by_rule);
}
void fields(auto& f, Is<StaffEdits::Entry> auto& edited) {
  f(edited.first, edited.second.at, edited.second.name, edited.second.email, edited.second.phone);
}
void fields(auto& f, Is<Visit> auto& visit) {
  f(visit.id, visit.site, visit.started_at, visit.pages_seen, visit.referrer, visit.source,
    visit.device, visit.region);
}
void fields(auto& f, Is<Page> auto& page) {
  f(page.at, page.url, page.title, page.view, page.kept.visible_ms, page.kept.active_ms, page.over);
}
void fields(auto& f, Is<Invitation> auto& it) {
  f(it.number, it.at, it.by, it.rule, it.kind, it.queue, it.withheld, it.text, it.answer, it.led);
}
void fields(auto& f, Is<Conversation> auto& c) {
  f(c.id, c.visitor, c.site, c.queue, c.state, c.agent, c.opened_at, c.closed_at, c.wait.newcomer,
    c.waiting_since, c.passed_over, c.last_passed, c.retry_at, c.last_seq, c.last_message_seq,
    c.last_message_at, c.last_message_start, c.marks.find(AuthorKind::visitor)->second.read,
    c.marks.find(AuthorKind::agent)->second.read, c.last_message_by, c.held, c.note_by, c.note,
    c.queued_at, c.priority, c.skills, c.reserved_for, c.reserved_until, c.moved_from, c.promised,
    c.why, c.owned_since, c.reminded, c.left, c.rating, c.rating_answer, c.found);
}
void fields(auto& f, Is<Offer> auto& offer) {
  f(offer.id, offer.agent, offer.deadline, offer.from);
}
void fields(auto& f, Is<Receipt> auto& receipt) {
  f(receipt.author, receipt.client_id, receipt.seq, receipt.at, receipt.message_hash);
}
void fields(auto& f, Is<Participant> auto& participant) {
  f(participant.agent, participant.mode, participant.joined, participant.by);
}
void fields(auto& f, Is<Note> auto& note) {
  f(note.number, note.at, note.author, note.client_id, note.text);
}
void fields(auto& f, Is<Act> auto& act) {
  f(act.kind, act.by, act.conversation, act.agent, act.from, act.queue, act.status, act.at);
}
void fields(auto& f, Is<PastVisits::Entry> auto& past) {
  f(past.first, past.second.at, past.second.visits, past.second.invited,
    past.second.invited.by_rule);
}
void fields(auto& f, Is<std::pair<InvitationRuleId, RuleResults>> auto& it) {
  auto& r = it.second;
  f(it.first, r.shown, r.accepted, r.refused, r.shown_led, r.withheld, r.withheld_led);
}
void fields(auto& f, Is<std::string> auto& text) { f(text); }  // a tag, a disposition

}  // namespace usher::core::lines
