#pragma once
// What a company and an office stand on: a server over a folder of its own, the loop and the ledger
// of all who are there, and chance.

#include <cstdint>
#include <functional>
#include <random>
#include <string>

#include "kit/clock.hpp"
#include "kit/link.hpp"
#include "kit/usher_server.hpp"
#include "ledger.hpp"
#include "store.hpp"

namespace usher::crash {

class Premises {
 public:
  std::mt19937_64& random() { return random_; }

  // Turns the loop until `done`; throws after fifteen seconds, saying what `why_not` gives.
  void wait_for(const std::function<bool()>& done, const std::function<std::string()>& why_not);
  void wait_for(const std::function<bool()>& done, const char* what);

 protected:
  Premises(load::Tools tools, std::uint64_t seed);
  virtual ~Premises() = default;
  Premises(const Premises&) = delete;
  Premises& operator=(const Premises&) = delete;

  // Everybody lives on for a moment.
  virtual void turn() = 0;
  // Stops the server (it must end with 0) and reads its store; notes what is broken about either.
  Store close(Verdict& verdict);

 private:
  load::Tools tools_;
  load::TemporaryFolder folder_;

 protected:
  load::UsherServer server_;
  load::Loop loop_;
  Ledger ledger_;
  std::mt19937_64 random_;
};

}  // namespace usher::crash
