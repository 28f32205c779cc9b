#pragma once
// Somebody's connection, as a good client keeps it: it comes back after every loss, shows that it
// lives, and waits when it is told to come later. What is the same for visitors and agents.
//
// A broken promise throws std::runtime_error at once. Once lost, nothing that was sent and not
// answered may be believed to have arrived.

#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "kit/link.hpp"

namespace usher::crash {

class Client : public load::Handler {
 public:
  Client(load::Loop& loop, std::string name, load::Endpoint endpoint);

  // Connects when there is no connection, and retries what the server asked to have later.
  // Call it between turns of the loop.
  void live(std::int64_t now_ns);
  // Loses the connection, without a goodbye.
  void cut() { link_.reset(); }
  // The same, and comes back to another server.
  void move_to(load::Endpoint endpoint);

  const std::string& name() const { return name_; }
  bool caught_up() const { return state_ == State::live; }
  std::uint16_t last_close_code() const { return close_code_; }  // of a live one; 0: none

 protected:
  enum class State : std::uint8_t { away, greeting, resuming, live };

  void send(const nlohmann::json& frame);
  // An error frame that asks to come later; false: it says something else.
  bool is_for_later(const nlohmann::json& error);
  bool waits() const { return send_again_; }
  [[noreturn]] void broken(const std::string& what) const;

  State state_ = State::away;

 private:
  virtual nlohmann::json hello() const = 0;
  virtual void take(const nlohmann::json& frame) = 0;
  virtual void lost() = 0;       // the connection is gone
  virtual void try_again() = 0;  // the time that the server asked for has passed

  void on_open(load::Link& link) override;
  void on_frame(load::Link&, std::string_view text) override;
  void on_gone(load::Link&, std::uint16_t code) override;

  load::Loop& loop_;
  const std::string name_;
  load::Endpoint endpoint_;
  std::unique_ptr<load::Link> link_;
  bool gone_ = false;
  std::uint16_t close_code_ = 0;
  std::int64_t try_again_ns_ = 0;
  std::int64_t ping_ns_ = 0;
  bool send_again_ = false;
};

}  // namespace usher::crash
