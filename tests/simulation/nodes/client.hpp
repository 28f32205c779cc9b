#pragma once
// A client as the protocol describes one: comes back after every interruption, resumes from its
// cursors, keeps a message until it is acknowledged, and drops what it has already.
//
// Everything runs on the client's own loop; a schedule speaks to it between turns.

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "simulation/nodes/ledger.hpp"
#include "simulation/nodes/process.hpp"

namespace usher::simulation {

class Client {
 public:
  struct World {
    Outside& outside;
    Ledger& ledger;
    // Some process, as a balancer picks one; null: there is none.
    std::function<Process*()> pick;
  };
  Client(World world, core::AccountId account, std::string name);
  virtual ~Client() = default;
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void start() { come_back_in(0); }
  void drop();  // its network is gone for a moment
  // What is there to do when all is well: true when nothing is left to do.
  bool is_idle() const { return outbox_.empty(); }
  bool is_there() const { return welcomed_; }
  void check() const;  // at the end, after Ledger::check_journal()
  const std::string& name() const { return name_; }
  std::string state() const;

 protected:
  struct Message {
    Json frame;
    int times_sent = 0;
  };

  // Makes the way in: dial(), when it has what it needs.
  virtual void knock() = 0;
  virtual Json hello() const = 0;
  virtual void welcomed(const Json& welcome) = 0;
  virtual void heard(const std::string& type, const Json& frame) = 0;
  virtual void refused_at_door(int status) { (void)status; }

  void dial(app::HttpRequest request);
  void say(const Json& frame);
  void put(Json message);  // into the outbox
  void hold(const std::string& conversation);
  void let_go(const std::string& conversation) { held_.erase(conversation); }
  bool holds(const std::string& conversation) const { return held_.contains(conversation); }
  void come_back_in(std::int64_t ms);
  void come_back_later();
  void give_up();  // the connection that there is, or is not yet

  World world_;
  const core::AccountId account_;
  const std::string name_;
  SimLoop loop_;
  test::Random random_;
  std::map<std::string, Seen> held_;  // conversations, by name

 private:
  void listen(const std::string& text);
  void over(int code);
  void take_entry(const std::string& conversation, const Json& entry);
  void place(const std::string& conversation, std::uint64_t seq, const std::string& entry);
  void take_entries(const Json& frame);
  void take_ack(const Json& frame);
  void take_error(const Json& frame);
  void resume(const std::string& conversation);
  void send_next();
  void look();

  std::shared_ptr<Wire> wire_;
  std::unique_ptr<ports::Timer> reconnect_;
  std::unique_ptr<ports::Timer> pulse_;
  std::unique_ptr<ports::Timer> resend_;
  std::optional<core::Time> waits_since_;  // for any answer
  bool welcomed_ = false;
  int failures_ = 0;
  std::string epoch_;
  std::deque<Message> outbox_;
  bool in_flight_ = false;
};

}  // namespace usher::simulation
