// The promises of delivery, kept by the real app over a journal that can wait and fail.

#include "small_house.hpp"
#include "support/catch.hpp"

using namespace usher;
using test::Json;
using test::SmallHouse;

namespace {

Json ask(const std::string& id, const std::string& text) {
  return {{"type", "ask"}, {"client_id", id}, {"text", text}};
}

}  // namespace

TEST_CASE("nothing is acknowledged or delivered before its events are stored") {
  SmallHouse house;
  const auto agent = house.agent();
  const auto visitor = house.visitor();
  house.journal.hold();
  house.say(*visitor, ask("m1", "hello"));
  CHECK(visitor->all("ack").empty());
  CHECK(visitor->all("conversation_changed").empty());
  CHECK(agent->all("conversation_listed").empty());
  house.journal.release();
  house.loop.run();
  CHECK(visitor->last("ack")["seq"] == 1);
  CHECK(agent->last("conversation_listed")["conversation"]["state"] == "assigned");
}

TEST_CASE("a newcomer's snapshot waits for the events that it shows") {
  SmallHouse house;
  const auto first = house.visitor();
  const std::string token = first->last("visitor_welcome")["token"];
  house.journal.hold();
  house.say(*first, ask("m1", "hello"));
  const auto second = house.visitor(token);
  CHECK(second->frames.empty());
  house.journal.release();
  house.loop.run();
  CHECK(second->last("visitor_welcome")["conversation"]["last_seq"] == 1);
}

TEST_CASE("a repeated message gets the same place and is stored once") {
  SmallHouse house;
  const auto visitor = house.visitor();
  house.say(*visitor, ask("m1", "hello"));
  house.say(*visitor, ask("m1", "hello"));
  const auto acks = visitor->all("ack");
  REQUIRE(acks.size() == 2);
  CHECK(acks[0] == acks[1]);
  house.say(*visitor, {{"type", "resume"},
                       {"conversation", acks[0]["conversation"]},
                       {"epoch", "memory"},
                       {"after", 0}});
  CHECK(visitor->last("entries")["entries"].size() == 1);
}

TEST_CASE("the same id with another text is a conflict and stores nothing") {
  SmallHouse house;
  const auto visitor = house.visitor();
  house.say(*visitor, ask("m1", "hello"));
  house.say(*visitor, ask("m1", "other"));
  CHECK(visitor->last("error")["code"] == "id_conflict");
  CHECK(visitor->last("error")["client_id"] == "m1");
  CHECK(visitor->all("ack").size() == 1);
}

