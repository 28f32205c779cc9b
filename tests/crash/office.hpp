#pragma once
// Visitors, agents of two queues that ring, and supervisors, on a server that dies while
// conversations change hands. Some conversations go on all the time; those that a step is about
// come and go.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "console.hpp"
#include "person.hpp"
#include "premises.hpp"

namespace usher::crash {

class Office final : public Premises {
 public:
  // Seeds and starts the server; everybody is there and at ease.
  Office(load::Tools tools, std::uint64_t seed);

  Console& supervisor();
  // An agent or supervisor who has room, but not this one.
  Console& colleague_of(const Console& one);
  Console* at_whom_it_rings(const std::string& conversation);
  // Another queue than the conversations come to.
  const std::string& other_queue() const;

  Person& arrive();                  // a visitor who has not written yet
  void accept(const Person& asked);  // whoever it rings at
  void leave(Person& visitor);       // the conversation is closed, the visitor's part is over

  // From now on those who talk all the time do, or stop.
  void talk(bool on) { talking_ = on; }
  // But this one writes no more: after a close it would ask anew. Returns when all is acknowledged.
  void hush(const Person& visitor);
  // kill -9, so long after what was sent has left, reading nothing meanwhile.
  void kill_after(std::int64_t delay_ns);
  // A start, until everybody is back; gives how long the start took.
  std::int64_t restart();
  // Until everybody sees the same: each open conversation has one owner, or waits and rings at one
  // agent. Throws when that does not come.
  void agree();
  // Whatever rings is accepted, until all have owners and all messages are acknowledged.
  void settle();

  // Stops the server (it must end with 0), reads its store and compares.
  Verdict verdict();

 private:
  void turn() override;
  void write_some(std::int64_t now);
  bool all_caught_up() const;
  bool all_lost() const;
  std::string disagreement() const;
  std::string disagreement(const Person& visitor) const;
  void compare(const Store& store, Verdict& verdict) const;

  std::vector<std::unique_ptr<Person>> visitors_;
  std::vector<std::unique_ptr<Person>> left_;
  std::vector<std::unique_ptr<Console>> consoles_;  // the supervisors last
  std::uint32_t arrived_ = 0;
  bool talking_ = false;
  const Person* hushed_ = nullptr;
  std::int64_t next_write_ns_ = 0;
};

}  // namespace usher::crash
