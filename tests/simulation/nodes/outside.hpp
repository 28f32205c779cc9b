#pragma once
// What is outside of every process: time, the stores that they share, and the network between them.

#include <memory>
#include <string>
#include <vector>

#include "adapters/crypto/sodium.hpp"
#include "adapters/memory/cluster.hpp"
#include "adapters/memory/directory.hpp"
#include "adapters/memory/files.hpp"
#include "adapters/memory/journal.hpp"
#include "adapters/memory/outbox.hpp"
#include "adapters/memory/privacy.hpp"
#include "adapters/memory/regions.hpp"
#include "adapters/system/charset.hpp"
#include "simulation/nodes/laws.hpp"
#include "simulation/nodes/loops.hpp"
#include "simulation/nodes/store_way.hpp"
#include "support/hand_calendar.hpp"
#include "support/plain_passwords.hpp"

namespace usher::simulation {

// Everything that the app draws comes from the seed, too.
class SeededRandom final : public ports::Random {
 public:
  explicit SeededRandom(test::Random& random) : random_(random) {}
  void fill(std::span<std::uint8_t> bytes) override {
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random_.next() >> 32);
  }

 private:
  test::Random& random_;
};

struct Outside {
  Outside(std::uint64_t seed, Plant its_plant, bool is_traced);

  test::Random random;
  Scheduler scheduler;
  Laws laws;
  const Plant plant;
  const bool traced;  // tells on stdout what happens
  StoreJudge judge{laws};
  std::shared_ptr<adapters::MemoryStore> store = std::make_shared<adapters::MemoryStore>();
  adapters::MemoryCluster cluster{scheduler.clock};
  adapters::MemoryDirectory directory;
  adapters::MemoryOutbox outbox;
  adapters::MemoryPrivacy privacy;
  adapters::MemoryFiles files;
  adapters::MemoryRegions regions;
  adapters::SystemCharset charset;
  adapters::SodiumCrypto crypto;
  SeededRandom app_random{random};
  test::HandCalendar calendar;
  test::PlainPasswords passwords;

  static constexpr std::uint64_t accounts = 3;
  static constexpr std::uint64_t agents_each = 2;
  static core::AccountId account(std::uint64_t index) { return core::AccountId{index + 1}; }
  static std::string site_key(std::uint64_t account) { return "s_" + std::to_string(account); }
  static std::string login(std::uint64_t account, std::uint64_t agent) {
    return "agent" + std::to_string(account) + "." + std::to_string(agent);
  }

  void trace(const std::string& line) const;

 private:
  void furnish(std::uint64_t account);
};

}  // namespace usher::simulation
