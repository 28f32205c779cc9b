#include "simulation/nodes/people.hpp"

#include <iterator>
#include <utility>

namespace usher::simulation {

VisitorClient::VisitorClient(World world, std::uint64_t account, const std::string& name)
    : Client(std::move(world), Outside::account(account), name), index_(account) {}

void VisitorClient::ask() {
  loop_.post([this] {
    const std::string id = name() + "-" + std::to_string(++written_);
    put({{"type", "ask"}, {"client_id", id}, {"text", "words of " + id}});
  });
}

void VisitorClient::leave() {
  loop_.post([this] {
    if (!conversation_.empty()) say({{"type", "close"}, {"conversation", conversation_}});
  });
}

void VisitorClient::knock() {
  app::HttpRequest request;
  request.method = "GET";
  request.path = "/ws/visitor";
  request.query["site"] = Outside::site_key(index_);
  request.headers["origin"] = "https://shop.example";
  request.peer = "192.0.2.1";
  dial(std::move(request));
}

Json VisitorClient::hello() const {
  Json frame{{"type", "visitor_hello"}, {"protocol", 1}};
  if (!token_.empty()) frame["token"] = token_;
  return frame;
}

void VisitorClient::welcomed(const Json& welcome) {
  token_ = welcome.at("token");
  note(welcome.at("conversation"));
}

void VisitorClient::heard(const std::string& type, const Json& frame) {
  if (type == "conversation_changed") note(frame.at("conversation"));
}

void VisitorClient::note(const Json& conversation) {
  if (conversation.is_null()) return;
  conversation_ = conversation.at("conversation");
  hold(conversation_);
}

AgentClient::AgentClient(World world, std::uint64_t account, std::uint64_t number,
                         const std::string& name)
    : Client(std::move(world), Outside::account(account), name),
      login_(Outside::login(account, number)) {}

std::string AgentClient::any_conversation() {
  if (held_.empty()) return {};
  const auto which = static_cast<std::ptrdiff_t>(random_.below(held_.size()));
  return std::next(held_.begin(), which)->first;
}

void AgentClient::post() {
  loop_.post([this] {
    const std::string conversation = any_conversation();
    if (conversation.empty()) return;
    const std::string id = name() + "-" + std::to_string(++written_);
    put({{"type", "post"},
         {"client_id", id},
         {"conversation", conversation},
         {"text", "words of " + id}});
  });
}

void AgentClient::close() {
  loop_.post([this] {
    const std::string conversation = any_conversation();
    if (!conversation.empty()) say({{"type", "close"}, {"conversation", conversation}});
  });
}

app::HttpRequest AgentClient::http(const std::string& method, const std::string& path) const {
  app::HttpRequest request;
  request.method = method;
  request.path = path;
  request.host = "chat.example";
  request.peer = "192.0.2.2";
  request.headers = {{"origin", "https://chat.example"}, {"content-type", "application/json"}};
  if (!cookie_.empty()) request.headers["cookie"] = cookie_;
  return request;
}

void AgentClient::request() {
  loop_.post([this] {
    Process* const process = world_.pick();
    if (!process || cookie_.empty()) return;
    process->ask(http("GET", "/api/v1/session"), loop_,
                 [this, once = std::make_shared<int>(0)](const app::HttpResponse& response) {
                   world_.outside.laws.expect(++*once == 1, "one_answer", "to one request");
                   world_.outside.laws.expect(
                       response.status == 200 || response.status == 503 || response.status == 502,
                       "requests_are_answered", std::to_string(response.status));
                   if (response.status == 200) ++answers_;
                 });
  });
}

void AgentClient::knock() {
  if (cookie_.empty()) return sign_in();
  dial(http("GET", "/ws/agent"));
}

void AgentClient::sign_in() {
  Process* const process = world_.pick();
  if (!process) return come_back_later();
  app::HttpRequest request = http("POST", "/api/v1/session");
  request.body = Json{{"login", login_}, {"password", "correct horse"}}.dump();
  process->ask(request, loop_, [this, number = ++sign_ins_](const app::HttpResponse& response) {
    if (number != sign_ins_ || !cookie_.empty()) return;  // it was too late
    for (const auto& [name, value] : response.headers) {
      if (name == "set-cookie") cookie_ = value.substr(0, value.find(';'));
    }
    if (!cookie_.empty()) come_back_in(0);
  });
}

void AgentClient::refused_at_door(int status) {
  world_.outside.laws.expect(status != 401, "sign_ins_last", name() + " was refused");
}

Json AgentClient::hello() const { return {{"type", "agent_hello"}, {"protocol", 1}}; }

void AgentClient::welcomed(const Json& welcome) {
  agent_ = welcome.at("agent").at("agent");
  say({{"type", "status"}, {"status", "online"}});
  std::set<std::string> listed;
  for (const Json& conversation : welcome.at("conversations")) {
    listed.insert(conversation.at("conversation"));
    note(conversation);
  }
  std::erase_if(held_, [&](const auto& entry) { return !listed.contains(entry.first); });
}

void AgentClient::heard(const std::string& type, const Json& frame) {
  if (type == "conversation_listed") note(frame.at("conversation"));
  if (type == "conversation_unlisted") let_go(frame.at("conversation"));
}

void AgentClient::note(const Json& conversation) {
  const std::string id = conversation.at("conversation");
  const std::string state = conversation.at("state");
  const Json& agent = conversation.at("agent");
  if (state == "assigned" && !agent.is_null() && agent.at("agent") == agent_) return hold(id);
  let_go(id);
  if (!conversation.at("offer").is_null()) say({{"type", "accept"}, {"conversation", id}});
}

}  // namespace usher::simulation
