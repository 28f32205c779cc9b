#include "simulation/nodes/client.hpp"

#include <algorithm>
#include <set>

namespace usher::simulation {
namespace {

constexpr std::int64_t pulse_ms = 4'000;
constexpr std::int64_t patience_ms = 10'000;
constexpr std::int64_t resend_ms = 1'000;

}  // namespace

Client::Client(World world, core::AccountId account, std::string name)
    : world_(std::move(world)),
      account_(account),
      name_(std::move(name)),
      loop_(world_.outside.scheduler),
      random_(world_.outside.random.next()),
      reconnect_(loop_.make_timer()),
      pulse_(loop_.make_timer()),
      resend_(loop_.make_timer()) {}

void Client::come_back_in(std::int64_t ms) {
  reconnect_->start(world_.outside.scheduler.clock.now() + ms, [this] {
    waits_since_ = world_.outside.scheduler.clock.now();
    look();
    knock();
  });
}

// A random part of min(30 s, 0.5 s × 2ⁿ).
void Client::come_back_later() {
  const std::int64_t range = std::min<std::int64_t>(30'000, 500LL << std::min(failures_++, 10));
  come_back_in(random_.between(0, range));
}

void Client::give_up() {
  if (wire_) wire_->hang_up();
  wire_.reset();
  welcomed_ = in_flight_ = false;
  pulse_->cancel();
  resend_->cancel();
}

void Client::drop() {
  loop_.post([this] {
    give_up();
    come_back_later();
  });
}

void Client::dial(app::HttpRequest request) {
  Process* const process = world_.pick();
  Wire::Ears ears{[this] { say(hello()); }, [this](const std::string& frame) { listen(frame); },
                  [this](int code) { over(code); }};
  wire_ = process ? process->dial(std::move(request), loop_, std::move(ears)) : nullptr;
  if (!wire_) return over(1006);
  world_.outside.trace(name_ + " dials " + process->id());
}

void Client::over(int code) {
  world_.outside.trace(name_ + " is over " + std::to_string(code));
  give_up();
  if (code < 1000) refused_at_door(code);
  const bool may_come_back = code < 4200;
  world_.outside.laws.expect(may_come_back, "nobody_is_turned_away",
                             name_ + " was closed with " + std::to_string(code));
  come_back_later();
}

// Notices a connection that is dead.
void Client::look() {
  const core::Time now = world_.outside.scheduler.clock.now();
  if (waits_since_ && now - *waits_since_ >= patience_ms) {
    world_.outside.trace(name_ + " hears nothing");
    give_up();
    return come_back_later();
  }
  if (!waits_since_) {
    waits_since_ = now;
    say({{"type", "ping"}});
  }
  pulse_->start(now + pulse_ms, [this] { look(); });
}

void Client::say(const Json& frame) {
  if (wire_) wire_->say(frame.dump());
}

void Client::listen(const std::string& text) {
  const Json frame = Json::parse(text);
  const std::string type = frame.at("type");
  waits_since_.reset();
  if (type == "visitor_welcome" || type == "agent_welcome") {
    epoch_ = frame.at("epoch");
    welcomed(frame);
    welcomed_ = true;
    failures_ = 0;
    for (const auto& [conversation, seen] : held_) resume(conversation);
    return send_next();
  }
  if (type == "entry") return take_entry(frame.at("conversation"), frame.at("entry"));
  if (type == "entries") return take_entries(frame);
  if (type == "ack") return take_ack(frame);
  if (type == "error") return take_error(frame);
  if (type == "reset") {
    held_[frame.at("conversation")].clear();
    return resume(frame.at("conversation"));
  }
  heard(type, frame);
}

void Client::hold(const std::string& conversation) {
  if (held_.emplace(conversation, Seen{}).second && welcomed_) resume(conversation);
}

void Client::resume(const std::string& conversation) {
  say({{"type", "resume"},
       {"conversation", conversation},
       {"epoch", epoch_},
       {"after", held_[conversation].size()}});
}

void Client::take_entry(const std::string& conversation, const Json& entry) {
  place(conversation, entry.at("seq"), Ledger::digest(entry));
  const auto client_id = entry.value("client_id", "");
  if (!outbox_.empty() && outbox_.front().frame.at("client_id") == client_id) {
    outbox_.pop_front();  // as good as its ack
    in_flight_ = false;
    send_next();
  }
}

void Client::place(const std::string& conversation, std::uint64_t seq, const std::string& entry) {
  world_.ledger.saw(account_, conversation, seq, entry);
  const auto held = held_.find(conversation);
  if (held == held_.end()) return;
  Seen& seen = held->second;
  if (seq == seen.size() + 1) {
    seen.push_back(entry);
  } else if (seq > seen.size()) {
    resume(conversation);
  }
}

void Client::take_entries(const Json& frame) {
  const std::string conversation = frame.at("conversation");
  for (const Json& entry : frame.at("entries")) take_entry(conversation, entry);
  if (frame.at("more") && holds(conversation)) resume(conversation);
}

void Client::take_ack(const Json& frame) {
  const std::string client_id = frame.at("client_id");
  if (outbox_.empty() || outbox_.front().frame.at("client_id") != client_id) return;
  const Json message = std::move(outbox_.front().frame);
  outbox_.pop_front();
  in_flight_ = false;
  resend_->cancel();
  const std::string text = message.at("text");
  world_.ledger.acked(account_, frame, text);
  const std::string conversation = frame.at("conversation");
  if (message.at("type") == "ask") hold(conversation);
  place(conversation, frame.at("seq"), Ledger::digest_of_message(client_id, text));
  send_next();
}

void Client::take_error(const Json& frame) {
  static const std::set<std::string> again{"retry_later", "storage_full", "rate_limited"};
  const std::string code = frame.at("code");
  const std::string reply_to = frame.value("reply_to", "");
  const bool try_again = again.contains(code);
  if (reply_to == "resume") {
    const std::string conversation = frame.value("conversation", "");
    if (!try_again) return let_go(conversation);
    return resend_->start(world_.outside.scheduler.clock.now() + resend_ms, [this] {
      for (const auto& [held, seen] : held_) resume(held);
      in_flight_ = false;
      send_next();
    });
  }
  const std::string client_id = frame.value("client_id", "");
  if (outbox_.empty() || outbox_.front().frame.at("client_id") != client_id) {
    return heard("error", frame);
  }
  in_flight_ = false;
  if (!try_again) {
    if (outbox_.front().times_sent == 1) world_.ledger.refused(account_, client_id);
    outbox_.pop_front();
    return send_next();
  }
  const std::int64_t wait = frame.value("retry_after_ms", resend_ms);
  resend_->start(world_.outside.scheduler.clock.now() + wait, [this] { send_next(); });
}

void Client::put(Json message) {
  outbox_.push_back({std::move(message)});
  send_next();
}

// One at a time, to keep their order.
void Client::send_next() {
  if (!welcomed_ || in_flight_ || outbox_.empty()) return;
  in_flight_ = true;
  ++outbox_.front().times_sent;
  say(outbox_.front().frame);
}

void Client::check() const {
  for (const auto& [conversation, seen] : held_) {
    world_.ledger.check_seen(account_, conversation, seen, name_);
  }
}

std::string Client::state() const {
  return name_ + (welcomed_ ? " is there, " : " is not there, ") + std::to_string(outbox_.size()) +
         " to send";
}

}  // namespace usher::simulation
