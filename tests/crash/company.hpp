#pragma once
// People in conversations on a server that is about to have a bad day, and the comparison of what
// they were told with what the store holds in the end.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "person.hpp"
#include "premises.hpp"

namespace usher::crash {

class Company final : public Premises {
 public:
  // Seeds and starts the server: `pairs` visitors, each with an agent, and `waiting` more who wait.
  Company(load::Tools tools, std::uint32_t pairs, std::uint32_t waiting, std::uint64_t seed);

  load::UsherServer& server() { return server_; }
  load::Loop& loop() { return loop_; }
  std::vector<Person*> talkers() const;

  // Lives through `length_ns`; everybody writes every `pause_ns` or so, at most a few messages
  // ahead of the acknowledgements. `each_turn` may interfere.
  void talk(std::int64_t length_ns, std::int64_t pause_ns,
            const std::function<void()>& each_turn = {});
  // kill -9. Everybody still reads what the server had sent before they notice.
  void kill();
  // Until everybody is connected and has resumed; throws after fifteen seconds.
  void gather();
  // Until everything is acknowledged and both ends of each pair have heard all; throws likewise.
  void finish();
  // Throws when those who wait stand in another order than they came.
  void check_waiting() const;

  std::uint64_t written() const { return written_; }
  // Stops the server (it must end with 0), reads its store and compares.
  Verdict verdict();

 private:
  void turn() override;
  void compare(const Person& one, const std::vector<Heard>& stored, Verdict& verdict) const;

  std::vector<std::unique_ptr<Person>> visitors_;
  std::vector<std::unique_ptr<Person>> agents_;
  std::vector<std::unique_ptr<Person>> waiting_;
  std::vector<std::int64_t> next_write_ns_;  // by talker
  std::uint64_t written_ = 0;
};

}  // namespace usher::crash
