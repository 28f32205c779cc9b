#include "unit/core/scene.hpp"

namespace usher::test {

using core::AuthorKind;
using core::ConversationState;
using core::Rejection;

TEST_CASE("a visitor's first message opens a conversation, the next ones join it") {
  Scene s;
  const auto c = s.asks(vera, "one");
  CHECK(s.asks(vera, "two") == c);
  CHECK(s.of(c).last_seq == 2);
  CHECK(s.refused(command::Ask{willy, site, core::QueueId{9}, {77}, "x", "y"}) ==
        Rejection::unknown_queue);
}

TEST_CASE("a repeated message gets its receipt again and is not stored twice") {
  Scene s(false);
  s.comes(ann);
  const command::Ask ask{vera, site, {}, {70}, "id-1", "Hello"};
  const auto first = s.does(ask);
  s.pass(5);
  const auto again = s.does(ask);
  CHECK(again.events.empty());
  CHECK(again.receipt->seq == first.receipt->seq);
  CHECK(again.receipt->at == first.receipt->at);
  CHECK(s.refused(command::Ask{vera, site, {}, {71}, "id-1", "Other"}) == Rejection::id_conflict);
  const command::Post post{ann, {70}, "id-1", "Hi"};  // another author may use the same id
  CHECK(s.does(post).receipt->seq == 3);
  CHECK(s.does(post).receipt->seq == 3);
}

TEST_CASE("a repetition is answered even when the conversation was closed meanwhile") {
  Scene s(false);
  s.comes(ann);
  const auto c = s.asks(vera, "Hello", "id-1");
  s.does(command::Close{author_of(vera), c});
  CHECK(s.asks(vera, "Hello", "id-1") == c);
  CHECK(s.asks(vera, "New", "id-2") != c);
}

TEST_CASE("an id older than the receipts is answered by the journal only") {
  Scene s(false);
  const auto c = s.asks(vera, "first", "id-0");
  for (std::size_t i = 1; i <= limits::receipts_max; ++i) {
    const auto id = "id-" + std::to_string(i);
    s.floor.now = s.now;
    core::step(s.floor, command::Ask{vera, site, {}, {99}, id, "text"}, s.now);
  }
  const command::Ask old{vera, site, {}, {99}, "id-0", "first"};
  CHECK(s.refused(old) == Rejection::receipt_unknown);
  const auto fresh = core::decide(s.floor, command::Ask{vera, site, {}, {99}, "new", "x"}, s.now);
  CHECK(std::holds_alternative<core::Decision>(fresh));
  const auto asked = core::decide(s.floor, old, s.now, true);
  CHECK(std::get<core::Decision>(asked).receipt->conversation == c);
}

TEST_CASE("only the assigned agent may write") {
  Scene s(false);
  s.comes(ann);
  const auto c = s.asks(vera);
  CHECK(s.refused(command::Post{bob, c, "1", "x"}) == Rejection::not_assigned);
  CHECK(s.refused(command::Post{ann, {999}, "1", "x"}) == Rejection::unknown_conversation);
  s.does(command::Post{ann, c, "1", "x"});
  s.does(command::Close{author_of(ann), c});
  CHECK(s.refused(command::Post{ann, c, "2", "x"}) == Rejection::conversation_closed);
}

TEST_CASE("closing is for the visitor, the assigned agent and supervisors") {
  Scene s(false);
  s.comes(ann);
  const auto c = s.asks(vera);
  CHECK(s.refused(command::Close{author_of(willy), c}) == Rejection::unknown_conversation);
  CHECK(s.refused(command::Close{author_of(bob), c}) == Rejection::not_assigned);
  s.setting.agents[1].role = core::Role::supervisor;
  s.does(s.setting);
  s.does(command::Close{author_of(bob), c});
  CHECK(s.of(c).state == ConversationState::closed);
  CHECK(s.refused(command::Close{author_of(bob), c}) == Rejection::conversation_closed);
}

TEST_CASE("closing what rings withdraws the offer") {
  Scene s;
  s.comes(ann);
  const auto c = s.asks(vera);
  s.does(command::Close{author_of(vera), c});
  CHECK(s.of(ann).load == 0);
}

TEST_CASE("a reopened conversation is the agent's again, or goes to the front") {
  Scene s(false);
  s.comes(ann);
  const auto c = s.asks(vera);
  CHECK(s.refused(command::Reopen{author_of(vera), c}) == Rejection::conversation_open);
  s.does(command::Close{author_of(ann), c});
  CHECK(s.refused(command::Reopen{author_of(bob), c}) == Rejection::not_assigned);
  s.does(command::Reopen{author_of(ann), c});
  CHECK(s.owned_by(c, ann));
  const auto waiting = s.asks(willy);
  s.does(command::Close{author_of(ann), c});
  CHECK(s.owned_by(waiting, ann));
  CHECK(s.refused(command::Reopen{author_of(ann), c}) == Rejection::over_capacity);
  const auto other = s.asks(xenia);
  s.pass(1);
  s.does(command::Reopen{author_of(vera), c});
  CHECK(s.floor.queues.at(sales).waiting.begin()->conversation == c);
  CHECK(s.of(other).state == ConversationState::waiting);
}

TEST_CASE("marks are clamped, never go back and say nothing when nothing changes") {
  Scene s(false);
  s.comes(ann);
  const auto c = s.asks(vera);  // message and assignment: 2 entries
  s.does(command::Mark{author_of(ann), c, 99, 1});
  CHECK(s.of(c).marks.at(AuthorKind::agent) == core::MarkPair{2, 1});
  CHECK(s.does(command::Mark{author_of(ann), c, 1, 0}).events.empty());
  CHECK(s.refused(command::Mark{author_of(bob), c, 1, 1}) == Rejection::not_assigned);
  CHECK(s.refused(command::Mark{author_of(willy), c, 1, 1}) == Rejection::unknown_conversation);
}

TEST_CASE("a preview says who wrote last") {
  Scene s(false);
  s.comes(ann);
  const auto c = s.asks(vera);
  CHECK(s.of(c).last_message_by == AuthorKind::visitor);
  s.does(command::Post{ann, c, "1", "Hi"});
  CHECK(s.of(c).last_message_by == AuthorKind::agent);
}

TEST_CASE("a preview ends at a character") {
  Scene s;
  std::string text = "a";
  while (text.size() < 300) text += "\xe4\xbd\xa0";
  const auto c = s.asks(vera, text);
  CHECK(s.of(c).last_message_start.size() == 118);
}

TEST_CASE("a visit lingers after its last connection, and a new page goes on with it") {
  Scene s;
  s.does(command::VisitorConnect{vera, site});
  s.does(command::ViewPage{vera, site, {5}, "https://a/", "A", "https://from/"});
  s.does(command::VisitorDisconnect{vera});
  s.pass(limits::visit_linger_ms - 1);
  s.does(command::VisitorConnect{vera, site});
  s.does(command::ViewPage{vera, site, {6}, "https://a/b", "B", ""});
  REQUIRE(core::find(s.floor, vera)->visit);
  CHECK(core::find(s.floor, vera)->visit->id.value == 5);
  CHECK(core::find(s.floor, vera)->visit->trail.size() == 2);
  s.does(command::VisitorDisconnect{vera});
  s.pass(limits::visit_linger_ms);
  CHECK(core::find(s.floor, vera) == nullptr);
}

TEST_CASE("the trail is bounded, the count is not") {
  Scene s;
  s.does(command::VisitorConnect{vera, site});
  for (int i = 0; i < 50; ++i) s.does(command::ViewPage{vera, site, {5}, "u", "t", ""});
  CHECK(core::find(s.floor, vera)->visit->trail.size() == limits::trail_pages_max);
  CHECK(core::find(s.floor, vera)->visit->pages_seen == 50);
}

TEST_CASE("what the site tells of a visitor is kept as it changes") {
  Scene s;
  s.does(command::VisitorConnect{vera, site});
  s.does(command::Identify{vera, "Vera", {}, {}, {{"plan", "gold"}}});
  CHECK(s.does(command::Identify{vera, "Vera", {}, {}, {{"plan", "gold"}}}).events.empty());
  s.does(command::Identify{vera, {}, "v@x", {}, {{"plan", ""}}});
  CHECK(core::find(s.floor, vera)->name == "Vera");
  CHECK(core::find(s.floor, vera)->attributes.empty());
}

TEST_CASE("a closed conversation leaves the floor in time, and its visitor with it") {
  Scene s;
  const auto c = s.asks(vera);
  s.does(command::Close{author_of(vera), c});
  s.pass(limits::closed_keep_ms);
  CHECK(core::find(s.floor, c) == nullptr);
  CHECK(core::find(s.floor, vera) == nullptr);
}

}  // namespace usher::test
