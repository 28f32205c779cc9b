// What several of the staff see of one conversation, and what its visitor never sees.

#include "small_house.hpp"
#include "support/catch.hpp"

using namespace usher;
using test::Json;
using test::Line;
using test::SmallHouse;

namespace {

// Ann has a visitor's conversation; Sue supervises.
struct Together : SmallHouse {
  Together() {
    add_agent(other_id, "bob", core::Role::agent);
    restart();
    ann = agent();
    vera = visitor();
    say(*vera, {{"type", "ask"}, {"client_id", "m1"}, {"text", "hello"}});
    talk = vera->last("ack")["conversation"];
    sue = agent(supervisor_id);
    bob = agent(other_id);
  }
  Json frame(const std::string& type, const Json& members = Json::object()) const {
    Json made{{"type", type}, {"conversation", talk}};
    made.update(members);
    return made;
  }
  Json note(const std::string& id, const std::string& text) const {
    return frame("note", {{"client_id", id}, {"text", text}});
  }
  static Json row_of(const Line& line) { return line.last("conversation_listed")["conversation"]; }

  static constexpr core::AgentId other_id{13};
  std::unique_ptr<Line> ann, sue, bob, vera;
  Json talk;
};

}  // namespace

TEST_CASE("a supervisor lists what others have without its words, and hears them by taking part") {
  Together s;
  const Json listed = s.sue->last("agent_welcome")["conversations"].at(0);
  CHECK(listed["agent"]["name"] == "ann");
  CHECK(listed["last_message"].is_null());
  CHECK(listed["last_seq"] == 0);
  s.say(*s.sue, s.frame("history", {{"before", 9}, {"limit", 9}}));
  CHECK(s.sue->last("entries")["entries"][0]["text"] == "hello");  // every transcript is hers
  s.say(*s.sue, s.frame("join", {{"mode", "watch"}}));
  CHECK(Together::row_of(*s.sue)["last_message"]["start"] == "hello");
  CHECK(Together::row_of(*s.ann)["participants"][0]["agent"]["name"] == "sue");
  s.say(*s.vera, {{"type", "ask"}, {"client_id", "m2"}, {"text", "anybody?"}});
  CHECK(s.sue->last("entry")["entry"]["text"] == "anybody?");
  s.say(*s.sue, s.frame("leave"));
  CHECK(Together::row_of(*s.sue)["last_message"].is_null());
  s.say(*s.vera, {{"type", "ask"}, {"client_id", "m3"}, {"text", "hm"}});
  CHECK(s.sue->last("entry")["entry"]["text"] == "anybody?");
}

TEST_CASE("nothing of watching and whispering reaches the visitor") {
  Together s;
  const std::size_t before = s.vera->all("entry").size();
  s.say(*s.sue, s.frame("join", {{"mode", "whisper"}}));
  s.say(*s.sue, s.note("n1", "offer her the discount"));
  s.say(*s.sue, s.frame("typing", {{"active", true}}));
  CHECK(s.ann->last("note_posted")["note"]["text"] == "offer her the discount");
  CHECK(s.ann->last("peer_typing")["name"] == "sue");
  s.say(*s.sue, s.frame("leave"));
  s.say(*s.vera, s.frame("resume", {{"epoch", "memory"}, {"after", 0}}));
  CHECK(s.vera->all("entry").size() == before);
  CHECK(s.vera->all("peer_typing").empty());
  for (const Json& seen : s.vera->frames) {
    CHECK(seen.dump().find("discount") == std::string::npos);
    CHECK(seen.dump().find("sue") == std::string::npos);
  }
  CHECK(s.vera->last("entries")["entries"].size() == 2);
}

TEST_CASE("a note is acknowledged by itself, once it is stored, and again when it comes again") {
  Together s;
  s.journal.hold();
  s.say(*s.ann, s.note("n1", "a regular"));
  CHECK(s.ann->all("note_posted").empty());
  s.journal.release();
  s.loop.run();
  s.say(*s.ann, s.note("n1", "a regular"));
  REQUIRE(s.ann->all("note_posted").size() == 2);
  CHECK(s.ann->all("note_posted")[0] == s.ann->all("note_posted")[1]);
  s.say(*s.ann, s.note("n1", "something else"));
  CHECK(s.ann->last("error")["code"] == "id_conflict");
  s.say(*s.ann, s.frame("notes"));
  CHECK(s.ann->last("note_list")["notes"].size() == 1);
  s.journal.fail_next_append(ports::Stored::disk_full);
  s.say(*s.ann, s.note("n2", "lost"));
  CHECK(s.ann->last("error")["client_id"] == "n2");
}

