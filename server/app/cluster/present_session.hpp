#pragma once
// Around any connection of a node of a cluster: tells the others who is here, once its session has
// found out, until it is closed. For a session of this node and a relayed one alike.

#include <functional>
#include <memory>
#include <optional>

#include "app/connection.hpp"
#include "ports/presence.hpp"

namespace usher::app {

// Towards the socket a session, towards the session a connection.
class PresentSession final : public Session, public Connection {
 public:
  using Open = std::function<std::unique_ptr<Session>(Connection&)>;
  // Null when `open` gives null. `socket` outlives it until on_closed().
  static std::unique_ptr<Session> open(ports::Presence& presence, core::AccountId account,
                                       Connection& socket, const Open& open);
  ~PresentSession() override;
  PresentSession(const PresentSession&) = delete;
  PresentSession& operator=(const PresentSession&) = delete;

  void on_frame(std::string_view frame) override { session_->on_frame(frame); }
  void on_closed() override;

  void send(std::string_view frame) override { socket_.send(frame); }
  void close(CloseCode code, std::string_view reason) override { socket_.close(code, reason); }
  void known_as(core::Author author) override;

 private:
  PresentSession(ports::Presence& presence, core::AccountId account, Connection& socket)
      : presence_(presence), account_(account), socket_(socket) {}
  void leave();

  ports::Presence& presence_;
  core::AccountId account_;
  Connection& socket_;
  std::optional<core::Author> person_;  // while it is told of
  std::unique_ptr<Session> session_;
};

}  // namespace usher::app
