// Who may say what: every frame for everybody. What is not in the table fails.

#include <array>
#include <map>

#include "integration/server_people.hpp"
#include "protocol/frames.gen.hpp"
#include "support/catch.hpp"

using namespace usher;
using test::about;
using test::Json;
using test::Person;
using test::ServerHouse;

namespace {

// --- Frames, about a conversation in Sales that is assigned to ann ---

enum Who { nobody, its_visitor, other_visitor, ann, bob, cat, sue, adm, zoe, who_count };
constexpr std::array<const char*, who_count> names{
    "nobody", "its visitor", "another visitor", "ann", "bob", "cat", "sue", "adm", "zoe"};

constexpr const char* done = "done";
constexpr const char* first = "hello_first";
constexpr const char* role = "not_allowed";
constexpr const char* none = "unknown_conversation";
constexpr const char* offer = "no_such_offer";
constexpr const char* other = "not_assigned";
constexpr const char* open = "conversation_open";
constexpr const char* gone = "colleague_unavailable";
constexpr const char* line = "unknown_queue";
constexpr const char* away = "agent_offline";
constexpr const char* taken = "owner_changed";
constexpr const char* calm = "not_waiting";
constexpr const char* mute = "unknown_faq";
constexpr const char* nowhere = "not_on_site";
constexpr const char* unasked = "no_such_invitation";

const std::map<std::string_view, std::array<const char*, who_count>> frames{
    {"visitor_hello", {done, first, first, role, role, role, role, role, role}},
    {"page", {first, done, done, role, role, role, role, role, role}},
    {"dwell", {first, done, done, role, role, role, role, role, role}},
    {"ask", {first, done, done, role, role, role, role, role, role}},
    {"identify", {first, done, done, role, role, role, role, role, role}},
    {"fill_form", {first, done, done, role, role, role, role, role, role}},
    {"leave_message", {first, calm, none, role, role, role, role, role, role}},
    {"search_faq", {first, done, done, role, role, role, role, role, role}},
    {"read_faq", {first, mute, mute, role, role, role, role, role, role}},
    {"rate_faq", {first, mute, mute, role, role, role, role, role, role}},
    {"rate", {first, open, none, role, role, role, role, role, role}},
    {"skip_rating", {first, open, none, role, role, role, role, role, role}},
    {"answer_invitation", {first, unasked, unasked, role, role, role, role, role, role}},
    {"track", {first, done, done, role, role, role, role, role, role}},
    {"agent_hello", {role, role, role, first, first, first, first, first, first}},
    {"status", {role, role, role, done, done, done, done, done, done}},
    {"accept", {role, role, role, done, offer, none, offer, offer, none}},
    {"decline", {role, role, role, offer, offer, none, offer, offer, none}},
    {"transfer", {role, role, role, gone, other, none, other, other, none}},
    {"transfer_to_queue", {role, role, role, line, other, none, other, other, none}},
    {"targets", {role, role, role, done, done, done, done, done, done}},
    {"hold", {role, role, role, done, other, none, other, other, none}},
    {"prioritise", {role, role, role, calm, calm, none, calm, calm, none}},
    {"finish_wrap_up", {role, role, role, done, done, done, done, done, done}},
    {"explain", {role, role, role, calm, none, none, none, none, none}},
    {"explain_me", {role, role, role, done, done, done, done, done, done}},
    {"watch_board", {role, role, role, role, role, role, done, done, role}},
    {"watch_visitors", {role, role, role, done, done, done, done, done, done}},
    {"acknowledge", {role, role, role, role, role, role, done, done, role}},
    {"invite_visitor", {role, role, role, nowhere, nowhere, nowhere, nowhere, nowhere, nowhere}},
    {"note", {role, role, role, done, role, none, role, role, none}},
    {"notes", {role, role, role, done, none, none, none, none, none}},
    {"join", {role, role, role, role, role, none, done, done, none}},
    {"leave", {role, role, role, done, done, none, done, done, none}},
    {"invite", {role, role, role, gone, other, none, gone, gone, none}},
    {"take_over", {role, role, role, role, role, none, taken, taken, none}},
    {"give", {role, role, role, role, role, none, taken, taken, none}},
    {"give_to_queue", {role, role, role, role, role, none, taken, taken, none}},
    {"set_status", {role, role, role, role, role, role, away, away, role}},
    {"acts", {role, role, role, role, role, role, done, done, role}},
    {"tag", {role, role, role, done, other, none, done, done, none}},
    {"dispose", {role, role, role, done, other, none, done, done, none}},
    {"viewing", {role, role, role, done, none, none, none, none, none}},
    {"post", {role, role, role, done, other, none, other, other, none}},
    {"typing", {first, done, done, done, done, done, done, done, done}},
    {"mark", {first, done, none, done, none, none, none, none, none}},
    {"resume", {first, done, none, done, none, none, none, none, none}},
    {"history", {first, done, none, done, none, none, done, done, none}},
    {"close", {first, done, none, done, other, none, done, done, none}},
    {"reopen", {first, open, none, open, open, none, open, open, none}},
    {"ping", {first, done, done, done, done, done, done, done, done}},
};

Json frame_of(std::string_view type, const Json& conversation) {
  static const std::map<std::string_view, Json> members{
      {"visitor_hello", {{"protocol", 1}}},
      {"page", {{"url", "https://shop.example/"}, {"title", ""}, {"referrer", ""}}},
      {"dwell", {{"view", "p"}, {"visible_ms", 1}, {"active_ms", 0}, {"over", true}}},
      {"ask", {{"client_id", "mine"}, {"text", "hi"}}},
      {"identify", {{"name", "Li"}}},
      {"fill_form", Json::object()},
      {"leave_message", {{"email", "li@example.com"}}},
      {"search_faq", {{"query", "refund"}}},
      {"read_faq", {{"entry", "f_zz"}}},
      {"rate_faq", {{"entry", "f_zz"}, {"helped", true}}},
      {"rate", {{"score", 5}, {"reasons", ""}, {"comment", ""}}},
      {"skip_rating", Json::object()},
      {"answer_invitation", {{"invitation", 1}, {"accepted", true}}},
      {"track", {{"event", "added_to_cart"}}},
      {"agent_hello", {{"protocol", 1}}},
      {"status", {{"status", "online"}}},
      {"accept", {{"conversation", conversation}}},
      {"decline", {{"conversation", conversation}}},
      {"transfer", {{"agent", "a_zz"}, {"note", ""}}},
      {"transfer_to_queue", {{"queue", "q_zz"}, {"note", ""}}},
      {"targets", Json::object()},
      {"hold", {{"held", true}}},
      {"prioritise", {{"priority", 3}}},
      {"finish_wrap_up", {{"conversation", conversation}}},
      {"explain", Json::object()},
      {"explain_me", Json::object()},
      {"watch_board", {{"active", true}}},
      {"watch_visitors", {{"active", true}}},
      {"acknowledge", {{"alarm", 1}}},
      {"invite_visitor", {{"visitor", "v_1"}, {"kind", "bubble"}, {"text", "hi"}}},
      {"note", {{"client_id", "mine"}, {"text", "hi"}}},
      {"notes", Json::object()},
      {"join", {{"mode", "watch"}}},
      {"leave", Json::object()},
      {"invite", {{"agent", "a_zz"}, {"mode", "whisper"}}},
      {"take_over", Json::object()},
      {"give", {{"agent", "a_zz"}}},
      {"give_to_queue", {{"queue", "q_zz"}}},
      {"set_status", {{"agent", "a_zz"}, {"status", "away"}}},
      {"acts", Json::object()},
      {"tag", {{"tag", "refund"}, {"on", true}}},
      {"dispose", {{"text", "refunded"}}},
      {"viewing", Json::object()},
      {"post", {{"client_id", "mine"}, {"text", "hi"}}},
      {"typing", {{"active", true}}},
      {"mark", {{"delivered", 1}, {"read", 1}}},
      {"resume", {{"epoch", "memory"}, {"after", 0}}},
      {"history", {{"before", 9}, {"limit", 10}}},
      {"close", Json::object()},
      {"reopen", Json::object()},
      {"ping", Json::object()},
  };
  Json frame = members.at(type);
  frame["type"] = type;
  frame["conversation"] = conversation;  // where it is no member it is skipped
  return frame;
}

// A house where Sales rings and ann is there to take what comes.
struct Desk {
  ServerHouse house{{.rings = true}};
  Person ann = test::agent(house, "ann");

