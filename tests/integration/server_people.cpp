#include "integration/server_people.hpp"

#include <stdexcept>
#include <utility>

namespace usher::test {

Answer ask_http(ServerHouse& house, const std::string& method, const std::string& path,
                const std::string& body, const std::string& cookie, const std::string& origin) {
  Client client(house.port());
  std::string headers = "Content-Type: application/json\r\n";
  if (!origin.empty()) headers += "Origin: " + origin + "\r\n";
  if (!cookie.empty()) headers += "Cookie: " + cookie + "\r\n";
  std::string request = post(path, body, headers);
  client.send(request.replace(0, 4, method));
  return client.answer(method != "HEAD").value_or(Answer{});
}

std::string sign_in(ServerHouse& house, const std::string& login) {
  const Json body{{"login", login}, {"password", password}};
  const Answer answer = ask_http(house, "POST", "/api/v1/session", body.dump());
  if (answer.status != 200) throw std::runtime_error("no sign-in: " + answer.body);
  const std::string& cookie = answer.headers.at("set-cookie");
  return cookie.substr(0, cookie.find(';'));
}

Person::Person(ServerHouse& house, const std::string& path, const std::string& cookie)
    : house_(house), client_(house.port()) {
  const std::string header = cookie.empty() ? "" : "Cookie: " + cookie + "\r\n";
  const Answer answer = client_.upgrade(path, header);
  if (answer.status != 101) throw std::runtime_error("no upgrade: " + answer.body);
}

void Person::say(const Json& frame) {
  house_.note(frame.at("type"));
  client_.say(frame.dump());
}

Json Person::next() {
  const auto frame = client_.frame();
  if (!frame || frame->opcode != 1) throw std::runtime_error("the connection ended");
  Json json = Json::parse(frame->payload);
  house_.note(json.at("type"));
  return json;
}

Json Person::next_kept(const std::string& type) {
  for (auto it = kept_.begin(); it != kept_.end(); ++it) {
    if (it->at("type") != type) continue;
    Json frame = std::move(*it);
    kept_.erase(it);
    return frame;
  }
  return {};
}

Json Person::wait(const std::string& type) {
  if (Json frame = next_kept(type); !frame.is_null()) return frame;
  while (true) {
    Json frame = next();
    if (frame.at("type") == type) return frame;
    kept_.push_back(std::move(frame));
  }
}

std::string Person::settle() {
  last_error_ = {};
  say({{"type", "ping"}});
  while (true) {
    Json answer = next();
    const bool is_error = answer.at("type") == "error";
    const bool is_last =
        answer.at("type") == "pong" || (is_error && answer.value("reply_to", "") == "ping");
    if (is_error && (!is_last || last_error_.is_null())) last_error_ = answer;
    if (is_last) return last_error_.is_null() ? "done" : last_error_.at("code").get<std::string>();
    kept_.push_back(std::move(answer));
  }
}

std::string Person::page(const Json& frame) {
  say(frame);
  while (true) {
    Json answer = next();
    if (answer.at("type") == "entries") return "done";
    if (answer.at("type") == "error") {
      last_error_ = answer;
      return answer.at("code");
    }
    kept_.push_back(std::move(answer));
  }
}

std::vector<Json> Person::take_waiting() {
  std::vector<Json> taken(kept_.begin(), kept_.end());
  kept_.clear();
  return taken;
}

Person visitor(ServerHouse& house, const std::string& token) {
  Person person(house, Person::visitor_path);
  Json hello{{"type", "visitor_hello"}, {"protocol", 1}};
  if (!token.empty()) hello["token"] = token;
  person.say(hello);
  person.welcome = person.wait("visitor_welcome");
  return person;
}

Person agent(ServerHouse& house, const std::string& login) {
  Person person(house, "/ws/agent", sign_in(house, login));
  person.say({{"type", "agent_hello"}, {"protocol", 1}});
  person.welcome = person.wait("agent_welcome");
  person.outcome({{"type", "status"}, {"status", "online"}});
  return person;
}

Poller::Poller(ServerHouse& house, const std::string& token) : house_(house) {
  const Answer answer = ask_http(house, "POST", "/poll/visitor?site=s_main");
  if (answer.status != 200) throw std::runtime_error("no poll: " + answer.body);
  path_ = "/poll/" + Json::parse(answer.body).at("poll").get<std::string>();
  Json hello{{"type", "visitor_hello"}, {"protocol", 1}};
  if (!token.empty()) hello["token"] = token;
  say(hello);
  welcome = wait("visitor_welcome");
}

std::string Poller::body() const {
  return Json{{"ack", acked_}, {"seq", sent_ + 1}, {"frames", unsent_}}.dump();
}

bool Poller::exchange() {
  const Answer answer = ask_http(house_, "POST", path_, body());
  if (answer.status != 200) return false;
  sent_ += unsent_.size();
  unsent_.clear();
  const Json reply = Json::parse(answer.body);
  std::uint64_t number = reply.at("from");
  for (const Json& frame : reply.at("frames")) {
    if (number == acked_ + 1) {
      acked_ = number;
      kept_.push_back(frame);
    }
    ++number;
  }
  return true;
}

void Poller::lose_an_answer() {
  Client lost(house_.port());
  lost.send(post(path_, body(), "Origin: " + std::string(own_origin) + "\r\n"));
  lost.answer();  // the server did answer; nobody took note
}

Json Poller::wait(const std::string& type) {
  while (true) {
    for (auto it = kept_.begin(); it != kept_.end(); ++it) {
      if (it->at("type") != type) continue;
      Json frame = std::move(*it);
      kept_.erase(it);
      return frame;
    }
    if (!exchange()) throw std::runtime_error("the poll is gone");
  }
}

std::vector<Json> Poller::take_waiting() {
  std::vector<Json> taken(kept_.begin(), kept_.end());
  kept_.clear();
  return taken;
}

}  // namespace usher::test
