#pragma once
// The real server under test, on a data folder made for it: one account, one site, and as many
// queues and agents ("load1", "load2" …) as wanted.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kit/link.hpp"
#include "kit/process.hpp"

namespace usher::load {

struct Tools {
  std::filesystem::path folder;  // where the executables are
  std::string usher() const { return folder / "usher"; }
  std::string relay() const { return folder / "load_relay"; }
  std::string seed() const { return folder / "load_seed"; }
  std::string crowd() const { return folder / "load_crowd"; }
};

struct Seed {
  std::uint32_t agents = 0;
  std::uint32_t capacity = 1;
  std::uint64_t messages = 0;     // of earlier conversations, in the journal
  std::uint32_t queues = 1;       // each agent serves one of them, in turn
  bool rings = false;             // they offer; else they assign at once
  std::uint32_t supervisors = 0;  // the last so many agents; they serve no queue
  std::uint64_t left_open = 20;   // of the conversations, the last ones
};

// Where a server's store is when its data folder doesn't hold it, and with whom it shares it.
struct Outside {
  std::string postgres;  // an address; empty: the data folder
  std::string schema = "usher";
  std::string redis;  // an address; empty: alone
  std::string node;
  std::filesystem::path files;  // empty: in the data folder
};

// Of a server on this machine.
Endpoint visitor_endpoint_at(std::uint16_t port);

class UsherServer {
 public:
  // `folder` may hold an earlier server's data; `core` < 0: any.
  UsherServer(Tools tools, std::filesystem::path folder, int core, Outside outside = {});

  void seed(const Seed& seed) const;
  // Moves what was seeded to PostgreSQL.
  void move_store() const;

  // Returns the time from exec to the first /readyz that answers 200, in nanoseconds; throws when
  // that takes more than a minute or the server ends.
  std::int64_t start();
  // The same in two steps.
  void spawn();
  std::int64_t wait_until_ready();
  Child& process() { return *process_; }
  void kill();  // -9
  // SIGTERM; its exit status, or none after 20 s.
  std::optional<int> stop();

  std::uint16_t port() const { return port_; }
  Endpoint visitor_endpoint() const { return visitor_endpoint_at(port_); }
  Endpoint agent_endpoint(const std::string& cookie) const;
  // Signs in over HTTP; the Cookie header's value.
  std::string sign_in(std::uint32_t agent) const;
  // What /metrics says of it; none when it says nothing.
  std::optional<double> metric(const std::string& name) const;
  std::string log_tail() const;

 private:
  void run(const std::vector<std::string>& command, const char* log) const;

  Tools tools_;
  std::filesystem::path folder_;
  int core_;
  Outside outside_;
  std::uint16_t port_;
  std::unique_ptr<Child> process_;
  std::int64_t spawned_ns_ = 0;
};

inline constexpr std::string_view load_site = "s_load";
inline constexpr std::string_view load_password = "load-ring-only";

}  // namespace usher::load
