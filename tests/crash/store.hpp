#pragma once
// What the store holds when no server does, as the audit (audit.cpp) tells it, and what that says
// of the promises made before.

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "kit/usher_server.hpp"
#include "ledger.hpp"

namespace usher::crash {

struct Verdict {
  std::uint64_t acknowledged = 0;
  std::uint64_t missing = 0;    // acknowledged, but not at that place of the store
  std::uint64_t doubled = 0;    // client ids that the store holds twice
  std::uint64_t reordered = 0;  // conversations that the store, visitor and agent don't see alike
  std::vector<std::string> broken;  // whatever else the audit found

  bool good() const { return missing + doubled + reordered == 0 && broken.empty(); }
};

struct Store {
  std::map<std::string, std::vector<Heard>> entries;  // by conversation; [0] is seq 1
  std::map<std::string, Standing> standings;
  std::vector<std::string> waiting;  // in the order of the queues
  std::vector<std::string> ringing;
  std::vector<std::string> broken;

  // Client ids that stand in it more than once.
  std::uint64_t doubled() const;
};

// Runs the audit on a server's folder.
Store audit(const load::Tools& tools, const std::filesystem::path& folder);

}  // namespace usher::crash
