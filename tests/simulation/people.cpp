#include "simulation/people.hpp"

#include <algorithm>

#include "core/derived.hpp"
#include "core/limits.hpp"

namespace usher::simulation {
namespace {

namespace command = core::command;

// Any element of an ordered container.
template <class Container>
auto any_of(const Container& container, test::Random& random) {
  return std::next(container.begin(), static_cast<std::ptrdiff_t>(random.below(container.size())));
}

// Another message under the same id.
template <class Message>
void change(Message& message) {
  if (message.file) {
    message.file->key += "!";
  } else {
    message.text += "!";
  }
}

}  // namespace

People::People(std::uint64_t seed)
    : random_(seed),
      visitors_(random_.below(8) + 2),
      agents_(random_.below(4) + 1),
      queues_(random_.below(3) + 1),
      haste_(random_.below(3)),
      trouble_(random_.below(3)),
      calm_(random_.one_in(3)),
      fancy_(!random_.one_in(4)) {
  const std::array<Make, 42> all = {&People::configure,
                                    &People::visitor_connects,
                                    &People::visitor_leaves,
                                    &People::views_page,
                                    &People::identifies,
                                    &People::asks,
                                    &People::posts,
                                    &People::repeats,
                                    &People::marks,
                                    &People::agent_connects,
                                    &People::agent_leaves,
                                    &People::heartbeat,
                                    &People::sets_status,
                                    &People::accepts,
                                    &People::picks,
                                    &People::declines,
                                    &People::transfers,
                                    &People::withdraws,
                                    &People::holds,
                                    &People::closes,
                                    &People::reopens,
                                    &People::joins,
                                    &People::leaves,
                                    &People::invites,
                                    &People::takes_over,
                                    &People::gives,
                                    &People::sets_status_of,
                                    &People::writes_note,
                                    &People::tags,
                                    &People::disposes,
                                    &People::prioritises,
                                    &People::finishes,
                                    &People::changes_hours,
                                    &People::leaves_message,
                                    &People::dwells,
                                    &People::rates,
                                    &People::skips_rating,
                                    &People::acknowledges,
                                    &People::forgets,
                                    &People::invites_visitor,
                                    &People::answers_invitation,
                                    &People::edits_person};
  constexpr std::array<std::uint64_t, 5> weights = {0, 1, 4, 10, 20};
  for (const Make make : all) {
    std::uint64_t weight = weights[random_.below(weights.size())];
    if (make == &People::configure || make == &People::forgets) weight = random_.below(2);
    if (make == &People::asks || make == &People::agent_connects) weight += 5;
    if (make == &People::sets_status) weight += 3;
    if (calm_ && make == &People::agent_leaves) weight = 0;
    if (calm_ && make == &People::heartbeat) weight = 60;
    habits_.push_back({make, weight});
    habits_total_ += weight;
  }
}

Action People::first() { return {0, setting(), Fault::none}; }

std::int64_t People::wait() {
  if (calm_ && !random_.one_in(100)) return random_.between(0, 1'000);
  switch (random_.below(12)) {
    case 0:
      return random_.between(1'000, 40'000) * static_cast<std::int64_t>(haste_ + 1);
    case 1:
      return random_.one_in(10) ? random_.between(1, 10) * limits::minute_ms : 0;
    case 2:
      return random_.one_in(200) ? limits::closed_keep_ms + limits::hour_ms : 0;
    case 3:
      return 0;
    default:
      return random_.between(0, 2'000);
  }
}

Action People::next(const House& house) {
  Action action;
  action.wait_ms = wait();
  if (random_.one_in(30)) action.fault = Fault::snapshot;
  if (random_.one_in(15)) action.fault = Fault::late_wake;
  if (trouble_ > 0 && random_.one_in(40 / trouble_)) action.fault = Fault::commit_fails;
  if (trouble_ > 0 && random_.one_in(150 / trouble_)) action.fault = Fault::restart;
  std::uint64_t choice = random_.below(habits_total_);
  for (const Habit& habit : habits_) {
    if (choice < habit.weight) {
      action.command = (this->*habit.make)(house.floor());
      break;
    }
    choice -= habit.weight;
  }
  return action;
}

core::ConversationId People::conversation(const core::Floor& floor) {
  if (floor.conversations.empty()) return {1};
  return any_of(floor.conversations, random_)->first;
}

// Mostly somebody who may, sometimes anybody.
core::Author People::author(const core::Floor& floor, core::ConversationId id) {
  const core::Conversation* c = find(floor, id);
  if (c == nullptr || random_.one_in(10)) return author_of(agent());
  if (c->agent && random_.one_in(2)) return author_of(c->agent);
  return author_of(c->visitor);
}

std::string People::text() {
  constexpr std::array texts = {"hello", "\xe4\xbd\xa0\xe5\xa5\xbd", "tab\there", "line\nbreak",
                                "back\\slash"};
  return texts[random_.below(texts.size())] + std::to_string(random_.below(100));
}

core::Command People::configure(const core::Floor&) { return setting(); }
core::Command People::visitor_connects(const core::Floor&) {
  return command::VisitorConnect{visitor(), {1}};
}
core::Command People::visitor_leaves(const core::Floor&) {
  return command::VisitorDisconnect{visitor()};
}
core::Command People::views_page(const core::Floor&) {
  command::ViewPage page{visitor(), {random_.below(2) + 1}, {++minted_}, "https://a", "A", ""};
  if (!random_.one_in(6)) page.view = "p" + std::to_string(minted_ - random_.below(3));
  if (random_.one_in(5)) page.ago_ms = random_.between(1, 2 * limits::hour_ms);
  return page;
}
// Mostly of a page that is there, and mostly what can be.
core::Command People::dwells(const core::Floor& floor) {
  command::ReportDwell report{visitor(), "p" + std::to_string(minted_), {9, 5}, random_.one_in(3)};
  const core::Visitor* looks = find(floor, report.visitor);
  if (!looks || !looks->visit || random_.one_in(10)) return report;
  const core::Page& page = *any_of(looks->visit->trail, random_);
  const std::int64_t age_ms = std::max<std::int64_t>(floor.now - page.at, 0);
  report.view = page.view;
  report.dwell = {random_.between(0, age_ms + age_ms / 4), random_.between(0, age_ms)};
  return report;
}
core::Command People::identifies(const core::Floor&) {
  command::Identify identify{visitor(), {}, {}, {}, {}};
  if (random_.one_in(2)) identify.name = text();
  identify.attributes["plan"] = random_.one_in(3) ? "" : text();
  if (random_.one_in(3)) {
    // Now and then somebody else than before, on the same browser.
    const std::uint64_t person = random_.one_in(8) ? random_.below(3) : identify.visitor.value;
    const bool names = identify.name && random_.one_in(2);
    identify.proven = core::Identity{"person" + std::to_string(person), {names, false, false}};
  }
  return identify;
}

core::Command People::asks(const core::Floor&) {
  command::Ask ask{visitor(), {1}, {}, {++minted_}, fresh_id(), text(), skills(), {}};
  if (random_.one_in(6)) ask.wanted = agent();
  ask.may_open = !random_.one_in(10);
  if (random_.one_in(6)) ask.leave = contact();
  if (random_.one_in(2)) ask.queue = core::QueueId{random_.below(queues_) + 1};
  ask.file = file();
  sent_.emplace_back(ask);
  return ask;
}

core::Contact People::contact() {
  core::Contact contact;
  if (random_.one_in(2)) contact.name = text();
  if (random_.one_in(2)) contact.email = "v" + std::to_string(random_.below(9)) + "@example.com";
  if (random_.one_in(3)) contact.phone = "+86 1380013" + std::to_string(random_.below(9));
  return contact;
}

// Mostly who waits.
core::Command People::leaves_message(const core::Floor& floor) {
  const core::ConversationId any = conversation(floor);
  command::LeaveMessage leave{visitor(), any, contact()};
  for (const auto& [id, c] : floor.conversations) {
    if (c.state != core::ConversationState::waiting || random_.one_in(3)) continue;
    leave.visitor = c.visitor;
    leave.conversation = id;
  }
  return leave;
}

core::Command People::posts(const core::Floor& floor) {
  const core::ConversationId id = conversation(floor);
  const core::Conversation* c = find(floor, id);
  core::AgentId by = c != nullptr && c->agent && !random_.one_in(10) ? c->agent : agent();
  if (c != nullptr && !c->participants.empty() && random_.one_in(2)) {
    by = c->participants.back().agent;
  }
  command::Post post{by, id, fresh_id(), text(), file()};
  sent_.emplace_back(post);
  return post;
}

std::optional<core::File> People::file() {
  if (!random_.one_in(4)) return std::nullopt;
  return core::File{"f" + std::to_string(++minted_), text(), random_.below(9), random_.one_in(2)};
}

// The same message again, or another text or file under its id.
core::Command People::repeats(const core::Floor&) {
  if (sent_.empty()) return command::Tick{};
  const std::size_t newest = std::min<std::size_t>(sent_.size(), 20);
  core::Command again = sent_[sent_.size() - 1 - random_.below(newest)];
  const bool conflict = random_.one_in(4);
  if (auto* ask = std::get_if<command::Ask>(&again)) {
    ask->fresh_conversation = {++minted_};
    if (conflict) change(*ask);
  }
  if (auto* post = std::get_if<command::Post>(&again); post && conflict) change(*post);
  return again;
}

core::Command People::marks(const core::Floor& floor) {
  const core::ConversationId id = conversation(floor);
  return command::Mark{author(floor, id), id, random_.below(12), random_.below(10)};
}
core::Command People::agent_connects(const core::Floor&) { return command::AgentConnect{agent()}; }
core::Command People::agent_leaves(const core::Floor&) { return command::AgentDisconnect{agent()}; }
core::Command People::heartbeat(const core::Floor&) { return command::AgentHeartbeat{agent()}; }

core::Command People::sets_status(const core::Floor&) {
  const bool online = !random_.one_in(3);
  const auto other = random_.one_in(2) ? core::AgentStatus::away : core::AgentStatus::offline;
  return command::SetStatus{agent(), online ? core::AgentStatus::online : other};
}

core::Command People::accepts(const core::Floor& floor) {
  for (const auto& [id, c] : floor.conversations) {
    if (c.offer && !random_.one_in(3)) return command::Accept{c.offer->agent, id};
  }
  return command::Tick{};
}
core::Command People::picks(const core::Floor& floor) {
  return command::Accept{agent(), conversation(floor)};
}
core::Command People::declines(const core::Floor& floor) {
  for (const auto& [id, c] : floor.conversations) {
    if (c.offer && !random_.one_in(3)) return command::Decline{c.offer->agent, id};
  }
  return command::Decline{agent(), conversation(floor)};
}
// Mostly an owner, mostly to somebody with room.
core::Command People::transfers(const core::Floor& floor) {
  const core::ConversationId any = conversation(floor);
  command::Transfer transfer{agent(), any, agent(), text()};
  if (random_.one_in(10)) return transfer;
  for (const auto& [id, c] : floor.conversations) {
    if (c.state != core::ConversationState::assigned || random_.one_in(3)) continue;
    transfer.agent = c.agent;
    transfer.conversation = id;
  }
  if (random_.one_in(4)) {
    transfer.to = core::QueueId{random_.below(queues_) + 1};
    return transfer;
  }
  for (const auto& [id, other] : floor.agents) {
    const bool may = other.connected && other.load < other.setting.capacity;
    if (id != transfer.agent && may) transfer.to = id;
  }
  return transfer;
}
core::Command People::withdraws(const core::Floor& floor) {
  for (const auto& [id, c] : floor.conversations) {
    if (c.offer && c.offer->from && !random_.one_in(3)) return command::Decline{c.offer->from, id};
  }
  return command::Tick{};
}
// Mostly the owner, mostly the other way round than now.
core::Command People::holds(const core::Floor& floor) {
  const core::ConversationId id = conversation(floor);
  const core::Conversation* c = find(floor, id);
  if (c == nullptr || random_.one_in(10)) return command::Hold{agent(), id, random_.one_in(2)};
  return command::Hold{c->agent, id, c->held == random_.one_in(10)};
}
core::Command People::prioritises(const core::Floor& floor) {
  return command::Prioritise{agent(), conversation(floor),
                             static_cast<std::uint32_t>(random_.below(10))};
}
core::Command People::finishes(const core::Floor& floor) {
  for (const auto& [id, a] : floor.agents) {
    if (!a.wrap_ups.empty() && !random_.one_in(3)) {
      return command::FinishWrapUp{id, a.wrap_ups.back().conversation};
    }
  }
  return command::FinishWrapUp{agent(), conversation(floor)};
}
core::Command People::closes(const core::Floor& floor) {
  const core::ConversationId id = conversation(floor);
  return command::Close{author(floor, id), id};
}
core::Command People::reopens(const core::Floor& floor) {
  const core::ConversationId id = conversation(floor);
  return command::Reopen{author(floor, id), id};
}

}  // namespace usher::simulation
