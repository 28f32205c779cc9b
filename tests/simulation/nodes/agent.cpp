#include "simulation/nodes/agent.hpp"

#include <algorithm>

#include "protocol/ids.hpp"

namespace usher::simulation {
namespace {

std::string wire_id(core::AgentId agent) {
  std::string text;
  protocol::append_id(text, 'a', agent.value);
  return text;
}

}  // namespace

Agent::Agent(std::string name, core::AccountId account, core::AgentId id, std::string cookie,
             Doors& doors, Ledger& ledger, Schedule& schedule, SeededLoop& loop)
    : Talker(std::move(name), account, doors, ledger, schedule, loop),
      id_(wire_id(id)),
      cookie_(std::move(cookie)) {}

app::HttpRequest Agent::request() const {
  app::HttpRequest request;
  request.method = "GET";
  request.path = "/ws/agent";
  request.headers = {{"origin", "https://chat.example"}, {"cookie", "usher_session=" + cookie_}};
  request.host = "chat.example";
  request.secure = true;
  request.peer = "192.0.2.2";
  return request;
}

Json Agent::hello() const { return {{"type", "agent_hello"}, {"protocol", 1}}; }

Json Agent::message(const Unsent& unsent) const {
  return {{"type", "post"},
          {"conversation", unsent.conversation},
          {"client_id", unsent.client_id},
          {"text", "Text " + unsent.client_id}};
}

std::optional<std::string> Agent::own() {
  std::vector<std::string> all;
  for (const auto& [id, row] : rows_) {
    if (row.own) all.push_back(id);
  }
  if (all.empty() || !is_live()) return std::nullopt;
  return all[schedule_.random().below(all.size())];
}

void Agent::answer() {
  if (const auto conversation = own()) write(*conversation);
}

void Agent::close() {
  if (const auto id = own()) send({{"type", "close"}, {"conversation", *id}});
}

void Agent::transfer(core::AgentId colleague) {
  const auto id = own();
  if (!id) return;
  send({{"type", "transfer"}, {"conversation", *id}, {"agent", wire_id(colleague)}, {"note", ""}});
}

void Agent::mark() {
  const auto id = own();
  const auto story = id ? stories_.find(*id) : stories_.end();
  if (story == stories_.end() || story->second.last() == 0) return;
  const core::Seq last = story->second.last();
  send({{"type", "mark"}, {"conversation", *id}, {"delivered", last}, {"read", last}});
}

void Agent::be(bool online) {
  online_ = online;
  if (is_live()) say_status();
}

void Agent::say_status() { send({{"type", "status"}, {"status", online_ ? "online" : "away"}}); }

bool Agent::at_ease() const {
  const auto rings = [](const auto& row) { return row.second.rings; };
  return is_live() && hears() && outbox_.empty() && !waits() && std::ranges::none_of(rows_, rings);
}

// Takes what rings, a moment later.
void Agent::think() {
  for (auto& [id, row] : rows_) {
    if (!row.rings || row.asked) continue;
    row.asked = true;
    send({{"type", "accept"}, {"conversation", id}});
  }
}

void Agent::lost() {
  Talker::lost();
  rows_.clear();
}

void Agent::try_again() {
  for (auto& [id, row] : rows_) row.asked = false;
  say_status();
  Talker::try_again();
}

void Agent::take(const Json& frame) {
  const std::string& type = frame.at("type").get_ref<const std::string&>();
  if (type == "ack") {
    take_ack(frame);
  } else if (type == "entry") {
    take_entry(frame);
  } else if (type == "entries") {
    take_entries(frame);
  } else if (type == "agent_welcome") {
    welcomed(frame);
  } else if (type == "conversation_listed") {
    listed(frame.at("conversation"));
  } else if (type == "conversation_unlisted") {
    rows_.erase(frame.at("conversation").get<std::string>());
  } else if (type == "troubles") {
    broke("no_trouble", frame.dump());
  } else if (type == "error") {
    if (!is_for_later(frame)) refused(frame);
  } else if (type == "reset") {
    broke("no_reset", frame.dump());
  }
}

void Agent::welcomed(const Json& frame) {
  take_epoch(frame.at("epoch"));
  rows_.clear();
  for (const Json& row : frame.at("conversations")) listed(row);
  say_status();
  resume_all();
}

void Agent::listed(const Json& row) {
  const std::string id = row.at("conversation");
  Row shown;
  shown.state = row.at("state");
  const Json& agent = row.at("agent");
  shown.own = shown.state == "assigned" && !agent.is_null() && agent.at("agent") == id_;
  shown.rings = !row.at("offer").is_null();
  const auto known = rows_.find(id);
  shown.asked = shown.rings && known != rows_.end() && known->second.asked;
  rows_[id] = shown;
  if (shown.own && !stories_.contains(id)) {
    hold(id);
    resume(id);
  }
}

// Between a deed and its arrival the conversation may have become another's.
void Agent::refused(const Json& error) {
  const std::string code = error.at("code");
  const bool late = code == "not_assigned" || code == "conversation_closed" ||
                    code == "unknown_conversation" || code == "no_such_offer" ||
                    code == "over_capacity" || code == "colleague_unavailable" ||
                    code == "agent_offline";
  if (!late) broke("no_refusal", error.dump());
  if (error.contains("client_id")) drop_message(error.at("client_id"));
  if (error.value("reply_to", "") == "resume") let_go(error.at("conversation"));
}

}  // namespace usher::simulation
