// The form before a conversation and messages that are left, over the wire: what is asked, what is
// refused and why, and what agents and visitors see of it.

#include "integration/server_people.hpp"
#include "support/catch.hpp"

using namespace usher;
using test::about;
using test::Json;
using test::Person;
using test::ServerHouse;

namespace {

const Json form = Json::parse(R"([
  {"kind": "name"},
  {"kind": "email", "required": true},
  {"kind": "choice", "name": "topic", "label": "咨询什么？", "required": true,
   "options": ["退款", "发货"]}])");

test::Answer put_site(ServerHouse& house, const Json& body) {
  return test::ask_http(house, "PUT", "/api/v1/sites/s_z", body.dump(),
                        test::sign_in(house, "adm"));
}

Json answers(const Json& members) {
  Json frame{{"type", "fill_form"}};
  frame.update(members);
  return frame;
}

// The code, and the member at fault.
std::string fault(Person& person, const Json& frame) {
  const std::string code = person.outcome(frame);
  return code == "done" ? code : code + " " + person.last_error().value("field", "");
}

Json leave(const std::string& client_id, const std::string& text, const Json& contact) {
  Json frame = test::ask(client_id, text);
  frame["leave"] = true;
  frame.update(contact);
  return frame;
}

}  // namespace

TEST_CASE("a conversation opens when the site's form is answered, and not before") {
  ServerHouse house;
  REQUIRE(put_site(house, {{"form", form}}).status == 200);
  Person visitor = test::visitor(house);
  CHECK(visitor.welcome["form"].size() == 3);
  CHECK(visitor.welcome["form"][1] ==
        Json({{"kind", "email"}, {"required", true}, {"options", Json::array()}}));
  CHECK(visitor.welcome["reachable"] == false);

  CHECK(fault(visitor, test::ask("m1", "hello")) == "form_required email");
  CHECK(visitor.last_error()["client_id"] == "m1");
  CHECK(visitor.wait("visitor_form")["fields"].size() == 3);
  CHECK(fault(visitor, answers(Json::object())) == "missing_field email");
  CHECK(fault(visitor, answers({{"email", "nobody"}})) == "bad_value email");
  CHECK(fault(visitor, answers({{"email", std::string(250, 'a') + "@b.cn"}})) == "too_long email");
  CHECK(fault(visitor, answers({{"email", "li@example.com"}})) == "missing_field attributes.topic");
  const Json praise{{"email", "li@example.com"}, {"attributes", {{"topic", "表扬"}}}};
  CHECK(fault(visitor, answers(praise)) == "bad_value attributes.topic");
  const Json phone{
      {"email", "li@example.com"}, {"phone", "12345"}, {"attributes", {{"topic", "退款"}}}};
  CHECK(fault(visitor, answers(phone)) == "bad_value phone");  // nobody asked for it
  CHECK(fault(visitor, test::ask("m2", "hello")) == "form_required email");
  CHECK(house.messages_stored() == 0);

  const Json good{{"email", "li@example.com"}, {"attributes", {{"topic", "退款"}}}};
  visitor.take_waiting();
  CHECK(fault(visitor, answers(good)) == "done");
  const Json told = visitor.wait("visitor_form");
  CHECK(told["fields"].empty());
  CHECK(told["reachable"] == true);
  CHECK(fault(visitor, answers(good)) == "done");  // the same again
  CHECK(visitor.wait("visitor_form")["fields"].empty());
  visitor.say(test::ask("m3", "hello"));
  visitor.wait("ack");
  CHECK(house.stored("m3").size() == 1);

  Person agent = test::agent(house, "ann");
  const Json seen = agent.welcome["conversations"][0]["visitor"];
  CHECK(seen["email"] == "li@example.com");
  CHECK(seen["attributes"]["topic"] == "退款");
}

TEST_CASE("who is known is not asked, and who comes again is known") {
  ServerHouse house;
  REQUIRE(put_site(house, {{"form", form}}).status == 200);
  Person visitor = test::visitor(house);
  visitor.say({{"type", "identify"}, {"email", "li@example.com"}});
  CHECK(visitor.wait("visitor_form")["fields"].size() == 2);  // name, topic
  visitor.say({{"type", "identify"}, {"attributes", {{"topic", "发货"}}}});
  CHECK(visitor.wait("visitor_form")["fields"].empty());
  visitor.say(test::ask("m1", "hello"));
  visitor.wait("ack");
  Person again = test::visitor(house, visitor.welcome["token"]);
  CHECK_FALSE(again.welcome.contains("form"));
  CHECK(again.welcome["reachable"] == true);
}

