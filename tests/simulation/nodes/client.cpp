#include "simulation/nodes/client.hpp"

#include <algorithm>
#include <utility>

#include "simulation/nodes/node.hpp"

namespace usher::simulation {
namespace {

constexpr std::int64_t look_ms = 250;
constexpr std::int64_t ping_every_ms = 4'000;
constexpr std::int64_t silence_ms = 10'000;
constexpr std::int64_t answer_ms = 500;  // to a ping, usually

}  // namespace

Client::Client(std::string name, core::AccountId account, Doors& doors, Ledger& ledger,
               Schedule& schedule, SeededLoop& loop)
    : account_(account),
      ledger_(ledger),
      schedule_(schedule),
      name_(std::move(name)),
      doors_(doors),
      loop_(loop),
      timer_(loop.make_timer()) {
  connect_at_ = schedule.now() + schedule.random().between(0, 2'000);
  timer_->start(connect_at_, [this] { live(); });
}

void Client::live() {
  const core::Time now = schedule_.now();
  if (line_ == 0) {
    if (now >= connect_at_) connect();
  } else if (now - heard_at_ > silence_ms + ping_every_ms) {
    lose_line(0);
  } else if (state_ != State::connecting) {
    if (now >= ping_at_) {
      send({{"type", "ping"}});
      ping_at_ = now + ping_every_ms;
    }
    if (send_again_ && now >= again_at_) {
      send_again_ = false;
      try_again();
    }
    if (state_ == State::live) think();
  }
  if (!gone_home_) timer_->start(now + look_ms, [this] { live(); });
}

bool Client::hears() const {
  return line_ != 0 && schedule_.now() - heard_at_ <= ping_every_ms + answer_ms;
}

void Client::connect() {
  const std::shared_ptr<Node> node = doors_.any_node();
  if (!node) return come_back();
  node_ = node;
  line_ = doors_.next_line();
  state_ = State::connecting;
  heard_at_ = schedule_.now();
  node->connect(request(), line_, *this, loop_);
}

// After a random part of a time that grows.
void Client::come_back() {
  const std::int64_t wait_ms = std::min<std::int64_t>(30'000, 500 * (1LL << std::min(tries_, 6)));
  ++tries_;
  connect_at_ = schedule_.now() + schedule_.random().between(0, wait_ms);
}

void Client::lose_line(std::int64_t node_hears_in_ms) {
  if (line_ == 0) return;
  if (const auto node = node_.lock()) node->hang_up(line_, node_hears_in_ms);
  on_gone(line_, 0);
}

void Client::go_home() {
  gone_home_ = true;
  timer_->cancel();
  lose_line(0);
  node_.reset();
}

void Client::send(const Json& frame) {
  if (const auto node = node_.lock(); node && line_ != 0) node->frame(line_, frame.dump());
}

bool Client::is_for_later(const Json& error) {
  const std::string code = error.at("code");
  if (code != "retry_later" && code != "storage_full") return false;
  send_again_ = true;
  again_at_ = schedule_.now() + error.value("retry_after_ms", std::int64_t{50});
  return true;
}

void Client::on_open(std::uint64_t line) {
  if (line != line_) return;
  state_ = State::greeting;
  heard_at_ = schedule_.now();
  ping_at_ = heard_at_ + ping_every_ms;
  send(hello());
}

void Client::on_frame(std::uint64_t line, const std::string& text) {
  if (line != line_) return;
  heard_at_ = schedule_.now();
  const Json frame = Json::parse(text);
  take(frame);
  if (state_ == State::live) tries_ = 0;
}

void Client::on_gone(std::uint64_t line, int code) {
  if (line != line_) return;
  line_ = 0;
  state_ = State::away;
  send_again_ = false;
  lost();
  come_back();
  const bool may_come_back = code == 0 || code == 503 || (code >= 4000 && code < 4100);
  if (!may_come_back) broke("welcome_back", "sent away with " + std::to_string(code));
}

}  // namespace usher::simulation
