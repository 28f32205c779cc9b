#pragma once
// People who come to either of two nodes; see two_houses.hpp.

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/cluster_limits.hpp"
#include "support/catch.hpp"
#include "unit/app/two_houses.hpp"

namespace usher::test {

// From a node's death until the other serves its floors.
inline constexpr std::int64_t taken_over_ms = limits::node_lease_ms + 3 * limits::beat_every_ms;

struct ApiAnswer {
  unsigned status = 0;
  Json body;
};

// People, and what they do at either node.
struct TwoDoors : TwoHouses {
  using Who = std::variant<app::Admission::Visitor, app::Admission::Agent>;

  std::unique_ptr<Line> open(NodeHouse& node, Who who) {
    auto line = std::make_unique<Line>();
    const app::Admission admission{account.id, 0, std::move(who), "127.0.0.1"};
    line->session = node.house->open(admission, *line);
    run();
    return line;
  }
  void say(Line& line, const Json& frame) {
    line.session->on_frame(frame.dump());
    run();
  }
  void hang_up(Line& line) {
    line.session->on_closed();
    line.session.reset();
    run();
  }
  std::unique_ptr<Line> visitor(NodeHouse& node, const std::string& token = {}) {
    auto line = open(node, app::Admission::Visitor{core::SiteId{2}});
    Json hello{{"type", "visitor_hello"}, {"protocol", 1}};
    if (!token.empty()) hello["token"] = token;
    say(*line, hello);
    return line;
  }
  std::unique_ptr<Line> agent(NodeHouse& node, core::AgentId id = ann,
                              const std::string& sign_in = "hash") {
    auto line = open(node, app::Admission::Agent{id, sign_in, 0});
    say(*line, {{"type", "agent_hello"}, {"protocol", 1}});
    say(*line, {{"type", "status"}, {"status", "online"}});
    return line;
  }
  std::string ask(Line& visitor, const std::string& id, const std::string& text) {
    say(visitor, {{"type", "ask"}, {"client_id", id}, {"text", text}});
    return visitor.last("ack").at("conversation");
  }
  void reply(Line& agent, const std::string& conversation, const std::string& id,
             const std::string& text) {
    say(agent,
        {{"type", "post"}, {"conversation", conversation}, {"client_id", id}, {"text", text}});
  }

  app::HttpResponse send(NodeHouse& node, app::HttpRequest request) {
    request.host = "chat.example";
    request.peer = "192.0.2.1";
    app::HttpResponse answered{0, {}, {}};
    int answers = 0;
    node.house->handle(std::move(request), [&](app::HttpResponse response) {
      answered = std::move(response);
      ++answers;
    });
    run();
    CHECK(answers == 1);
    return answered;
  }
  app::HttpRequest request(const std::string& method, const std::string& path,
                           const std::string& body, const std::string& cookie = {}) {
    app::HttpRequest made;
    made.method = method;
    made.path = "/api/v1/" + path;
    made.body = body;
    made.headers = {{"origin", "https://chat.example"},
                    {"content-type", "application/json"},
                    {"cookie", cookie}};
    return made;
  }
  std::string cookie_of(NodeHouse& node, const std::string& login) {
    const Json body{{"login", login}, {"password", "correct horse"}};
    for (const auto& [name, value] : send(node, request("POST", "session", body.dump())).headers) {
      if (name == "set-cookie") return value.substr(0, value.find(';'));
    }
    return {};
  }
  ApiAnswer api(NodeHouse& node, const std::string& login, const std::string& method,
                const std::string& path, const Json& body = {}) {
    if (!cookies.contains(login)) cookies[login] = cookie_of(node, login);
    const std::string text = body.is_null() ? "" : body.dump();
    const auto response = send(node, request(method, path, text, cookies[login]));
    return {response.status, response.body.empty() ? Json() : Json::parse(response.body)};
  }

  // As by kill -9: its sockets are gone, and what it had still to do is never done.
  void kill_owner(const std::vector<Line*>& its_lines) {
    for (Line* line : its_lines) line->session.reset();
    owner->house.reset();
  }

  std::map<std::string, std::string> cookies;
};

}  // namespace usher::test