TEST_CASE("a commit that fails is told to the sender, and the message goes through on retry") {
  SmallHouse house;
  const auto visitor = house.visitor();
  house.journal.fail_next_append(ports::Stored::disk_full);
  house.say(*visitor, ask("m1", "hello"));
  CHECK(visitor->all("ack").empty());
  CHECK(visitor->last("error")["code"] == "storage_full");
  CHECK(visitor->last("error")["client_id"] == "m1");
  house.say(*visitor, ask("m1", "hello"));
  CHECK(visitor->last("error")["code"] == "storage_full");

  house.pass(1'001);
  house.say(*visitor, ask("m1", "hello"));
  CHECK(visitor->last("ack")["seq"] == 1);
}

TEST_CASE("after a failed fsync the node refuses writes and is not ready") {
  SmallHouse house;
  const auto visitor = house.visitor();
  house.journal.fail_next_append(ports::Stored::failed);
  house.say(*visitor, ask("m1", "hello"));
  CHECK(visitor->last("error")["code"] == "retry_later");
  house.pass(60'000);
  house.say(*visitor, ask("m1", "hello"));
  CHECK(visitor->last("error")["code"] == "retry_later");
  app::HttpResponse readiness;
  app::HttpRequest request;
  request.method = "GET";
  request.path = "/readyz";
  house.house->handle(request, [&](const app::HttpResponse& response) { readiness = response; });
  CHECK(readiness.status == 503);
  CHECK(readiness.body.find("unable_to_store") != std::string::npos);
}

TEST_CASE("agents start again from a snapshot when their floor was rebuilt") {
  SmallHouse house;
  const auto agent = house.agent();
  const auto visitor = house.visitor();
  house.journal.fail_next_append(ports::Stored::disk_full);
  house.say(*visitor, ask("m1", "hello"));
  CHECK(agent->closed == 4003);
  CHECK(visitor->closed == 0);
}

TEST_CASE("a restart keeps conversations, owners and the order of entries") {
  SmallHouse house;
  std::string token;
  std::string conversation;
  {
    const auto agent = house.agent();
    const auto visitor = house.visitor();
    token = visitor->last("visitor_welcome")["token"];
    house.say(*visitor, ask("m1", "你好"));
    conversation = visitor->last("ack")["conversation"];
    house.say(
        *agent,
        {{"type", "post"}, {"client_id", "a1"}, {"conversation", conversation}, {"text", "您好"}});
    CHECK(agent->last("ack")["seq"] == 3);
    // The sockets die with the server: nobody says goodbye.
    house.restart();
  }
  const auto visitor = house.visitor(token);
  const Json seen = visitor->last("visitor_welcome")["conversation"];
  CHECK(seen["conversation"] == conversation);
  CHECK(seen["state"] == "assigned");
  CHECK(seen["last_seq"] == 3);
  house.say(
      *visitor,
      {{"type", "resume"}, {"conversation", conversation}, {"epoch", "memory"}, {"after", 1}});
  const Json entries = visitor->last("entries")["entries"];
  REQUIRE(entries.size() == 2);
  CHECK(entries[0]["kind"] == "assigned");
  CHECK(entries[1]["text"] == "您好");
}

TEST_CASE("a cursor that is not of this journal is reset, and foreign conversations look missing") {
  SmallHouse house;
  const auto visitor = house.visitor();
  house.say(*visitor, ask("m1", "hello"));
  const std::string conversation = visitor->last("ack")["conversation"];
  const auto resume = [&](const std::string& where, const std::string& epoch, std::int64_t after) {
    return Json{{"type", "resume"}, {"conversation", where}, {"epoch", epoch}, {"after", after}};
  };
  house.say(*visitor, resume(conversation, "another", 0));
  CHECK(visitor->last("reset")["epoch"] == "memory");
  house.say(*visitor, resume(conversation, "memory", 99));
  CHECK(visitor->all("reset").size() == 2);

  const auto stranger = house.visitor();
  house.say(*stranger, resume(conversation, "memory", 0));
  const Json foreign = stranger->last("error");
  house.say(*stranger, resume("c_zzz", "memory", 0));
  const Json missing = stranger->last("error");
  CHECK(foreign["code"] == "unknown_conversation");
  CHECK(missing["code"] == foreign["code"]);
  CHECK(missing["message"] == foreign["message"]);
}

TEST_CASE("a long conversation is replayed in pages until nothing is left") {
  SmallHouse house;
  const auto visitor = house.visitor();
  for (int i = 1; i <= 450; ++i) house.say(*visitor, ask("m" + std::to_string(i), "text"));
  const std::string conversation = visitor->last("ack")["conversation"];
  std::uint64_t after = 0;
  bool more = true;
  int pages = 0;
  while (more) {
    house.say(*visitor, {{"type", "resume"},
                         {"conversation", conversation},
                         {"epoch", "memory"},
                         {"after", after}});
    const Json page = visitor->last("entries");
    for (const Json& entry : page["entries"]) CHECK(entry["seq"] == ++after);
    more = page["more"];
    ++pages;
  }
  CHECK(after == 450);
  CHECK(pages == 3);
}

TEST_CASE("pages of long messages end early instead of overrunning the connection") {
  SmallHouse house;
  const auto visitor = house.visitor();
  for (int i = 1; i <= 30; ++i) {
    house.say(*visitor, ask("m" + std::to_string(i), std::string(16'000, 'x')));
  }
  const std::string conversation = visitor->last("ack")["conversation"];
  house.say(
      *visitor,
      {{"type", "resume"}, {"conversation", conversation}, {"epoch", "memory"}, {"after", 0}});
  CHECK(visitor->last("entries")["more"] == true);
  CHECK(visitor->last("entries").dump().size() < 256 * 1024);
  house.say(*visitor,
            {{"type", "history"}, {"conversation", conversation}, {"before", 31}, {"limit", 200}});
  CHECK(visitor->last("entries")["entries"].back()["seq"] == 30);
}

TEST_CASE("a page shares the next message's commit, or goes alone before long") {
  SmallHouse house;
  const auto visitor = house.visitor();
  const auto page = [](const std::string& name) {
    return Json{{"type", "page"},
                {"url", "https://shop.example/" + name},
                {"title", name},
                {"referrer", ""}};
  };
  house.say(*visitor, page("a"));  // a visit begins: stored at once
  house.journal.hold();
  house.say(*visitor, page("b"));
  CHECK(house.journal.appends_waiting() == 0);
  house.say(*visitor, ask("m1", "hello"));
  CHECK(house.journal.appends_waiting() == 1);  // both
  house.say(*visitor, page("c"));
  CHECK(house.journal.appends_waiting() == 1);
  house.pass(app::CommitQueue::patience_ms);
  CHECK(house.journal.appends_waiting() == 2);
  house.journal.release();
  house.loop.run();
  CHECK(visitor->last("ack")["seq"] == 1);
}
