// Files: uploaded by visitors and agents, sent with messages, given out as things to save.

#include "core/limits.hpp"
#include "integration/server_people.hpp"
#include "support/catch.hpp"

using namespace usher;
using test::Answer;
using test::Client;
using test::Json;
using test::Person;
using test::ServerHouse;

namespace {

constexpr const char* bytes_type = "Content-Type: application/octet-stream\r\n";
const std::string png = "\x89PNG\r\n\x1a\n and so on";

Answer of_visitor(ServerHouse& house, const std::string& token, const std::string& name,
                  const std::string& body, const std::string& origin = "https://shop.example") {
  Client client(house.port());
  client.send(
      test::post("/api/v1/visitor_files?site=s_main&name=" + name, body,
                 "Origin: " + origin + "\r\nAuthorization: Bearer " + token + "\r\n" + bytes_type));
  return client.answer().value_or(Answer{});
}

Answer of_agent(ServerHouse& house, const std::string& login, const std::string& name,
                const std::string& body) {
  Client client(house.port());
  client.send(test::post("/api/v1/files?name=" + name, body,
                         std::string("Origin: ") + test::own_origin +
                             "\r\nCookie: " + test::sign_in(house, login) + "\r\n" + bytes_type));
  return client.answer().value_or(Answer{});
}

Answer get(ServerHouse& house, const std::string& path) {
  Client client(house.port());
  client.send(test::get(path, ""));
  return client.answer().value_or(Answer{});
}

Json ticket_in(const Answer& answer) {
  REQUIRE(answer.status == 201);
  return Json::parse(answer.body);
}

// A visitor in conversation with ann.
struct Desk {
  ServerHouse house;
  Person ann = test::agent(house, "ann");
  Person visitor = test::visitor(house);
  std::string token = visitor.welcome["token"];
  Json conversation;

  Desk() {
    visitor.say(test::ask("m1", "hello"));
    conversation = visitor.wait("ack")["conversation"];
    ann.wait("conversation_listed");
  }
};

}  // namespace

TEST_CASE("a visitor's picture reaches the agent, and can be fetched by whoever has its key") {
  Desk desk;
  const Json made = ticket_in(of_visitor(desk.house, desk.token, "%E7%8C%AB.png", png));
  CHECK(made["name"] == "猫.png");
  CHECK(made["image"] == true);
  CHECK(made["bytes"] == png.size());
  desk.visitor.say(
      {{"type", "ask"}, {"client_id", "f1"}, {"text", "猫.png"}, {"file", made["ticket"]}});
  const Json entry = desk.ann.wait("entry")["entry"];
  CHECK(entry["file"]["name"] == "猫.png");
  CHECK(entry["file"]["key"] == made["key"]);
  const std::string path = "/files/" + made["key"].get<std::string>() + "/%E7%8C%AB.png";
  const Answer file = get(desk.house, path);
  CHECK(file.status == 200);
  CHECK(file.body == png);
  CHECK(file.headers.at("content-type") == "image/png");
  CHECK(file.headers.at("content-disposition") == "attachment; filename*=UTF-8''%E7%8C%AB.png");
  CHECK(file.headers.at("x-content-type-options") == "nosniff");
  CHECK(file.headers.at("content-security-policy") == "sandbox; default-src 'none'");
}

TEST_CASE("an agent's file is sent once, however often its message is repeated") {
  Desk desk;
  const Json made =
      ticket_in(of_agent(desk.house, "ann", "list.html", "<script>alert(1)</script>"));
  CHECK(made["image"] == false);
  Json post{{"type", "post"},
            {"client_id", "f2"},
            {"conversation", desk.conversation},
            {"text", "list.html"},
            {"file", made["ticket"]}};
  desk.ann.say(post);
  const Json ack = desk.ann.wait("ack");
  desk.ann.say(post);
  CHECK(desk.ann.wait("ack")["seq"] == ack["seq"]);
  post.erase("file");
  desk.ann.say(post);
  CHECK(desk.ann.wait("error")["code"] == "id_conflict");
  const Answer file = get(desk.house, "/files/" + made["key"].get<std::string>() + "/x.html");
  CHECK(file.headers.at("content-type") == "application/octet-stream");
}

