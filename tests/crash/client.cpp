#include "client.hpp"

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

}  // namespace

Client::Client(load::Loop& loop, std::string name, load::Endpoint endpoint)
    : loop_(loop), name_(std::move(name)), endpoint_(std::move(endpoint)) {}

void Client::live(std::int64_t now_ns) {
  if (gone_) {
    gone_ = false;
    link_.reset();
    try_again_ns_ = now_ns + come_back_ns;
  }
  if (link_ == nullptr) {
    state_ = State::away;
    send_again_ = false;
    lost();
    if (now_ns < try_again_ns_) return;
    link_ = std::make_unique<load::Link>(loop_, endpoint_, *this);
    ping_ns_ = now_ns + ping_every_ns;
  } else if (send_again_ && now_ns >= try_again_ns_) {
    send_again_ = false;
    try_again();
  } else if (now_ns >= ping_ns_) {
    ping_ns_ = now_ns + ping_every_ns;
    link_->send(R"({"type":"ping"})");
  }
}

void Client::move_to(load::Endpoint endpoint) {
  endpoint_ = std::move(endpoint);
  state_ = State::away;
  cut();
}

void Client::send(const Json& frame) { link_->send(frame.dump()); }

bool Client::is_for_later(const Json& error) {
  if (error.at("code") != "retry_later") return false;
  send_again_ = true;
  try_again_ns_ = load::now_ns() + error.value("retry_after_ms", std::int64_t{50}) * ms;
  return true;
}

void Client::on_open(load::Link& link) {
  state_ = State::greeting;
  link.send(hello().dump());
}

void Client::on_frame(load::Link&, std::string_view text) {
  const Json frame = Json::parse(text, nullptr, false);
  if (frame.is_discarded()) broken("no JSON: " + std::string(text));
  take(frame);
}

void Client::on_gone(load::Link&, std::uint16_t code) {
  gone_ = true;  // the link is dropped between turns, not under its own feet
  // How a try to come back ended says nothing of how the server parted from a live connection.
  if (state_ == State::live || state_ == State::resuming) close_code_ = code;
  state_ = State::away;
  if (code >= 4100 || (code >= 1002 && code < 1006) || code == 401 || code == 403) {
    broken("sent away with " + std::to_string(code));
  }
}

void Client::broken(const std::string& what) const {
  throw std::runtime_error(name_ + ": " + what);
}

}  // namespace usher::crash