  struct Case {
    Person visitor;
    Json conversation;
  };
  Case waiting() {
    Person visitor = test::visitor(house);
    visitor.say(test::ask("first", "hello"));
    Json conversation = visitor.wait("ack").at("conversation");
    return {std::move(visitor), std::move(conversation)};
  }
  Case assigned() {
    Case made = waiting();
    ann.outcome(about("accept", made.conversation));
    made.visitor.wait_until("conversation_changed", [](const Json& frame) {
      return frame["conversation"]["state"] == "assigned";
    });
    return made;
  }
  Person person(Who who, const Case& about_it) {
    if (who == nobody) return Person(house, Person::visitor_path);
    if (who == its_visitor) return test::visitor(house, about_it.visitor.welcome["token"]);
    if (who == other_visitor) return test::visitor(house);
    return test::agent(house, names[who]);
  }
};

// Whether somebody may read what is over is not known at once.
std::string outcome_of(Person& person, const Json& frame) {
  return frame["type"] == "history" ? person.page(frame) : person.outcome(frame);
}

// What is left of an error when the id in it is forgotten.
std::string without_id(Json error) {
  error.erase("conversation");
  return error.dump();
}

}  // namespace

TEST_CASE(
    "every frame is answered to everybody as the table says, and foreign looks like missing") {
  Desk desk;
  std::size_t known = 0;
  for (const protocol::FrameInfo& info : protocol::frames) {
    if (!info.from_client) continue;
    INFO(info.name);
    REQUIRE(frames.contains(info.name));
    ++known;
    for (int i = 0; i < who_count; ++i) {
      INFO(names[static_cast<std::size_t>(i)]);
      const Who who = static_cast<Who>(i);
      const Desk::Case made = desk.assigned();
      Person person = desk.person(who, made);
      const std::string outcome = outcome_of(person, frame_of(info.name, made.conversation));
      CHECK(outcome == frames.at(info.name)[who]);
      if (outcome != none) continue;
      const Json foreign = person.last_error();
      CHECK(outcome_of(person, frame_of(info.name, "c_1")) == none);
      CHECK(without_id(foreign) == without_id(person.last_error()));
    }
  }
  CHECK(known == frames.size());
}

