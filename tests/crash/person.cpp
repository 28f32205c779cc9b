#include "person.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace usher::crash {

using Json = nlohmann::json;

// Nested, so that only this file knows the frames.
class Person::Frames {
 public:
  static void take(Person& person, const Json& frame) {
    const std::string& type = frame.at("type").get_ref<const std::string&>();
    if (type == "ack") {
      person.acknowledged(frame.at("client_id"), frame.at("seq"), frame.at("conversation"));
    } else if (type == "entry") {
      if (frame.at("conversation") == person.conversation_) place(person, frame.at("entry"));
    } else if (type == "entries") {
      entries(person, frame);
    } else if (type == "visitor_welcome") {
      person.token_ = frame.at("token");
      visitor_welcome(person, frame);
    } else if (type == "conversation_changed") {
      shown(person, frame.at("conversation"));
    } else if (type == "agent_welcome") {
      agent_welcome(person, frame);
    } else if (type == "conversation_listed") {
      listed(person, frame.at("conversation"));
    } else if (type == "error") {
      if (!person.is_for_later(frame)) person.broken("refused: " + frame.dump());
    } else if (type == "reset") {
      person.broken("the server knows neither this conversation's place nor its epoch");
    }
  }

 private:
  static void entries(Person& person, const Json& frame) {
    for (const Json& entry : frame.at("entries")) place(person, entry);
    if (frame.at("more").get<bool>()) {
      person.resume();
    } else {
      person.caught_up_now();
    }
  }

  static void place(Person& person, const Json& entry) {
    person.place(entry.at("seq"), heard_of(entry));
  }

  static void visitor_welcome(Person& person, const Json& frame) {
    const Json& conversation = frame.at("conversation");
    std::string mine;
    if (!conversation.is_null()) {
      mine = conversation.at("conversation");
      shown(person, conversation);
    }
    person.welcomed(frame.at("epoch"), mine);
  }

  static void shown(Person& person, const Json& conversation) {
    person.standing_ = standing_of(conversation);
    person.ledger_.told_row(conversation.at("conversation"), conversation.at("last_seq"),
                            person.standing_);
  }

  static bool is_mine(const Person& person, const Json& conversation) {
    return standing_of(conversation) == Standing{"assigned", person.agent_id_};
  }

  static void agent_welcome(Person& person, const Json& frame) {
    person.agent_id_ = frame.at("agent").at("agent");
    std::string mine;
    std::vector<std::pair<std::int64_t, std::string>> waiting;
    for (const Json& conversation : frame.at("conversations")) {
      const std::string id = conversation.at("conversation");
      if (is_mine(person, conversation)) mine = id;
      if (conversation.at("state") == "waiting") {
        waiting.emplace_back(conversation.at("waiting_since"), id);
      }
    }
    std::sort(waiting.begin(), waiting.end());
    person.waiting_.clear();
    for (auto& [since, id] : waiting) person.waiting_.push_back(std::move(id));
    person.send({{"type", "status"}, {"status", "online"}});
    person.welcomed(frame.at("epoch"), mine);
  }

  static void listed(Person& person, const Json& conversation) {
    if (!person.conversation_.empty() || !is_mine(person, conversation)) return;
    person.conversation_ = conversation.at("conversation");
    person.resume();
  }
};

Person::Person(load::Loop& loop, Kind kind, std::string name, load::Endpoint endpoint,
               Ledger& ledger)
    : Client(loop, std::move(name), std::move(endpoint)), kind_(kind), ledger_(ledger) {}

void Person::write() {
  const std::string id = name() + "-" + std::to_string(++written_);
  outbox_.push_back({id, text_of(id), false});
  if (state_ == State::live) send_message(outbox_.back());
}

void Person::send_message(Unsent& message) {
  message.sent = true;
  Json frame = {{"type", kind_ == Kind::visitor ? "ask" : "post"},
                {"client_id", message.client_id},
                {"text", message.text}};
  if (kind_ == Kind::agent) frame["conversation"] = conversation_;
  send(frame);
}

void Person::take(const Json& frame) { Frames::take(*this, frame); }

void Person::try_again() {
  unsend();
  if (conversation_.empty()) return caught_up_now();
  resume();
}

void Person::unsend() {
  for (Unsent& message : outbox_) message.sent = false;
}

bool Person::at_ease() const { return state_ == State::live && outbox_.empty() && !waits(); }

Json Person::hello() const {
  Json hello = {{"type", kind_ == Kind::visitor ? "visitor_hello" : "agent_hello"},
                {"protocol", 1}};
  if (!token_.empty()) hello["token"] = token_;
  return hello;
}

void Person::welcomed(const std::string& epoch, const std::string& conversation) {
  if (!epoch_.empty() && epoch != epoch_) broken("the journal is another one");
  epoch_ = epoch;
  if (!conversation_.empty() && conversation != conversation_) {
    broken("conversation " + conversation_ + " is not its own any more");
  }
  conversation_ = conversation;
  if (!conversation_.empty()) {
    resume();
  } else if (kind_ == Kind::visitor) {
    caught_up_now();
  }
}

void Person::resume() {
  state_ = State::resuming;
  send({{"type", "resume"},
        {"conversation", conversation_},
        {"epoch", epoch_},
        {"after", heard_.size()}});
}

void Person::caught_up_now() {
  if (highest_seq_ > heard_.size()) return resume();  // one came too early meanwhile
  state_ = State::live;
  for (Unsent& message : outbox_) {
    if (!message.sent) send_message(message);
  }
}

// An entry, live or resumed: what is known must be the same, what is next is kept, a gap is closed.
void Person::place(std::uint64_t seq, Heard heard) {
  ledger_.told(conversation_, seq, heard);
  highest_seq_ = std::max(highest_seq_, seq);
  if (seq <= heard_.size()) {
    if (heard_[seq - 1] != heard) broken("another entry at place " + std::to_string(seq));
  } else if (seq == heard_.size() + 1) {
    heard_.push_back(std::move(heard));
  } else if (state_ == State::live) {
    resume();
  }
}

void Person::acknowledged(const std::string& client_id, std::uint64_t seq,
                          const std::string& conversation) {
  if (conversation_.empty()) conversation_ = conversation;
  if (conversation_ != conversation) broken("acknowledged in another conversation");
  const auto [known, fresh] = acked_.emplace(client_id, seq);
  if (!fresh && known->second != seq) broken("acknowledged at two places: " + client_id);
  const auto sent = std::find_if(outbox_.begin(), outbox_.end(), [&](const Unsent& message) {
    return message.client_id == client_id;
  });
  if (sent == outbox_.end()) return;  // an answer to its repetition
  place(seq, {"message", kind_ == Kind::visitor ? "visitor" : agent_id_, client_id, sent->text});
  outbox_.erase(sent);
}

}  // namespace usher::crash
