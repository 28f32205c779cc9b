#pragma once
// A connection of a node that is one of several: tells where its person is connected, and passes
// everything on. Stands between the socket and the session, wherever the floor is.

#include <memory>
#include <optional>

#include "app/connection.hpp"
#include "ports/presence.hpp"

namespace usher::app {

class PresentSession final : public Session, private Connection {
 public:
  // `open` gives the session inside, or null, for the connection that it is given.
  template <class Open>
  static std::unique_ptr<Session> make(ports::Presence& presence, core::AccountId account,
                                       Connection& socket, Open open) {
    auto session = std::make_unique<PresentSession>(presence, account, socket);
    session->inside_ = open(static_cast<Connection&>(*session));
    return session->inside_ ? std::move(session) : nullptr;
  }
  PresentSession(ports::Presence& presence, core::AccountId account, Connection& socket)
      : presence_(presence), account_(account), socket_(socket) {}

  void on_frame(std::string_view frame) override { inside_->on_frame(frame); }
  void on_closed() override {
    if (person_) presence_.leave(account_, *person_);
    person_.reset();
    inside_->on_closed();
  }

 private:
  void send(std::string_view frame) override { socket_.send(frame); }
  void close(CloseCode code, std::string_view reason) override { socket_.close(code, reason); }
  void known_as(core::Author person) override {
    if (person_) return;
    person_ = person;
    presence_.come(account_, person);
  }

  ports::Presence& presence_;
  const core::AccountId account_;
  Connection& socket_;
  std::optional<core::Author> person_;
  std::unique_ptr<Session> inside_;
};

}  // namespace usher::app