TEST_CASE("nobody sends another one's file, and a ticket cannot be made up") {
  Desk desk;
  const Json made = ticket_in(of_agent(desk.house, "ann", "a.txt", "hello"));
  for (const Json& ticket : {made["ticket"], Json("made.up")}) {
    desk.visitor.say({{"type", "ask"}, {"client_id", "f3"}, {"text", "a.txt"}, {"file", ticket}});
    const Json error = desk.visitor.wait("error");
    CHECK(error["code"] == "bad_value");
    CHECK(error["field"] == "file");
  }
}

TEST_CASE("a canned reply brings its file, and each agent may send it") {
  Desk desk;
  const auto call = [&](const std::string& login, const std::string& method,
                        const std::string& path, const Json& body) {
    return test::ask_http(desk.house, method, path, body.is_null() ? "" : body.dump(),
                          test::sign_in(desk.house, login));
  };
  const Json made = ticket_in(of_agent(desk.house, "adm", "prices.pdf", "%PDF-1.7"));
  Json reply{{"name", "prices"}, {"text", "Here"}, {"scope", "all"}, {"file", made["ticket"]}};
  const Answer created = call("adm", "POST", "/api/v1/canned", reply);
  REQUIRE(created.status == 201);
  const Json id = Json::parse(created.body)["reply"]["reply"];

  const Json of_ann = Json::parse(call("ann", "GET", "/api/v1/canned", {}).body)["canned"][0];
  CHECK(of_ann["file"]["name"] == "prices.pdf");
  CHECK(of_ann["file"]["ticket"] != made["ticket"]);
  desk.ann.say({{"type", "post"},
                {"client_id", "c1"},
                {"conversation", desk.conversation},
                {"text", "Here"},
                {"file", of_ann["file"]["ticket"]}});
  desk.ann.wait("ack");

  const std::string path = "/api/v1/canned/" + id.get<std::string>();
  reply["file"] = "made.up";
  const Answer refused = call("adm", "PUT", path, reply);
  CHECK(refused.status == 400);
  CHECK(Json::parse(refused.body)["error"]["field"] == "file");
  reply.erase("file");  // as it is
  CHECK(Json::parse(call("adm", "PUT", path, reply).body)["reply"]["file"]["key"] == made["key"]);
  reply["file"] = nullptr;
  CHECK(Json::parse(call("adm", "PUT", path, reply).body)["reply"]["file"].is_null());
}

TEST_CASE("uploads that are not taken say why") {
  Desk desk;
  const auto refused = [&](const Answer& answer, int status, const std::string& code) {
    CHECK(answer.status == status);
    CHECK(Json::parse(answer.body)["error"]["code"] == code);
  };
  refused(of_visitor(desk.house, desk.token, "", png), 400, "bad_value");
  refused(of_visitor(desk.house, desk.token, "..%2Fa.png", png), 400, "bad_value");
  // No request holds a control character, whatever it is for.
  CHECK(of_visitor(desk.house, desk.token, "a%0D%0Ab.png", png).status == 400);
  refused(of_visitor(desk.house, desk.token, "a.png", ""), 400, "empty_file");
  refused(of_visitor(desk.house, desk.token, "photo.png", "MZ\x90 run me"), 415, "file_kind");
  refused(of_visitor(desk.house, "v_1.forged", "a.png", png), 401, "bad_token");
  refused(of_visitor(desk.house, desk.token, "a.png", png, "https://evil.example"), 403,
          "foreign_origin");
  CHECK(get(desk.house, "/files/" + std::string(32, '0') + "/a").status == 404);
  CHECK(get(desk.house, "/files/..%2F..%2Fusher.db").status == 404);
}

TEST_CASE("a file may be as long as its limit, and no longer") {
  Desk desk;
  const std::string whole(limits::file_bytes_max, 'x');
  const Json made = ticket_in(of_agent(desk.house, "ann", "a.bin", whole));
  CHECK(get(desk.house, "/files/" + made["key"].get<std::string>() + "/a.bin").body == whole);
  Client client(desk.house.port());
  client.send("POST /api/v1/files?name=a HTTP/1.1\r\nHost: usher.test\r\nContent-Length: " +
              std::to_string(limits::file_bytes_max + 1) + "\r\n\r\n");
  CHECK(client.answer().value_or(Answer{}).status == 413);
}
