#pragma once
// What all nodes share, and outlives them: the stores, and the people that the directory knows.

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "adapters/crypto/sodium.hpp"
#include "adapters/memory/cluster.hpp"
#include "adapters/memory/directory.hpp"
#include "adapters/memory/files.hpp"
#include "adapters/memory/journal.hpp"
#include "adapters/memory/outbox.hpp"
#include "adapters/memory/privacy.hpp"
#include "adapters/memory/regions.hpp"
#include "adapters/system/charset.hpp"
#include "ports/http_client.hpp"
#include "simulation/nodes/ledger.hpp"
#include "simulation/nodes/planted.hpp"
#include "simulation/nodes/schedule.hpp"
#include "support/hand_calendar.hpp"
#include "support/plain_passwords.hpp"
#include "support/quiet.hpp"

namespace usher::simulation {

inline constexpr std::uint64_t accounts_count = 2;
inline constexpr std::uint64_t agents_each = 2;
inline constexpr std::uint64_t visitors_each = 2;

class SeededRandom final : public ports::Random {
 public:
  explicit SeededRandom(test::Random& random) : random_(random) {}
  void fill(std::span<std::uint8_t> bytes) override {
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random_.next() >> 32);
  }

 private:
  test::Random& random_;
};

// Webhooks are not part of this world.
class NoHttp final : public ports::HttpClient {
 public:
  void post(ports::HttpPost, ports::Loop& loop,
            std::function<void(ports::HttpResult)> done) override {
    loop.post([done = std::move(done)] { done(ports::HttpTrouble::unreachable); });
  }
};

struct Furniture {
  Furniture(std::uint64_t seed, bool one_serves_alone, Planted bug);
  Furniture(const Furniture&) = delete;
  Furniture& operator=(const Furniture&) = delete;

  static core::AccountId account(std::uint64_t n) { return core::AccountId{n + 1}; }
  static core::QueueId queue(std::uint64_t account) { return core::QueueId{account + 21}; }
  static core::AgentId agent(std::uint64_t account, std::uint64_t n) {
    return core::AgentId{100 * (account + 1) + n};
  }
  static std::string site_key(std::uint64_t account) { return "s_" + std::to_string(account); }
  // The cookie that an agent got when it signed in.
  static std::string cookie(core::AgentId agent) { return "c" + std::to_string(agent.value); }

  const bool alone;
  const Planted planted;
  Schedule schedule;
  SeededRandom random{schedule.random()};
  std::shared_ptr<adapters::MemoryStore> store = std::make_shared<adapters::MemoryStore>();
  // What the ledger reads, and the journal of who serves alone.
  std::unique_ptr<adapters::MemoryJournal> journal;
  Ledger ledger{*journal};
  adapters::MemoryCluster cluster{schedule};
  adapters::MemoryDirectory directory;
  adapters::MemoryOutbox outbox;
  adapters::MemoryPrivacy privacy;
  adapters::MemoryFiles files;
  adapters::MemoryRegions regions;
  adapters::SodiumCrypto crypto;
  adapters::SystemCharset charset;
  test::HandCalendar calendar;
  test::PlainPasswords passwords;
  test::QuietMetrics metrics;
  NoHttp http;

 private:
  void furnish(std::uint64_t account);
};

}  // namespace usher::simulation
