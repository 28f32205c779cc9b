// What visitors think of a conversation, and what alarms supervisors.

#include "core/codec.hpp"
#include "unit/core/scene.hpp"

namespace usher::test {
namespace {

using core::AlarmKind;
using core::RatingAnswer;
using core::Rejection;

command::Rate rates(core::VisitorId visitor, core::ConversationId id, std::uint32_t score) {
  return {visitor, id, score, {"slow"}, "Thanks"};
}

// Ann answered Vera, and closed.
core::ConversationId closed(Scene& s) {
  if (!s.of(ann).connected) s.comes(ann);
  const auto id = s.asks(vera);
  s.does(command::Accept{ann, id});
  s.does(command::Close{author_of(ann), id});
  return id;
}

const core::Figures& of(const Scene& s, core::QueueId queue) {
  return core::figures_of(s.floor.today, queue, s.now);
}
const core::Figures& of(const Scene& s, core::AgentId agent) {
  return core::figures_of(s.floor.today, agent, s.now);
}

void supervised(Scene& s) {
  s.setting.agents.push_back({sue, "Sue", core::Role::supervisor, 1, {}});
  s.does(s.setting);
}

}  // namespace

TEST_CASE("a visitor rates its own conversation, once it is closed and was answered") {
  Scene s;
  const auto id = s.asks(vera);
  CHECK(s.refused(rates(vera, id, 5)) == Rejection::conversation_open);
  s.does(command::Close{author_of(vera), id});
  CHECK(s.refused(rates(vera, id, 5)) == Rejection::not_answered);
  CHECK(s.refused(command::SkipRating{vera, id}) == Rejection::not_answered);
  s.comes(ann);
  const auto answered = closed(s);
  CHECK(s.refused(rates(willy, answered, 5)) == Rejection::unknown_conversation);
  CHECK(s.refused(rates(vera, {999}, 5)) == Rejection::unknown_conversation);
  s.does(rates(vera, answered, 4));
  CHECK(s.of(answered).rating_answer == RatingAnswer::given);
  CHECK(s.of(answered).rating == core::Rating{4, {"slow"}, "Thanks", ann, s.now});
}

TEST_CASE("a rating is replaced until the conversation is reopened; then it is asked once again") {
  Scene s;
  const auto id = closed(s);
  s.does(command::SkipRating{vera, id});
  CHECK(s.of(id).rating_answer == RatingAnswer::skipped);
  CHECK(s.does(command::SkipRating{vera, id}).events.empty());
  s.does(rates(vera, id, 3));
  CHECK(s.does(rates(vera, id, 3)).events.empty());
  CHECK(s.does(command::SkipRating{vera, id}).events.empty());
  s.does(rates(vera, id, 5));
  CHECK(s.of(id).rating->score == 5);
  s.does(command::Reopen{author_of(vera), id});
  CHECK(s.of(id).rating_answer == RatingAnswer::none);
  CHECK(s.of(id).rating->score == 5);  // what was said stays known
  s.does(command::Accept{ann, id});
  CHECK(s.refused(rates(vera, id, 1)) == Rejection::conversation_open);
  s.does(command::Close{author_of(ann), id});
  s.does(rates(vera, id, 1));
  CHECK(s.of(id).rating->score == 1);
}

TEST_CASE("a changed rating counts once, one after another close for itself") {
  Scene s;
  const auto id = closed(s);
  s.does(rates(vera, id, 1));
  s.does(rates(vera, id, 5));
  CHECK(of(s, sales).ratings == 1);
  CHECK(of(s, sales).rating_sum == 5);
  CHECK(of(s, ann).rating_sum == 5);
  s.does(command::Reopen{author_of(ann), id});
  s.does(command::Close{author_of(ann), id});
  s.does(rates(vera, id, 2));
  CHECK(of(s, ann).ratings == 2);
  CHECK(of(s, ann).rating_sum == 7);
}

TEST_CASE("a rating of yesterday that is changed today counts as one of today") {
  Scene s;
  const auto id = closed(s);
  s.does(rates(vera, id, 1));
  s.pass(limits::day_ms);
  s.does(rates(vera, id, 4));
  CHECK(of(s, sales).ratings == 1);
  CHECK(of(s, sales).rating_sum == 4);
}

TEST_CASE("who was removed and comes back has the ratings from then on") {
  Scene s;
  const auto id = closed(s);
  s.does(rates(vera, id, 5));
  const auto everybody = s.setting;
  s.setting.agents.erase(s.setting.agents.begin());
  s.setting.queues.erase(s.setting.queues.begin());
  s.does(s.setting);
  s.does(rates(vera, id, 4));
  CHECK(of(s, support).ratings == 1);
  s.does(everybody);
  s.does(rates(vera, id, 3));
  CHECK(of(s, ann).ratings == 1);
  CHECK(of(s, ann).rating_sum == 3);
  CHECK(of(s, support).ratings == 1);
  CHECK(of(s, support).rating_sum == 3);
}

TEST_CASE("a low rating alarms until a supervisor acknowledges it, or the visitor thinks better") {
  Scene s;
  supervised(s);
  const auto id = closed(s);
  s.does(rates(vera, id, 3));
  CHECK(s.floor.alarms.empty());
  CHECK(find_event<event::Rated>(s.does(rates(vera, id, 2)))->low);
  s.does(rates(vera, id, 1));
  REQUIRE(s.floor.alarms.size() == 1);
  const core::Alarm alarm = s.floor.alarms[0];
  CHECK(alarm.kind == AlarmKind::low_rating);
  CHECK(alarm.conversation == id);
  CHECK(alarm.agent == ann);
  CHECK(alarm.score == 1);
  CHECK(s.refused(command::Acknowledge{ann, alarm.number}) == Rejection::not_permitted);
  s.does(command::Acknowledge{sue, alarm.number});
  CHECK(s.floor.alarms.empty());
  CHECK(s.does(command::Acknowledge{sue, alarm.number}).events.empty());
  s.does(rates(vera, id, 2));
  CHECK(s.floor.alarms.size() == 1);
  s.does(rates(vera, id, 5));
  CHECK(s.floor.alarms.empty());
  s.setting.queues[0].policy.rating_alarm_at = 0;
  s.does(s.setting);
  s.does(rates(vera, id, 1));
  CHECK(s.floor.alarms.empty());
}

TEST_CASE("a word of the list is found in what visitors and agents write") {
  Scene s;
  s.setting.words = {"refund", "\xe9\x80\x80\xe6\xac\xbe"};
  s.does(s.setting);
  s.comes(ann);
  const auto id = s.asks(vera, "I want a REFUND now");
  REQUIRE(s.floor.alarms.size() == 1);
  CHECK(s.floor.alarms[0].word == "refund");
  CHECK(s.floor.alarms[0].message == 1);
  CHECK(s.floor.alarms[0].by == core::AuthorKind::visitor);
  s.does(command::Accept{ann, id});
  s.does(command::Post{ann, id, "p1", "no refund"});
  CHECK(s.floor.alarms.size() == 2);
  CHECK(s.floor.alarms[1].by == core::AuthorKind::agent);
  CHECK(s.floor.alarms[1].agent == ann);
  s.asks(vera, "refund!");  // the same again alarms once, and is marked
  CHECK(s.floor.alarms.size() == 2);
  CHECK(s.of(id).found.size() == 3);
  s.asks(vera, "\xe6\x88\x91\xe8\xa6\x81\xe9\x80\x80\xe6\xac\xbe\xef\xbc\x81");
  CHECK(s.floor.alarms.size() == 3);
  CHECK_FALSE(find_event<event::WordFound>(s.does(command::Post{ann, id, "p2", "refunded"})));
  // A repetition is no second message.
  CHECK(s.does(command::Post{ann, id, "p1", "no refund"}).events.empty());
}

TEST_CASE("alarms and marks are bounded, and go with their conversation") {
  Scene s;
  s.setting.words = {"bad"};
  s.does(s.setting);
  s.comes(ann);
  const auto id = s.asks(vera, "bad");
  for (std::size_t i = 0; i < 2 * limits::found_max; ++i) s.asks(vera, "bad");
  CHECK(s.of(id).found.size() == limits::found_max);
  CHECK(s.of(id).found.back().message == s.of(id).last_message_seq);
  for (std::size_t i = 0; i < limits::alarms_max + 5; ++i)
    s.asks(core::VisitorId{1'000 + i}, "bad");
  CHECK(s.floor.alarms.size() == limits::alarms_max);
  CHECK(s.floor.alarms.back().number == s.floor.alarms_raised);
  s.does(command::Close{author_of(vera), id});
  s.pass(limits::closed_keep_ms);
  for (const core::Alarm& alarm : s.floor.alarms) CHECK(alarm.conversation != id);
}

TEST_CASE("ratings, words and alarms survive a restart") {
  Scene s;
  s.setting.words = {"bad", "tab\tword"};
  s.does(s.setting);
  const auto id = closed(s);
  s.does(rates(vera, id, 1));
  s.asks(willy, "bad");
  s.does(command::Reopen{author_of(vera), id});
  const auto skipped = [&] {
    s.does(command::Close{author_of(vera), id});
    s.does(command::SkipRating{vera, id});
  };
  skipped();
  const auto read = core::decode_snapshot(core::encode_snapshot(s.floor));
  REQUIRE(read);
  CHECK(read->words == s.floor.words);
  CHECK(read->alarms == s.floor.alarms);
  CHECK(read->alarms_raised == 2);
  CHECK(read->conversations.at(id).rating == s.of(id).rating);
  CHECK(read->conversations.at(id).rating_answer == RatingAnswer::skipped);
  CHECK(read->today == s.floor.today);
}

}  // namespace usher::test