TEST_CASE("a conversation that waits is there for its queue's agents, and for no others") {
  Desk desk;
  const auto outcome = [&](Who who, const char* type) {
    const Desk::Case made = desk.waiting();
    Person person = desk.person(who, made);
    return outcome_of(person, frame_of(type, made.conversation));
  };
  CHECK(outcome(bob, "accept") == done);
  CHECK(outcome(sue, "accept") == done);
  CHECK(outcome(adm, "accept") == offer);
  for (const char* type : {"accept",    "decline", "transfer",      "transfer_to_queue",
                           "hold",      "post",    "mark",          "resume",
                           "history",   "close",   "reopen",        "note",
                           "notes",     "join",    "leave",         "invite",
                           "take_over", "give",    "give_to_queue", "tag",
                           "dispose",   "viewing"}) {
    INFO(type);
    CHECK(outcome(cat, type) == none);
    CHECK(outcome(zoe, type) == none);
  }
  for (const char* type : {"mark", "resume", "history", "close", "reopen", "rate", "skip_rating"}) {
    INFO(type);
    CHECK(outcome(other_visitor, type) == none);
  }
}

TEST_CASE("a visitor's token is good on its own site only") {
  ServerHouse house;
  const std::string token = test::visitor(house).welcome["token"];
  Person elsewhere(house, "/ws/visitor?site=s_other");
  elsewhere.say({{"type", "visitor_hello"}, {"protocol", 1}, {"token", token}});
  CHECK(elsewhere.close_code() == 4101);
}

TEST_CASE("a sign-in that ends closes its sockets, and no others") {
  ServerHouse house;
  const std::string cookie = test::sign_in(house, "ann");
  Person ended(house, "/ws/agent", cookie);
  ended.say({{"type", "agent_hello"}, {"protocol", 1}});
  ended.wait("agent_welcome");
  Person elsewhere = test::agent(house, "ann");
  CHECK(test::ask_http(house, "DELETE", "/api/v1/session", "", cookie).status == 204);
  CHECK(ended.close_code() == 4100);
  CHECK(elsewhere.outcome({{"type", "ping"}}) == done);
  const Json change{{"current", test::password}, {"new", "battery staple"}};
  const std::string other_cookie = test::sign_in(house, "ann");
  CHECK(test::ask_http(house, "POST", "/api/v1/password", change.dump(), other_cookie).status ==
        200);
  CHECK(elsewhere.close_code() == 4100);
}
