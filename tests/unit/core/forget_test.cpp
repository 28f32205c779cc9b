// What a floor forgets it holds nothing of, whatever its visitor was doing; and where in a journal
// somebody left traces.

#include "core/codec.hpp"
#include "core/traces.hpp"
#include "unit/core/scene.hpp"

namespace usher::test {
namespace {

using core::Erasure;

command::Forget forget(core::VisitorId visitor) { return {{{visitor}, {}, {}}}; }

void visits(Scene& s, core::VisitorId visitor) {
  s.does(command::VisitorConnect{visitor, site});
  s.does(command::ViewPage{
      visitor, site, {visitor.value + 400}, "https://x.example/zebra", "Z", "", "view"});
}

// Nothing of what a fresh start would read tells of her.
void check_nothing_of_vera(const Scene& s) {
  const std::string snapshot = core::encode_snapshot(s.floor);
  CHECK(snapshot.find("zebra") == std::string::npos);
  CHECK_FALSE(s.floor.past_visits.all().contains(vera));
  for (const auto& [id, conversation] : s.floor.conversations) CHECK(conversation.visitor != vera);
  CHECK_FALSE(core::find(s.floor, vera));
}

core::Traces traces_of(const Scene& s, const Erasure& what) {
  core::Traces traces(what);
  for (const core::Recorded& row : s.journal) traces.read(row);
  return traces;
}

}  // namespace

TEST_CASE("a visitor is forgotten while she waits, rings or is served") {
  for (const bool rings : {true, false}) {
    for (const bool staffed : {true, false}) {
      Scene s(rings);
      if (staffed) s.comes(ann);
      visits(s, vera);
      command::Identify told{vera, "zebra", {}, {}, {{"plan", "zebra"}}};
      s.does(told);
      const auto id = s.asks(vera, "zebra");
      s.does(forget(vera));
      check_nothing_of_vera(s);
      CHECK_FALSE(core::find(s.floor, id));
      CHECK(s.of(ann).load == 0);
      const auto next = s.asks(willy);  // the place is free again
      if (staffed) CHECK((s.rings_at(next, ann) || s.owned_by(next, ann)));
    }
  }
}

TEST_CASE("what was left to wrap up is over with it") {
  Scene s(false);
  s.setting.queues[0].policy.wrap_up_ms = 60'000;
  s.does(s.setting);
  s.comes(ann);
  const auto open = s.asks(vera, "zebra");
  CHECK(s.owned_by(open, ann));
  s.does(forget(vera));
  CHECK(s.of(ann).wrap_ups.empty());
  const auto closed = s.asks(vera, "zebra");
  s.does(command::Close{core::author_of(ann), closed});
  CHECK(s.of(ann).wrap_ups.size() == 1);
  s.does(forget(vera));
  CHECK(s.of(ann).wrap_ups.empty());
  check_nothing_of_vera(s);
}

TEST_CASE("who was there long ago is forgotten, and others stay") {
  Scene s;
  for (const auto visitor : {vera, willy}) {
    visits(s, visitor);
    s.does(command::VisitorDisconnect{visitor});
  }
  s.pass(limits::visit_linger_ms);
  CHECK(s.floor.past_visits.all().size() == 2);
  s.does(forget(vera));
  CHECK(s.floor.past_visits.all().size() == 1);
  check_nothing_of_vera(s);
  s.does(forget(xenia));  // nobody ever knew her
}

TEST_CASE("an open conversation of somebody who stays is left alone") {
  Scene s;
  const auto open = s.asks(vera);
  const auto closed = s.asks(willy);
  s.does(command::Close{core::author_of(willy), closed});
  const auto decision = s.does(command::Forget{{{}, {open, closed}, {}}});
  CHECK(core::find(s.floor, open));
  CHECK_FALSE(core::find(s.floor, closed));
  CHECK(find_event<event::Forgotten>(decision)->conversations ==
        std::vector<core::ConversationId>{closed});
}

TEST_CASE("all that told of a visitor is found in the journal, and a start without it is sound") {
  Scene s(false);
  s.comes(ann);
  visits(s, vera);
  visits(s, willy);
  s.does(command::Identify{vera, "zebra", {}, {}, {}});
  const auto id = s.asks(vera, "zebra");
  s.does(
      command::Post{ann, id, "p1", "zebra", core::File{std::string(32, 'a'), "zebra", 5, false}});
  s.asks(willy, "stays");
  CHECK_FALSE(traces_of(s, {{vera}, {}, {}}).forgotten());
  s.does(forget(vera));
  const core::Traces traces = traces_of(s, {{vera}, {}, {}});
  CHECK(traces.forgotten());
  CHECK(traces.conversations() == std::vector{id});
  CHECK(traces.files() == std::vector{std::string(32, 'a')});
  core::Floor again;
  std::size_t erased = 0;
  for (core::Recorded row : s.journal) {
    if (std::ranges::count(traces.positions(), row.position) > 0) {
      row.event = event::Erased{};
      ++erased;
    }
    std::string body;
    core::encode_body(row.event, body);
    const bool of_willy = std::holds_alternative<event::PageViewed>(row.event);
    CHECK((body.find("zebra") != std::string::npos) == of_willy);  // he saw that page, too
    core::evolve(again, row.event, row.at);
  }
  CHECK(erased == traces.positions().size());
  CHECK(again.position == s.floor.position);
  core::step(again, command::Recover{}, s.now);  // as every start does
  CHECK(again.conversations.size() == 1);
  CHECK(core::violations(again).empty());
}

TEST_CASE("a file that was sent elsewhere, too, is not only theirs") {
  Scene s(false, 2);
  s.comes(ann);
  const core::File file{std::string(32, 'a'), "price.pdf", 5, false};
  for (const auto visitor : {vera, willy}) {
    const auto id = s.asks(visitor);
    s.does(command::Post{ann, id, "p" + std::to_string(visitor.value), "price.pdf", file});
  }
  CHECK(traces_of(s, {{vera}, {}, {}}).files().empty());
  CHECK(traces_of(s, {{vera, willy}, {}, {}}).files().size() == 1);
}

}  // namespace usher::test