TEST_CASE("an invited colleague sees it, speaks when it joined, and is gone when it left") {
  Together s;
  s.say(*s.ann, s.frame("invite", {{"agent", "a_d"}, {"mode", "speak"}}));
  CHECK(Together::row_of(*s.bob)["participants"][0]["by"]["name"] == "ann");
  s.say(*s.bob, s.frame("post", {{"client_id", "b1"}, {"text", "x"}}));
  CHECK(s.bob->last("error")["code"] == "not_assigned");
  s.say(*s.bob, s.frame("join", {{"mode", "speak"}}));
  CHECK(s.vera->last("entry")["entry"]["kind"] == "joined");
  CHECK(s.vera->last("entry")["entry"]["author"]["name"] == "bob");
  s.say(*s.bob, s.frame("post", {{"client_id", "b1"}, {"text", "I know that part"}}));
  CHECK(s.vera->last("entry")["entry"]["text"] == "I know that part");
  s.say(*s.bob, s.frame("typing", {{"active", true}}));
  CHECK(s.vera->last("peer_typing")["name"] == "bob");
  s.say(*s.bob, s.frame("leave"));
  CHECK(s.vera->last("entry")["entry"]["kind"] == "left");
  CHECK(s.bob->last("conversation_unlisted")["conversation"] == s.talk);
}

TEST_CASE("whose conversation is taken or given is told by whom") {
  Together s;
  s.say(*s.sue, s.frame("take_over", {{"owner", "a_b"}}));
  CHECK(s.ann->last("supervised")["act"]["by"]["name"] == "sue");
  CHECK(s.ann->last("conversation_unlisted")["conversation"] == s.talk);
  CHECK(s.vera->last("conversation_changed")["conversation"]["agent"]["name"] == "sue");
  s.say(*s.sue, s.frame("give", {{"owner", "a_c"}, {"agent", "a_d"}}));
  CHECK(s.bob->last("supervised")["act"]["kind"] == "give");
  s.say(*s.sue, {{"type", "set_status"}, {"agent", "a_d"}, {"status", "away"}});
  CHECK(s.bob->last("agent_changed")["agent"]["status"] == "away");
  CHECK(s.bob->last("supervised")["act"]["status"] == "away");
  s.say(*s.sue, {{"type", "acts"}});
  CHECK(s.sue->last("act_list")["acts"].size() == 3);
  s.restart();
  const auto again = s.agent(SmallHouse::supervisor_id);
  s.say(*again, {{"type", "acts"}});
  CHECK(again->last("act_list")["acts"].size() == 3);
}

TEST_CASE("the staff see who looks at a conversation") {
  Together s;
  s.say(*s.sue, s.frame("join", {{"mode", "watch"}}));
  s.say(*s.sue, s.frame("viewing"));
  s.say(*s.ann, s.frame("viewing"));
  CHECK(s.sue->last("viewers")["agents"].size() == 2);
  s.say(*s.sue, {{"type", "viewing"}});
  CHECK(s.ann->last("viewers")["agents"].size() == 1);
  s.say(*s.sue, s.frame("viewing"));
  s.say(*s.sue, s.frame("leave"));
  CHECK(s.ann->last("viewers")["agents"].size() == 1);
  s.say(*s.bob, s.frame("viewing"));
  CHECK(s.bob->last("error")["code"] == "unknown_conversation");
  s.hang_up(*s.ann);
  CHECK(s.vera->all("viewers").empty());
}

TEST_CASE("rows after all of that are the rows of a fresh snapshot") {
  Together s;
  s.say(*s.sue, s.frame("join", {{"mode", "whisper"}}));
  s.say(*s.ann, s.frame("invite", {{"agent", "a_d"}, {"mode", "speak"}}));
  s.say(*s.bob, s.frame("join", {{"mode", "speak"}}));
  s.say(*s.ann, s.frame("tag", {{"tag", "VIP"}, {"on", true}}));
  s.say(*s.ann, s.frame("dispose", {{"text", "sold"}}));
  for (const Line* line : {s.ann.get(), s.sue.get(), s.bob.get()}) {
    const core::AgentId id = line == s.ann.get()   ? SmallHouse::agent_id
                             : line == s.sue.get() ? SmallHouse::supervisor_id
                                                   : Together::other_id;
    const auto fresh = s.open(app::Admission::Agent{id, "hash", 0});
    s.say(*fresh, {{"type", "agent_hello"}, {"protocol", 1}});
    CHECK(fresh->last("agent_welcome")["conversations"].at(0) == Together::row_of(*line));
    s.hang_up(*fresh);
  }
}
