#include "unit/core/scene.hpp"

namespace usher::test {

using core::ParticipantMode;
using core::Rejection;

namespace {

struct Notebook : Scene {
  Notebook() : Scene(false, 2) {
    setting.agents.push_back({sue, "Sue", core::Role::supervisor, 1, {}});
    does(setting);
    comes(ann);
    talk = asks(vera);
    does(command::AgentConnect{bob});
    does(command::SetStatus{bob, core::AgentStatus::away});
    does(command::AgentConnect{sue});
  }
  command::WriteNote note(core::AgentId by, std::string id, std::string text = "a regular") const {
    return {by, talk, std::move(id), std::move(text)};
  }

  core::ConversationId talk;
};

}  // namespace

TEST_CASE("a note is kept beside the entries and is none of them") {
  Notebook s;
  const core::Seq before = s.of(s.talk).last_seq;
  s.does(s.note(ann, "n1"));
  s.does(s.note(ann, "n2", "pays by card"));
  CHECK(s.of(s.talk).last_seq == before);
  CHECK(s.of(s.talk).last_message_start == "Hello?");
  REQUIRE(s.of(s.talk).notes.size() == 2);
  CHECK(s.of(s.talk).notes[1].number == 2);
  CHECK(s.of(s.talk).notes[1].at == s.now);
}

TEST_CASE("the same note again changes nothing, another text under its id is refused") {
  Notebook s;
  s.does(s.note(ann, "n1"));
  CHECK(s.does(s.note(ann, "n1")).events.empty());
  CHECK(s.refused(s.note(ann, "n1", "other")) == Rejection::id_conflict);
  s.does(command::Join{sue, s.talk, ParticipantMode::whisper});
  s.does(s.note(sue, "n1", "another person's id is another id"));
  CHECK(s.of(s.talk).notes.size() == 2);
}

TEST_CASE("its owner and whoever advises write notes; nobody else") {
  Notebook s;
  CHECK(s.refused(s.note(bob, "n")) == Rejection::not_permitted);
  CHECK(s.refused(s.note(sue, "n")) == Rejection::not_permitted);
  s.does(command::Join{sue, s.talk, ParticipantMode::watch});
  CHECK(s.refused(s.note(sue, "n")) == Rejection::not_permitted);
  s.does(command::Join{sue, s.talk, ParticipantMode::whisper});
  s.does(s.note(sue, "n"));
  s.does(command::Invite{ann, s.talk, bob, ParticipantMode::whisper});
  CHECK(s.refused(s.note(bob, "n")) == Rejection::not_permitted);
  s.does(command::Join{bob, s.talk, ParticipantMode::whisper});
  s.does(s.note(bob, "n"));
  s.does(command::Close{author_of(ann), s.talk});
  s.does(s.note(ann, "after"));
  s.does(s.note(sue, "after"));
  CHECK(s.refused(s.note(bob, "after")) == Rejection::not_permitted);
}

TEST_CASE("a conversation has room for so many notes, tags and people") {
  Notebook s;
  for (std::size_t i = 0; i < limits::notes_max; ++i) {
    s.does(s.note(ann, "n" + std::to_string(i)));
  }
  CHECK(s.refused(s.note(ann, "one more")) == Rejection::too_many);
  CHECK(s.does(s.note(ann, "n0")).events.empty());
  for (std::size_t i = 0; i < limits::tags_max; ++i) {
    s.does(command::Tag{ann, s.talk, "t" + std::to_string(i), true});
  }
  CHECK(s.refused(command::Tag{ann, s.talk, "one more", true}) == Rejection::too_many);
  for (std::uint64_t i = 0; i <= limits::participants_max; ++i) {
    s.setting.agents.push_back({{100 + i}, "x", core::Role::admin, 1, {}});
  }
  s.does(s.setting);
  for (std::uint64_t i = 0; i <= limits::participants_max; ++i) {
    s.does(command::AgentConnect{{100 + i}});
    const command::Join join{{100 + i}, s.talk, ParticipantMode::watch};
    if (i < limits::participants_max) {
      s.does(join);
    } else {
      CHECK(s.refused(join) == Rejection::too_many);
    }
  }
}

TEST_CASE("tags and dispositions are the owner's and the supervisors', also once it is closed") {
  Notebook s;
  s.does(command::Tag{ann, s.talk, "refund", true});
  CHECK(s.does(command::Tag{ann, s.talk, "refund", true}).events.empty());
  CHECK(s.refused(command::Tag{bob, s.talk, "x", true}) == Rejection::not_assigned);
  CHECK(s.refused(command::Dispose{bob, s.talk, "x"}) == Rejection::not_assigned);
  s.does(command::Close{author_of(vera), s.talk});
  s.does(command::Dispose{ann, s.talk, "refunded"});
  s.does(command::Tag{sue, s.talk, "VIP", true});
  s.does(command::Tag{sue, s.talk, "refund", false});
  CHECK(s.of(s.talk).tags == std::vector<std::string>{"VIP"});
  CHECK(s.of(s.talk).disposition == "refunded");
  CHECK(s.does(command::Dispose{ann, s.talk, "refunded"}).events.empty());
}

}  // namespace usher::test
