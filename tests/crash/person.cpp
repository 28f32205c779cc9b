#include "person.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "kit/clock.hpp"

namespace usher::crash {

using Json = nlohmann::json;
using load::ms;

namespace {

constexpr std::int64_t come_back_ns = 20 * ms;
constexpr std::int64_t ping_every_ns = 4'000 * ms;

std::string text_of(const std::string& client_id) {
  return "Message " + client_id + ": a line to be read exactly once.";
}

}  // namespace

// Nested, so that only this file knows the JSON library.
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
      const Json& conversation = frame.at("conversation");
      person.token_ = frame.at("token");
      std::string mine;
      if (!conversation.is_null()) mine = conversation.at("conversation");
      person.welcomed(frame.at("epoch"), mine);
    } else if (type == "agent_welcome") {
      agent_welcome(person, frame);
    } else if (type == "conversation_listed") {
      listed(person, frame.at("conversation"));
    } else if (type == "error") {
      refused(person, frame);
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
    Heard heard;
    if (entry.at("kind") == "message") {
      heard = {entry.at("author").at("kind"), entry.at("client_id"), entry.at("text")};
    } else if (entry.at("kind") == "requeued") {
      person.broken("its owner lost the conversation: " + entry.dump());
    }
    person.place(entry.at("seq"), std::move(heard));
  }

  static bool is_mine(const Person& person, const Json& conversation) {
    const Json& agent = conversation.at("agent");
    return conversation.at("state") == "assigned" && !agent.is_null() &&
           agent.at("agent") == person.agent_id_;
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
    person.link_->send(R"({"type":"status","status":"online"})");
    person.welcomed(frame.at("epoch"), mine);
  }

  static void listed(Person& person, const Json& conversation) {
    if (!person.conversation_.empty() || !is_mine(person, conversation)) return;
    person.conversation_ = conversation.at("conversation");
    person.resume();
  }

  static void refused(Person& person, const Json& frame) {
    const std::string& code = frame.at("code").get_ref<const std::string&>();
    if (code != "retry_later") person.broken("refused: " + frame.dump());
    person.send_again_ = true;
    person.try_again_ns_ = load::now_ns() + frame.value("retry_after_ms", std::int64_t{50}) * ms;
  }
};

Person::Person(load::Loop& loop, Kind kind, std::string name, load::Endpoint endpoint)
    : loop_(loop), kind_(kind), name_(std::move(name)), endpoint_(std::move(endpoint)) {}

void Person::write() {
  const std::string id = name_ + "-" + std::to_string(++written_);
  outbox_.push_back({id, text_of(id), false});
  if (state_ == State::live) send(outbox_.back());
}

void Person::send(Unsent& message) {
  message.sent = true;
  Json frame = {{"type", kind_ == Kind::visitor ? "ask" : "post"},
                {"client_id", message.client_id},
                {"text", message.text}};
  if (kind_ == Kind::agent) frame["conversation"] = conversation_;
  link_->send(frame.dump());
}

void Person::live(std::int64_t now_ns) {
  if (lost_) {
    lost_ = false;
    link_.reset();
    try_again_ns_ = now_ns + come_back_ns;
  }
  if (link_ == nullptr) {
    state_ = State::away;
    send_again_ = false;
    unsend();
    if (now_ns < try_again_ns_) return;
    link_ = std::make_unique<load::Link>(loop_, endpoint_, *this);
    ping_ns_ = now_ns + ping_every_ns;
  } else if (send_again_ && now_ns >= try_again_ns_) {
    send_again_ = false;
    unsend();
    if (conversation_.empty()) return caught_up_now();
    resume();
  } else if (now_ns >= ping_ns_) {
    ping_ns_ = now_ns + ping_every_ns;
    link_->send(R"({"type":"ping"})");
  }
}

void Person::unsend() {
  for (Unsent& message : outbox_) message.sent = false;
}

bool Person::at_ease() const { return state_ == State::live && outbox_.empty() && !send_again_; }

void Person::on_open(load::Link& link) {
  state_ = State::greeting;
  Json hello = {{"type", kind_ == Kind::visitor ? "visitor_hello" : "agent_hello"},
                {"protocol", 1}};
  if (!token_.empty()) hello["token"] = token_;
  link.send(hello.dump());
}

void Person::on_frame(load::Link&, std::string_view text) {
  const Json frame = Json::parse(text, nullptr, false);
  if (frame.is_discarded()) broken("no JSON: " + std::string(text));
  Frames::take(*this, frame);
}

void Person::on_gone(load::Link&, std::uint16_t code) {
  lost_ = true;  // the link is dropped between turns, not under its own feet
  // How a try to come back ended says nothing of how the server parted from a live connection.
  if (state_ == State::live || state_ == State::resuming) close_code_ = code;
  state_ = State::away;
  if (code >= 4100 || (code >= 1002 && code < 1006) || code == 401 || code == 403) {
    broken("sent away with " + std::to_string(code));
  }
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
  const Json frame = {{"type", "resume"},
                      {"conversation", conversation_},
                      {"epoch", epoch_},
                      {"after", heard_.size()}};
  link_->send(frame.dump());
}

void Person::caught_up_now() {
  if (highest_seq_ > heard_.size()) return resume();  // one came too early meanwhile
  state_ = State::live;
  for (Unsent& message : outbox_) {
    if (!message.sent) send(message);
  }
}

// An entry, live or resumed: what is known must be the same, what is next is kept, a gap is closed.
void Person::place(std::uint64_t seq, Heard heard) {
  if (seq == 0) broken("a place before the first");
  if (!heard.client_id.empty() && heard.text != text_of(heard.client_id)) broken("another text");
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
  place(seq, {kind_ == Kind::visitor ? "visitor" : "agent", client_id, sent->text});
  outbox_.erase(sent);
}

void Person::broken(const std::string& what) const {
  throw std::runtime_error(name_ + " (" + conversation_ + "): " + what);
}

}  // namespace usher::crash
