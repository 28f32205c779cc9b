#include "simulation/bug.hpp"

#include "core/derived.hpp"
#include "core/evolve.hpp"
#include "core/limits.hpp"
#include "simulation/expect.hpp"

namespace usher::simulation {
namespace {

namespace event = core::event;
using core::Event;
using core::Floor;
using Events = std::vector<Event>;

// Joining without a right, a note as a message.
core::Outcome forced_together(Bug bug, const Floor& floor, const core::Command& command,
                              core::Outcome outcome) {
  const auto* refusal = std::get_if<core::Rejection>(&outcome);
  const auto* join = std::get_if<core::command::Join>(&command);
  const bool denied = refusal != nullptr && *refusal == core::Rejection::not_permitted;
  core::Decision decision;
  if (bug == Bug::speaker_without_right && join != nullptr && denied) {
    const core::Conversation& c = floor.conversations.at(join->conversation);
    if (find(c, join->agent) != nullptr || c.agent == join->agent) return outcome;
    const bool speaks = join->mode == core::ParticipantMode::speak;
    decision.events.emplace_back(
        event::ParticipantJoined{c.id, speaks ? c.last_seq + 1 : 0, join->agent, join->mode, {}});
    return decision;
  }
  const auto* note = std::get_if<core::command::WriteNote>(&command);
  const auto* written = std::get_if<core::Decision>(&outcome);
  const bool is_new = written != nullptr && !written->events.empty();
  if (bug != Bug::note_seen_by_visitor || note == nullptr || !is_new) return outcome;
  const core::Conversation& c = floor.conversations.at(note->conversation);
  decision.events.emplace_back(event::MessagePosted{c.id, c.last_seq + 1, author_of(note->agent),
                                                    note->client_id, note->text});
  return decision;
}

// A page that is known, opened again.
core::Outcome told_twice(Bug bug, const Floor& floor, const core::Command& command,
                         core::Outcome outcome) {
  const auto* page = std::get_if<core::command::ViewPage>(&command);
  const auto* decision = std::get_if<core::Decision>(&outcome);
  if (bug != Bug::page_told_twice || page == nullptr || !decision->events.empty()) return outcome;
  core::Decision again;
  again.events.emplace_back(event::PageViewed{page->visitor,
                                              find(floor, page->visitor)->visit->id,
                                              page->url,
                                              page->title,
                                              page->view,
                                              {}});
  return again;
}

// What decide() refused, done all the same.
core::Outcome forced(Bug bug, const Floor& floor, const core::Command& command, core::Time now,
                     core::Outcome outcome) {
  const auto* refusal = std::get_if<core::Rejection>(&outcome);
  const auto* hold = std::get_if<core::command::Hold>(&command);
  const bool full = refusal != nullptr && *refusal == core::Rejection::over_capacity;
  if (bug == Bug::retrieved_too_much && hold != nullptr && full && !hold->held) {
    core::Decision retrieved;
    retrieved.events.emplace_back(event::HoldChanged{hold->conversation, hold->agent, false});
    return retrieved;
  }
  const auto* told = std::get_if<core::command::Identify>(&command);
  if (bug == Bug::becomes_another && told != nullptr && refusal != nullptr) {
    core::Decision verified;
    verified.events.emplace_back(
        event::VisitorVerified{told->visitor, told->proven->external_id, told->proven->vouched});
    return verified;
  }
  const auto* ask = std::get_if<core::command::Ask>(&command);
  const bool unasked = refusal != nullptr && *refusal == core::Rejection::form_required;
  if (bug == Bug::form_skipped && ask != nullptr && unasked) {
    core::command::Ask opening = *ask;
    opening.may_open = true;
    return decide(floor, opening, now, true);
  }
  const auto* post = std::get_if<core::command::Post>(&command);
  if (post == nullptr) return outcome;
  const core::Conversation* c = find(floor, post->conversation);
  if (c == nullptr) return outcome;
  const auto author = author_of(post->agent);
  const auto* decision = std::get_if<core::Decision>(&outcome);
  const bool repeated = decision != nullptr && decision->events.empty() && decision->receipt;
  const bool closed = refusal != nullptr && *refusal == core::Rejection::conversation_closed;
  if ((bug == Bug::double_message && repeated) || (bug == Bug::closed_changes && closed)) {
    const core::Seq seq = c->last_seq + 1;
    core::Decision again;
    again.events.emplace_back(
        event::MessagePosted{c->id, seq, author, post->client_id, post->text});
    again.receipt = core::Decision::Accepted{c->id, seq, now};
    return again;
  }
  const bool conflict = refusal != nullptr && *refusal == core::Rejection::id_conflict;
  if (bug == Bug::conflict_ignored && conflict) {
    const core::Receipt* receipt = c->receipts.find(author, post->client_id);
    core::Decision ack;
    ack.receipt = core::Decision::Accepted{c->id, receipt->seq, receipt->at};
    return ack;
  }
  return outcome;
}

// Changes events before they happen.
void bend(Bug bug, const Floor& floor, Events& events) {
  if (events.empty()) return;
  switch (bug) {
    case Bug::double_assignment:
      if (const auto* e = std::get_if<event::Assigned>(&events.back())) {
        for (const auto& [id, agent] : floor.agents) {
          if (id == e->agent || !agent.connected) continue;
          events.emplace_back(event::Assigned{e->conversation, e->seq + 1, id, {}});
          return;
        }
      }
      return;
    case Bug::seq_gap:
      if (auto* e = std::get_if<event::MessagePosted>(&events.back())) {
        if (e->seq % 7 == 0) ++e->seq;
      }
      return;
    case Bug::grace_without_end:
      if (std::holds_alternative<event::AgentLost>(events.front())) events.resize(1);
      return;
    case Bug::skipped_in_line:
      if (auto* e = std::get_if<event::Offered>(&events.back())) {
        for (const auto& [id, c] : floor.conversations) {
          const bool next = c.state == core::ConversationState::waiting && !c.offer &&
                            c.queue == find(floor, e->conversation)->queue;
          if (next && id > e->conversation) e->conversation = id;
        }
      }
      return;
    case Bug::busiest_first:
      if (auto* e = std::get_if<event::Offered>(&events.back())) {
        const core::QueueId queue = find(floor, e->conversation)->queue;
        for (const auto& [skills, ready] : find(floor, queue)->ready) {
          if (!e->from) e->agent = ready.rbegin()->agent;
        }
      }
      return;
    case Bug::participant_stays:
      if (!std::holds_alternative<event::AgentLost>(events.front())) return;
      std::erase_if(
          events, [](const Event& e) { return std::holds_alternative<event::ParticipantLeft>(e); });
      return;
    case Bug::dwell_goes_back:
      if (auto* e = std::get_if<event::DwellTicked>(&events.back())) e->dwell.visible_ms /= 2;
      return;
    case Bug::dwell_not_kept:
      if (!std::holds_alternative<event::VisitEnded>(events.back())) return;
      std::erase_if(events,
                    [](const Event& e) { return std::holds_alternative<event::PageDwelled>(e); });
      return;
    case Bug::rated_another:
      if (auto* e = std::get_if<event::Rated>(&events.back())) {
        for (const auto& [id, agent] : floor.agents) {
          if (id != e->agent) e->agent = id;
        }
      }
      return;
    case Bug::word_overheard:
      std::erase_if(events,
                    [](const Event& e) { return std::holds_alternative<event::WordFound>(e); });
      return;
    case Bug::file_left_out:
      for (Event& e : events) {
        if (auto* message = std::get_if<event::MessagePosted>(&e)) message->file.reset();
      }
      return;
    default:  // changes something else
      return;
  }
}

void forget_deadlines(Floor& floor, Floor::Due due) {
  std::erase_if(floor.deadlines, [due](const Floor::Deadline& d) { return d.due == due; });
}

void meddle_with_routing(Bug bug, Floor& floor, const Event& e) {
  const auto* opened = std::get_if<event::ConversationOpened>(&e);
  if (opened && bug == Bug::any_agent_will_do) {
    core::Conversation& c = floor.conversations.at(opened->conversation);
    core::derived::change(floor, c, [&c] { c.skills.clear(); });
  }
  const auto* changed = std::get_if<event::PriorityChanged>(&e);
  if (changed && bug == Bug::priority_ignored) {
    core::Conversation& c = floor.conversations.at(changed->conversation);
    core::derived::change(floor, c, [&c] { c.priority = 0; });
  }
  const auto* closed = std::get_if<event::Closed>(&e);
  if (closed && bug == Bug::wrap_up_is_free) {
    const auto agent = floor.agents.find(find(floor, closed->conversation)->agent);
    if (agent == floor.agents.end()) return;
    core::derived::change(floor, agent->second, [&] {
      core::derived::end_wrap_up(floor, agent->second, closed->conversation);
    });
  }
  const auto* moved = std::get_if<event::Requeued>(&e);
  if (moved && bug == Bug::runs_in_a_circle) {
    core::Conversation& c = floor.conversations.at(moved->conversation);
    core::derived::change(floor, c, [&c] { c.moved_from.clear(); });
  }
}

void meddle_with_weights(Bug bug, Floor& floor, const Event& e, core::Time now) {
  const auto* configured = std::get_if<event::QueueConfigured>(&e);
  if (configured && bug == Bug::weight_ignored) {
    event::QueueConfigured light = *configured;
    light.setting.policy.weight = 1;
    core::evolving::apply(floor, light, now);
  }
  const auto* offered = std::get_if<event::Offered>(&e);
  if (offered && bug == Bug::offers_are_light) {
    core::Agent& agent = floor.agents.at(offered->agent);
    const core::Conversation& c = floor.conversations.at(offered->conversation);
    const std::size_t places = core::derived::places_taken(floor, agent, c);
    core::derived::change(floor, agent, [&] { agent.load -= places - 1; });
  }
}

bool given_by_force(const Floor& floor, const Event& e) {
  const auto* given = std::get_if<event::Transferred>(&e);
  return given != nullptr && !floor.acts.empty() &&
         floor.acts.back().kind == core::ActKind::take_over &&
         floor.acts.back().conversation == given->conversation;
}

void meddle_with_opinions(Bug bug, Floor& floor, const Event& e, core::Time now) {
  if (bug == Bug::rated_twice && std::holds_alternative<event::Rated>(e)) {
    floor.today.ratings.clear();
  }
  const auto* seen = std::get_if<event::AlarmAcknowledged>(&e);
  if (bug == Bug::alarm_for_ever && seen != nullptr) {
    floor.alarms.push_back({seen->alarm, now, core::AlarmKind::word, seen->conversation});
  }
  const auto* answered = std::get_if<event::InvitationAnswered>(&e);
  if (bug == Bug::refusal_forgotten && answered != nullptr) {
    floor.visitors.at(answered->visitor).invited.refused_at.reset();
  }
  if (bug == Bug::invited_for_ever) forget_deadlines(floor, Floor::Due::invitation);
}

// Changes the floor behind its back.
void meddle(Bug bug, Floor& floor, const Event& e, core::Time now) {
  if (const auto* requeued = std::get_if<event::Requeued>(&e); requeued && bug == Bug::lost_place) {
    core::Conversation& c = floor.conversations.at(requeued->conversation);
    core::derived::change(floor, c, [&] {
      c.wait.newcomer = true;
      c.waiting_since = now;
    });
  }
  if (bug == Bug::stale_lease) forget_deadlines(floor, Floor::Due::lease);
  if (bug == Bug::forgotten_deadline) forget_deadlines(floor, Floor::Due::offer);
  if (const auto* ended = std::get_if<event::OfferEnded>(&e)) {
    core::Conversation& offered = floor.conversations.at(ended->conversation);
    if (bug == Bug::transfer_to_nobody && ended->end == core::OfferEnd::timed_out &&
        offered.state == core::ConversationState::assigned) {
      floor.agents.at(offered.agent).conversations.erase(offered.id);
    }
    if (ended->end != core::OfferEnd::declined) return;
    if (bug == Bug::stuck_after_decline) floor.unsettled.clear();
    if (bug == Bug::straight_back) {
      core::Conversation& c = floor.conversations.at(ended->conversation);
      c.passed_over.clear();
      c.last_passed = {};
    }
  }
  if (bug == Bug::silent_for_ever) forget_deadlines(floor, Floor::Due::silence);
  if (bug == Bug::kept_for_ever) forget_deadlines(floor, Floor::Due::step);
  meddle_with_routing(bug, floor, e);
  meddle_with_weights(bug, floor, e, now);
  meddle_with_opinions(bug, floor, e, now);
  if (const auto* hold = std::get_if<event::HoldChanged>(&e)) {
    if (bug != Bug::hold_keeps_room || !hold->held) return;
    core::Agent& agent = floor.agents.at(hold->agent);
    core::derived::change(floor, agent, [&] { ++agent.load; });
  }
  if (const auto* given = std::get_if<event::Transferred>(&e); given && bug == Bug::transfer_kept) {
    floor.agents.at(given->from).conversations.insert(given->conversation);
  }
  const auto* left = std::get_if<event::MessageLeft>(&e);
  if (left != nullptr && bug == Bug::left_forgotten) {
    core::Conversation& c = floor.conversations.at(left->conversation);
    core::derived::change(floor, c, [&c] { c.left = false; });
  }
  const auto* assigned = std::get_if<event::Assigned>(&e);
  if (assigned != nullptr && bug == Bug::answered_twice) {
    const core::Conversation& c = floor.conversations.at(assigned->conversation);
    if (!c.wait.newcomer) ++floor.today.queues[c.queue].answered;
  }
  const auto* dropped = std::get_if<event::AgentDropped>(&e);
  if (dropped != nullptr && bug == Bug::online_forgotten) {
    floor.today.agents[dropped->agent].online_ms = 0;
  }
  if (given_by_force(floor, e) && bug == Bug::takeover_kept) {
    const auto& taken = std::get<event::Transferred>(e);
    floor.agents.at(taken.from).conversations.insert(taken.conversation);
  }
  const auto* hours = std::get_if<event::QueueHoursChanged>(&e);
  if (hours && bug == Bug::hours_forgotten) floor.queues.at(hours->queue).open = true;
  if (const auto* configured = std::get_if<event::AgentConfigured>(&e)) {
    if (bug != Bug::over_capacity) return;
    core::Agent& agent = floor.agents.at(configured->setting.id);
    if (!agent.connected) ++agent.setting.capacity;
  }
}

void happen(Bug bug, Floor& floor, Events& events, core::Time now) {
  bend(bug, floor, events);
  for (const Event& e : events) {
    evolve(floor, e, now);
    meddle(bug, floor, e, now);
  }
}

}  // namespace

core::Outcome buggy_step(Bug bug, core::Floor& floor, const core::Command& command, core::Time now,
                         bool journal_was_asked) {
  core::Outcome outcome =
      forced(bug, floor, command, now, decide(floor, command, now, journal_was_asked));
  outcome = forced_together(bug, floor, command, std::move(outcome));
  outcome = told_twice(bug, floor, command, std::move(outcome));
  auto* decision = std::get_if<core::Decision>(&outcome);
  if (decision == nullptr) return outcome;
  happen(bug, floor, decision->events, now);
  for (int round = 0;; ++round) {
    Events more = settle(floor, now);
    if (more.empty()) break;
    if (round == 10'000) throw Broken("comes_to_rest", "settling never ends");
    happen(bug, floor, more, now);
    decision->events.insert(decision->events.end(), more.begin(), more.end());
  }
  floor.unsettled.clear();
  floor.now = now;
  while (!floor.deadlines.empty() && floor.deadlines.begin()->at <= now) {
    floor.deadlines.erase(floor.deadlines.begin());
  }
  return outcome;
}

}  // namespace usher::simulation
