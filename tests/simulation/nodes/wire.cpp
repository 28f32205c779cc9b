#include "simulation/nodes/wire.hpp"

#include <utility>

namespace usher::simulation {

void Wire::say(std::string frame) {
  if (!floor_ || deaf_) return;
  floor_->post([self = shared_from_this(), frame = std::move(frame)] {
    if (self->session_ && !self->closing_) self->session_->on_frame(frame);
  });
}

void Wire::hang_up() {
  deaf_ = true;
  if (!floor_) return;
  floor_->post([self = shared_from_this()] { self->finish(); });
}

void Wire::open(std::unique_ptr<app::Session> session) {
  if (!session) return refuse(static_cast<int>(app::CloseCode::draining));
  session_ = std::move(session);
  client_.post([self = shared_from_this()] {
    if (!self->deaf_) self->ears_.open();
  });
}

void Wire::refuse(int code) {
  is_over_ = true;
  tell_over(code);
}

void Wire::cut() {
  session_.reset();
  floor_ = nullptr;
  is_over_ = true;
  if (!closing_) tell_over(1006);
}

void Wire::send(std::string_view frame) {
  if (closing_ || is_over_) return;
  client_.post([self = shared_from_this(), frame = std::string(frame)] {
    if (!self->deaf_) self->ears_.frame(frame);
  });
}

void Wire::close(app::CloseCode code, std::string_view) {
  if (std::exchange(closing_, true) || is_over_) return;
  tell_over(static_cast<int>(code));
  floor_->post([self = shared_from_this()] { self->finish(); });
}

void Wire::tell_over(int code) {
  client_.post([self = shared_from_this(), code] {
    if (!std::exchange(self->deaf_, true)) self->ears_.over(code);
  });
}

// The session's last call, once.
void Wire::finish() {
  if (std::exchange(is_over_, true)) return;
  if (const auto session = std::exchange(session_, nullptr)) session->on_closed();
}

}  // namespace usher::simulation
