#pragma once
// A house with an administrator, and the HTTP API as its people call it.

#include <map>
#include <string>

#include "small_house.hpp"

namespace usher::test {

inline constexpr core::AgentId admin_id{13};

struct Answer {
  unsigned status = 0;
  Json body;

  std::string code() const { return body.at("error").at("code"); }
  std::string field() const { return body.at("error").value("field", ""); }
};

struct Office {
  SmallHouse house;
  std::map<std::string, std::string> cookies;

  Office() {
    house.add_agent(admin_id, "adm", core::Role::admin);
    house.restart();
  }

  app::HttpResponse send(const std::string& method, const std::string& path,
                         const std::string& body, const std::string& cookie,
                         const std::map<std::string, std::string>& query = {}) {
    app::HttpRequest request;
    request.method = method;
    request.path = path;
    request.query = query;
    request.body = body;
    request.host = "chat.example";
    request.peer = "192.0.2.1";
    request.headers = {{"origin", "https://chat.example"},
                       {"content-type", "application/json"},
                       {"cookie", cookie}};
    app::HttpResponse answered{0, {}, {}};
    house.house->handle(request,
                        [&](app::HttpResponse response) { answered = std::move(response); });
    house.loop.run();
    return answered;
  }

  std::string sign_in(const std::string& who) {
    const Json body{{"login", who}, {"password", "correct horse"}};
    for (const auto& [name, value] : send("POST", "/api/v1/session", body.dump(), "").headers) {
      if (name == "set-cookie") return value.substr(0, value.find(';'));
    }
    return {};
  }

  // `who`: a login, or "" for nobody.
  Answer ask(const std::string& who, const std::string& method, const std::string& path,
             const Json& body = {}) {
    const std::string text = body.is_null()     ? ""
                             : body.is_string() ? body.get<std::string>()
                                                : body.dump();
    return asked(who, method, path, {}, text);
  }
  Answer asked(const std::string& who, const std::string& method, const std::string& path,
               const std::map<std::string, std::string>& query, const std::string& text) {
    if (!who.empty() && !cookies.contains(who)) cookies[who] = sign_in(who);
    const std::string cookie = who.empty() ? "" : cookies[who];
    const auto response = send(method, "/api/v1/" + path, text, cookie, query);
    return {response.status, response.body.empty() ? Json() : Json::parse(response.body)};
  }
  Answer admin(const std::string& method, const std::string& path, const Json& body = {}) {
    return ask("adm", method, path, body);
  }
  std::string new_queue(const std::string& name) {
    return admin("POST", "queues", {{"name", name}}).body.at("queue").at("queue");
  }
};

}  // namespace usher::test
