#include "console.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace usher::crash {

using Json = nlohmann::json;

Console::Console(load::Loop& loop, std::string name, load::Endpoint endpoint, Ledger& ledger)
    : Client(loop, std::move(name), std::move(endpoint)), ledger_(ledger) {}

void Console::act(const char* deed, const std::string& conversation) {
  act(deed, conversation, Json::object());
}

void Console::act(const char* deed, const std::string& conversation, const Json& more) {
  Json frame = {{"type", deed}, {"conversation", conversation}};
  frame.update(more);
  send(frame);
}

void Console::write(const std::string& conversation) {
  outbox_.push_back({conversation, name() + "-" + std::to_string(++written_), false});
  if (state_ == State::live) send_messages();
}

void Console::send_messages() {
  for (Unsent& message : outbox_) {
    if (std::exchange(message.sent, true)) continue;
    act("post", message.conversation,
        {{"client_id", message.client_id}, {"text", text_of(message.client_id)}});
  }
}

Console::Row Console::row(const std::string& conversation) const {
  const auto found = rows_.find(conversation);
  return found == rows_.end() ? Row{} : found->second;
}

bool Console::owns(const std::string& conversation) const {
  return row(conversation).standing == Standing{"assigned", id_};
}

std::size_t Console::own() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(rows_, [&](const auto& row) { return owns(row.first); }));
}

Json Console::hello() const { return {{"type", "agent_hello"}, {"protocol", 1}}; }

void Console::take(const Json& frame) {
  const std::string& type = frame.at("type").get_ref<const std::string&>();
  if (type == "ack") {
    acknowledged(frame);
  } else if (type == "entry") {
    const Json& entry = frame.at("entry");
    ledger_.told(frame.at("conversation"), entry.at("seq"), heard_of(entry));
  } else if (type == "agent_welcome") {
    welcomed(frame);
  } else if (type == "conversation_listed") {
    listed(frame.at("conversation"));
  } else if (type == "conversation_unlisted") {
    rows_.erase(frame.at("conversation").get<std::string>());
  } else if (type == "troubles") {
    broken("the server found trouble: " + frame.dump());
  } else if (type == "error") {
    if (!is_for_later(frame)) refused(frame);
  }
}

void Console::welcomed(const Json& frame) {
  id_ = frame.at("agent").at("agent");
  queues_.clear();
  for (const Json& queue : frame.at("queues")) queues_.push_back(queue.at("queue"));
  rows_.clear();
  for (const Json& row : frame.at("conversations")) listed(row);
  send({{"type", "status"}, {"status", "online"}});
  state_ = State::live;
  send_messages();
}

void Console::listed(const Json& row) {
  const std::string conversation = row.at("conversation");
  Row shown;
  shown.standing = standing_of(row);
  if (const Json& offer = row.at("offer"); !offer.is_null()) {
    shown.rings = true;
    if (const Json& from = offer.at("from"); !from.is_null()) shown.from = from.at("agent");
  }
  if (const Json& transfer = row.at("transfer"); !transfer.is_null()) {
    shown.to = transfer.at("to").at("agent");
  }
  // Supervisors are shown no seq of what they don't take part in.
  const std::uint64_t seq = row.at("last_seq");
  if (seq > 0) ledger_.told_row(conversation, seq, shown.standing);
  rows_[conversation] = std::move(shown);
}

void Console::acknowledged(const Json& ack) {
  const std::string client_id = ack.at("client_id");
  const std::uint64_t seq = ack.at("seq");
  ledger_.told(ack.at("conversation"), seq, {"message", id_, client_id, text_of(client_id)});
  const auto [known, fresh] = acked_.emplace(client_id, seq);
  if (!fresh && known->second != seq) broken("acknowledged at two places: " + client_id);
  std::erase_if(outbox_, [&](const Unsent& message) { return message.client_id == client_id; });
}

// Between writing a message and its arrival the conversation may have become another's.
void Console::refused(const Json& error) {
  const std::string& code = error.at("code").get_ref<const std::string&>();
  const bool not_its_own =
      code == "not_assigned" || code == "conversation_closed" || code == "unknown_conversation";
  if (!error.contains("client_id") || !not_its_own) broken("refused: " + error.dump());
  const std::string client_id = error.at("client_id");
  if (acked_.contains(client_id)) broken("refused after it was acknowledged: " + client_id);
  ledger_.refused(client_id);
  std::erase_if(outbox_, [&](const Unsent& message) { return message.client_id == client_id; });
}

void Console::lost() {
  for (Unsent& message : outbox_) message.sent = false;
}

void Console::try_again() {
  lost();
  send_messages();
}

}  // namespace usher::crash
