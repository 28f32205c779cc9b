// Two nodes as the API's callers see them, and what they do beside the talk: files, webhooks,
// erasures.

#include "core/limits.hpp"
#include "unit/app/two_doors.hpp"

namespace usher::test {

TEST_CASE("the API answers alike at both nodes, and counts people where they are connected",
          "[nodes]") {
  TwoDoors shop;
  const auto ann = shop.agent(*shop.owner);
  const auto sue = shop.agent(*shop.edge, shop.sue);
  const auto vera = shop.visitor(*shop.edge);
  const auto vince = shop.visitor(*shop.edge);
  const auto view = [](const ports::NodeId& id, bool owner, int visitors, int agents) {
    return Json{{"node", id},
                {"owner", owner},
                {"leaving", false},
                {"visitors", visitors},
                {"agents", agents}};
  };
  for (NodeHouse* node : {shop.owner.get(), shop.edge.get()}) {
    const ApiAnswer nodes = shop.api(*node, "adm", "GET", "nodes");
    REQUIRE(nodes.status == 200);
    Json wanted = Json::array({view(shop.owner_id, true, 0, 1), view(shop.edge_id, false, 2, 1)});
    if (shop.edge_id < shop.owner_id) std::swap(wanted[0], wanted[1]);
    CHECK(nodes.body.at("nodes") == wanted);
  }
  for (Line* line : {vera.get(), vince.get()}) {
    shop.say(*line, {{"type", "page"},
                     {"url", "https://shop.example/tea"},
                     {"title", "Tea"},
                     {"referrer", ""}});
  }
  const Json conditions =
      Json::array({{{"input", "pages"}, {"operator", "at_least"}, {"value", 1}}});
  const Json rule{{"name", "Tea"},
                  {"text", "Can I help?"},
                  {"when", {{"match", "all"}, {"conditions", conditions}}}};
  const ApiAnswer here = shop.api(*shop.owner, "adm", "POST", "invitation_rules/dry_run", rule);
  const ApiAnswer there = shop.api(*shop.edge, "adm", "POST", "invitation_rules/dry_run", rule);
  INFO(here.body.dump());
  CHECK(here.status == 200);
  CHECK(here.body.value("visitors", 0) == 2);
  CHECK(there.status == here.status);
  CHECK(there.body == here.body);
  shop.pass(2'000);  // the archive follows
  const ApiAnswer people = shop.api(*shop.edge, "adm", "GET", "people");
  CHECK(people.status == 200);
  CHECK(people.body.at("people").size() == 2);
  CHECK(shop.api(*shop.edge, "ann", "GET", "people").status == 403);
}

TEST_CASE("without an owner the doors say when to come back; requests are answered once",
          "[nodes]") {
  TwoDoors shop;
  shop.api(*shop.edge, "adm", "GET", "nodes");  // has signed in
  shop.kill_owner({});
  app::HttpResponse answered;
  int answers = 0;
  shop.edge->house->handle(shop.request("GET", "people", "", shop.cookies["adm"]),
                           [&](app::HttpResponse response) {
                             answered = std::move(response);
                             ++answers;
                           });
  shop.pass(limits::forwarded_ms + 2'000);
  CHECK(answers == 1);
  CHECK(answered.status == 503);
  CHECK(shop.api(*shop.edge, "adm", "GET", "people").status == 200);
}

TEST_CASE("signing out at one node closes the console that another one serves", "[nodes]") {
  TwoDoors shop;
  const bool leaves_at_edge = GENERATE(true, false);
  NodeHouse& door = *shop.edge;
  const std::string cookie = shop.cookie_of(door, "ann");
  app::HttpRequest upgrade = shop.request("GET", "", "", cookie);
  upgrade.path = "/ws/agent";
  upgrade.host = "chat.example";
  const auto admitted = door.house->admit(upgrade);
  REQUIRE(std::holds_alternative<app::Admission>(admitted));
  const auto& who = std::get<app::Admission::Agent>(std::get<app::Admission>(admitted).who);
  const auto console = shop.agent(door, who.agent, who.sign_in);
  REQUIRE(console->all("agent_welcome").size() == 1);
  NodeHouse& where = leaves_at_edge ? door : *shop.owner;
  CHECK(shop.send(where, shop.request("DELETE", "session", "", cookie)).status == 204);
  CHECK(console->closed == 4100);
  CHECK(std::holds_alternative<app::HttpResponse>(door.house->admit(upgrade)));
}

TEST_CASE("a file uploaded at either node is sent at any, and stays", "[nodes]") {
  TwoDoors shop;
  const auto ann = shop.agent(*shop.owner);
  const auto vera = shop.visitor(*shop.edge);
  const std::string token = vera->last("visitor_welcome").at("token");
  const auto upload = [&](NodeHouse& node) {
    app::HttpRequest made = shop.request("POST", "visitor_files", "some words");
    made.query = {{"site", "s_test"}, {"name", "a.txt"}};
    made.headers = {{"origin", "https://shop.example"}, {"authorization", "Bearer " + token}};
    const auto answer = shop.send(node, std::move(made));
    INFO(answer.body);
    REQUIRE(answer.status == 201);
    return Json::parse(answer.body);
  };
  int sent = 0;
  const auto send = [&](NodeHouse& node) {
    const Json file = upload(node);
    const std::string id = "f" + std::to_string(++sent);
    shop.say(*vera,
             {{"type", "ask"}, {"client_id", id}, {"text", "a.txt"}, {"file", file.at("ticket")}});
    CHECK(vera->last("ack").at("client_id") == id);
    app::HttpRequest get;
    get.method = "GET";
    get.path = "/files/" + file.at("key").get<std::string>() + "/a.txt";
    return get;
  };
  const std::vector<app::HttpRequest> files{send(*shop.edge), send(*shop.owner)};
  CHECK(ann->last("entry").at("entry").at("file").at("name") == "a.txt");
  // Who sends what it uploads may go on doing so.
  for (std::size_t i = 0; i < limits::unsent_files_max; ++i) {
    send(*shop.edge);
    shop.pass(limits::minute_ms);
  }
  // What is due goes when the next one comes.
  shop.clock.time = shop.clock.time + limits::unsent_file_keep_ms;
  shop.pass(1'000);
  const auto later = shop.visitor(*shop.edge, token);
  for (NodeHouse* node : {shop.edge.get(), shop.owner.get()}) {
    upload(*node);
    for (const app::HttpRequest& file : files) {
      CHECK(shop.send(*shop.owner, file).body == "some words");
    }
  }
}

TEST_CASE("what was erased at one node is not found at the other when it takes over", "[nodes]") {
  TwoDoors shop;
  const auto vera = shop.visitor(*shop.owner);
  const auto vince = shop.visitor(*shop.owner);
  shop.ask(*vera, "m1", "zanzibar");
  shop.ask(*vince, "m1", "zanzibar");
  shop.pass(2'000);
  // The other node has served the account before, and knows all of it.
  std::vector<core::Recorded> rows;
  shop.edge->journal.replay(shop.account.id, 0,
                            [&rows](core::Recorded&& row) { rows.push_back(std::move(row)); });
  shop.edge->archive.add(shop.account.id, rows);
  ports::MessageQuery query;
  query.text = "zanzibar";
  query.limit = 9;
  REQUIRE(shop.edge->archive.search(shop.account.id, query).size() == 2);

  const std::string visitor = vera->last("visitor_welcome").at("visitor");
  CHECK(shop.api(*shop.edge, "adm", "DELETE", "people/" + visitor).status == 202);
  shop.pass(2'000);
  CHECK(shop.owner->archive.search(shop.account.id, query).size() == 1);
  shop.kill_owner({vera.get(), vince.get()});
  shop.pass(taken_over_ms + 2'000);
  CHECK(shop.edge->archive.search(shop.account.id, query).size() == 1);
  const std::string token = vera->last("visitor_welcome").at("token");
  CHECK(shop.visitor(*shop.edge, token)->closed == 4101);
}

TEST_CASE("a webhook is told once, whichever node it is asked for at", "[nodes]") {
  TwoDoors shop;
  const Json hook{{"url", "https://hooks.example/usher"}, {"kinds", {"wait", "no_reply"}}};
  REQUIRE(shop.api(*shop.edge, "adm", "POST", "webhooks", hook).status == 201);
  const auto vera = shop.visitor(*shop.edge);
  shop.ask(*vera, "m1", "anybody?");
  shop.pass(core::QueuePolicy{}.wait_alarm_ms + 5'000);
  REQUIRE(shop.http.posts.size() == 1);
  shop.http.answer({ports::HttpStatus{204}});
  shop.pass(2 * limits::minute_ms);
  CHECK(shop.http.posts.size() == 1);
}

}  // namespace usher::test
