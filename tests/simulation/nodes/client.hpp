#pragma once
// Somebody's connection, as a good client keeps it: it comes back after every loss, at any node,
// shows that it lives, notices silence, and waits when it is told to come later. What is the same
// for visitors and agents.

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "app/front.hpp"
#include "simulation/nodes/ledger.hpp"
#include "simulation/nodes/line.hpp"
#include "simulation/nodes/schedule.hpp"

namespace usher::simulation {

using Json = nlohmann::json;

class Node;

// How clients reach nodes.
class Doors {
 public:
  virtual ~Doors() = default;
  // One that accepts connections; null: none does.
  virtual std::shared_ptr<Node> any_node() = 0;
  virtual std::uint64_t next_line() = 0;  // a number that was not used before
};

class Client : public LineEnd {
 public:
  Client(std::string name, core::AccountId account, Doors& doors, Ledger& ledger,
         Schedule& schedule, SeededLoop& loop);

  const std::string& name() const { return name_; }
  core::AccountId account() const { return account_; }
  bool is_live() const { return state_ == State::live; }
  virtual bool at_ease() const = 0;  // connected, caught up, nothing unanswered

  // The connection breaks; the node hears of it so much later. Or its node is gone.
  void lose_line(std::int64_t node_hears_in_ms);
  bool is_at(const std::shared_ptr<Node>& node) const { return line_ != 0 && node_.lock() == node; }
  void go_home();  // for good

 protected:
  enum class State : std::uint8_t { away, connecting, greeting, resuming, live };

  void send(const Json& frame);
  // Its node has said something since it was last asked whether it is there.
  bool hears() const;
  // An error that asks to come later; false: it says something else.
  bool is_for_later(const Json& error);
  bool waits() const { return send_again_; }
  void broke(const std::string& law, const std::string& detail) {
    ledger_.broke(law, name_ + ": " + detail);
  }

  State state_ = State::away;
  const core::AccountId account_;
  Ledger& ledger_;
  Schedule& schedule_;

 private:
  virtual app::HttpRequest request() const = 0;
  virtual Json hello() const = 0;
  virtual void take(const Json& frame) = 0;
  virtual void lost() = 0;       // the connection is gone
  virtual void try_again() = 0;  // the time that the server asked for has passed
  virtual void think() {}        // once in a while

  void on_open(std::uint64_t line) override;
  void on_frame(std::uint64_t line, const std::string& text) override;
  void on_gone(std::uint64_t line, int code) override;
  void live();
  void connect();
  void come_back();

  const std::string name_;
  Doors& doors_;
  SeededLoop& loop_;
  std::unique_ptr<ports::Timer> timer_;
  std::weak_ptr<Node> node_;  // of the line
  std::uint64_t line_ = 0;    // 0: none
  core::Time connect_at_;
  core::Time heard_at_;  // or tried to connect
  core::Time ping_at_;
  core::Time again_at_;
  int tries_ = 0;
  bool send_again_ = false;
  bool gone_home_ = false;
};

}  // namespace usher::simulation
