#include "simulation/house.hpp"

#include <algorithm>

#include "core/codec.hpp"
#include "core/invariants.hpp"
#include "simulation/expect.hpp"

namespace usher::simulation {
namespace {

namespace command = core::command;

struct Said {
  core::Author author;
  const std::string* client_id = nullptr;
  Auditor::Body body;
};

std::optional<Said> said(const core::Command& command) {
  if (const auto* ask = std::get_if<command::Ask>(&command)) {
    return Said{author_of(ask->visitor), &ask->client_id, {ask->text, ask->file}};
  }
  if (const auto* post = std::get_if<command::Post>(&command)) {
    return Said{author_of(post->agent), &post->client_id, {post->text, post->file}};
  }
  return std::nullopt;
}

// What two floors of the same events agree on: not who is connected, nor what is looked at next.
core::Floor durable_part(core::Floor floor) {
  floor.now = {};
  floor.unsettled.clear();
  std::erase_if(floor.deadlines, [](const core::Floor::Deadline& deadline) {
    return deadline.due == core::Floor::Due::lease || deadline.due == core::Floor::Due::linger ||
           deadline.due == core::Floor::Due::retry;
  });
  for (auto& [id, agent] : floor.agents) agent.lease_until = {};
  for (auto& [id, c] : floor.conversations) {
    for (auto& [kind, marks] : c.marks) marks.delivered = marks.read;
  }
  for (auto& [id, visitor] : floor.visitors) {
    visitor.connected = false;
    visitor.linger_until.reset();
    if (!visitor.visit) continue;
    for (core::Page& page : visitor.visit->trail) page.dwell = page.kept;
  }
  std::erase_if(floor.visitors, [](const auto& entry) {
    core::Visitor nobody;
    nobody.id = entry.first;
    return entry.second == nobody;
  });
  return floor;
}

}  // namespace

void House::run(const Action& action) {
  sleep(action.wait_ms, action.fault == Fault::late_wake);
  remember_connections(action.command);
  apply(action.command, action.fault == Fault::commit_fails);
  if (action.fault == Fault::snapshot) snapshot_ = core::encode_snapshot(floor_);
  if (action.fault == Fault::restart) {
    visitors_.clear();
    agents_.clear();
    rebuild();
  }
}

void House::sleep(std::int64_t wait_ms, bool late) {
  const core::Time until = now_ + wait_ms;
  for (int wakes = 0; !late; ++wakes) {
    const std::optional<core::Time> deadline = core::next_deadline(floor_);
    if (!deadline || *deadline > until) break;
    if (wakes == 10'000) throw Broken("comes_to_rest", "deadlines never end");
    if (*deadline <= now_ && wakes > 0) throw Broken("deadline_kept", "a deadline stays due");
    now_ = std::max(now_, *deadline);
    apply(command::Tick{});
  }
  now_ = until;
  if (late) apply(command::Tick{});
}

core::Outcome House::step(const core::Command& command, bool journal_was_asked) {
  if (bug_ == Bug::none) return core::step(floor_, command, now_, journal_was_asked);
  return buggy_step(bug_, floor_, command, now_, journal_was_asked);
}

void House::apply(const core::Command& command, bool commit_fails) {
  core::Outcome outcome = step(command, false);
  const auto* refusal = std::get_if<core::Rejection>(&outcome);
  if (refusal != nullptr && *refusal == core::Rejection::receipt_unknown) {
    if (const auto found = find_message(command)) {
      outcome = core::Decision{{}, found};
    } else {
      outcome = step(command, true);
    }
  }
  const auto* decision = std::get_if<core::Decision>(&outcome);
  if (decision == nullptr) return;
  if (!commit(decision->events, commit_fails)) {
    if (bug_ == Bug::ack_before_commit) tell(command, outcome);
    rebuild();
    return;
  }
  auditor_.committed(command, decision->events, now_);
  tell(command, outcome);
  check_floor();
}

bool House::commit(const std::vector<core::Event>& events, bool fails) {
  std::vector<core::Recorded> rows;
  core::Position position = journal_.empty() ? 0 : journal_.back().position;
  for (const core::Event& event : events) {
    if (!core::is_durable(event)) continue;
    const bool lost = bug_ == Bug::lost_acknowledged && core::key_of(event).seq % 5 == 4;
    if (!lost) rows.push_back({++position, now_, event});
  }
  if (fails && !rows.empty()) return false;
  journal_.insert(journal_.end(), rows.begin(), rows.end());
  return true;
}

void House::tell(const core::Command& command, const core::Outcome& outcome) {
  const auto& receipt = std::get<core::Decision>(outcome).receipt;
  const std::optional<Said> message = said(command);
  if (!receipt || !message) return;
  auditor_.acknowledged(receipt->conversation, message->author, *message->client_id, message->body,
                        receipt->seq);
}

std::optional<core::Decision::Accepted> House::find_message(const core::Command& command) const {
  const std::optional<Said> wanted = said(command);
  core::ConversationId conversation;
  if (const auto* post = std::get_if<command::Post>(&command)) conversation = post->conversation;
  if (const auto* ask = std::get_if<command::Ask>(&command)) {
    conversation = core::find(floor_, ask->visitor)->conversation;
  }
  for (const core::Recorded& row : journal_) {
    const auto* e = std::get_if<core::event::MessagePosted>(&row.event);
    if (e == nullptr || e->conversation != conversation || e->author != wanted->author) continue;
    if (e->client_id == *wanted->client_id && Auditor::Body{e->text, e->file} == wanted->body) {
      return core::Decision::Accepted{conversation, e->seq, row.at};
    }
  }
  return std::nullopt;
}

void House::check_floor() const {
  auditor_.compare(floor_);
  for (const auto& [id, c] : floor_.conversations) {
    if (c.state != core::ConversationState::waiting) continue;
    std::size_t position = core::position_of(floor_.queues.at(c.queue), c);
    if (bug_ == Bug::position_off_by_one && position > 1) --position;
    auditor_.told(id, position);
  }
  for (const core::Violation& violation : core::violations(floor_)) {
    throw Broken(violation.law, violation.detail + " (violations)");
  }
}

void House::remember_connections(const core::Command& command) {
  if (const auto* c = std::get_if<command::VisitorConnect>(&command)) visitors_.insert(c->visitor);
  if (const auto* c = std::get_if<command::VisitorDisconnect>(&command))
    visitors_.erase(c->visitor);
  if (const auto* c = std::get_if<command::AgentConnect>(&command)) agents_.insert(c->agent);
  if (const auto* c = std::get_if<command::AgentDisconnect>(&command)) agents_.erase(c->agent);
}

core::Floor House::from_events(const core::Floor& base) const {
  core::Floor floor = base;
  std::string body;
  for (const core::Recorded& row : journal_) {
    if (row.position <= base.position) continue;
    const bool last = row.position == journal_.back().position;
    if (bug_ == Bug::lost_in_rebuild && last) continue;
    body.clear();
    core::encode_body(row.event, body);
    const auto event = core::decode_event(core::name_of(row.event), body);
    if (!event) throw Broken("readable_journal", body);
    core::evolve(floor, *event, row.at);
  }
  return floor;
}

void House::rebuild() {
  core::Floor floor = from_events({});
  if (!snapshot_.empty()) {
    const std::optional<core::Floor> base = core::decode_snapshot(snapshot_);
    if (!base) throw Broken("readable_snapshot", snapshot_);
    const core::Floor quick = from_events(*base);
    if (durable_part(quick) != durable_part(floor)) {
      throw Broken("snapshot_law", "a snapshot and its tail give another floor than all events");
    }
  }
  floor_ = std::move(floor);
  auditor_.forgotten();
  auditor_.compare(floor_);
  apply(command::Recover{});
  for (const core::VisitorId id : visitors_) apply(command::VisitorConnect{id, core::SiteId{1}});
  for (const core::AgentId id : agents_) apply(command::AgentConnect{id});
}

}  // namespace usher::simulation