TEST_CASE("a form that comes later stands before the next conversation, not in a running one") {
  ServerHouse house;
  Person visitor = test::visitor(house);
  visitor.say(test::ask("m1", "hello"));
  const Json id = visitor.wait("ack")["conversation"];
  REQUIRE(put_site(house, {{"form", form}}).status == 200);
  visitor.say(test::ask("m2", "more"));
  CHECK(visitor.wait("ack")["conversation"] == id);
  CHECK(fault(visitor, about("close", id)) == "done");
  visitor.say(test::ask("m2", "more"));  // repeated: it has its answer already
  CHECK(visitor.wait("ack")["conversation"] == id);
  CHECK(fault(visitor, test::ask("m3", "anew")) == "form_required email");
}

TEST_CASE("a message is left with a contact, seen by agents as one, and answered") {
  ServerHouse house({.rings = true});
  REQUIRE(put_site(house, {{"form", form}, {"left_reply", "明天回复您"}}).status == 200);
  Person visitor = test::visitor(house);
  CHECK(visitor.welcome["site"]["left_reply"] == "明天回复您");
  CHECK(fault(visitor, leave("m1", "请回电", Json::object())) == "contact_required email");
  CHECK(fault(visitor, leave("m1", "请回电", {{"email", "x"}})) == "bad_value email");
  CHECK(fault(visitor, leave("m1", "请回电", {{"phone", "call"}})) == "bad_value phone");
  visitor.say(leave("m1", "请回电", {{"name", "李雷"}, {"phone", "+86 138 0013 8000"}}));
  const Json id = visitor.wait("ack")["conversation"];
  visitor.wait_until("conversation_changed", [](const Json& frame) {
    return frame["conversation"].value("left", false) && !frame["conversation"].contains("place");
  });

  Person agent = test::agent(house, "ann");
  const auto is_ours = [&](const Json& frame) {
    return frame["conversation"]["conversation"] == id;
  };
  const Json row = agent.wait_until("conversation_listed", is_ours)["conversation"];
  CHECK(row["left"] == true);
  CHECK(row["visitor"]["phone"] == "+86 138 0013 8000");
  CHECK(agent.outcome(about("accept", id)) == "done");
  agent.say(test::post_in(id, "a1", "您好，已为您处理"));
  agent.wait("ack");

  Person again = test::visitor(house, visitor.welcome["token"]);
  CHECK(again.welcome["conversation"]["left"] == true);
  again.say(
      {{"type", "resume"}, {"conversation", id}, {"epoch", again.welcome["epoch"]}, {"after", 0}});
  const Json entries = again.wait("entries")["entries"];
  REQUIRE(entries.size() == 4);
  CHECK(entries[1]["kind"] == "message_left");
  CHECK(entries[3]["text"] == "您好，已为您处理");
}

TEST_CASE("who waits leaves a message instead, and a full queue takes one") {
  core::QueuePolicy policy;
  policy.full_at = 1;
  ServerHouse house({.policy = policy});
  Person waiting = test::visitor(house);
  waiting.say(test::ask("m1", "hello"));
  const Json id = waiting.wait("ack")["conversation"];
  Person late = test::visitor(house);
  CHECK(late.outcome(test::ask("m2", "hello")) == "queue_full");
  late.say(leave("m3", "hello", {{"email", "late@example.com"}}));
  late.wait("ack");

  CHECK(fault(waiting, about("leave_message", id)) == "contact_required email");
  Json frame = about("leave_message", id);
  frame["email"] = "not one";
  CHECK(fault(waiting, frame) == "bad_value email");
  frame["email"] = "li@example.com";
  CHECK(late.outcome(frame) == "unknown_conversation");
  CHECK(waiting.outcome(frame) == "done");
  waiting.wait_until("entry",
                     [](const Json& entry) { return entry["entry"]["kind"] == "message_left"; });
  CHECK(waiting.outcome(about("close", id)) == "done");
  CHECK(waiting.outcome(frame) == "not_waiting");
}
