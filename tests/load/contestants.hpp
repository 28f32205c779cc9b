#pragma once
// The two servers that each scenario compares, and pairs of people talking on them.

#include <set>
#include <string>
#include <vector>

#include "kit/usher_server.hpp"
#include "pairs.hpp"

namespace usher::load {

class BareRelay {
 public:
  BareRelay(const Tools& tools, const std::filesystem::path& folder, int core);
  Child& process() { return process_; }
  Endpoint visitor_endpoint(std::uint32_t pair) const;
  Endpoint agent_endpoint(std::uint32_t first_pair, std::uint32_t count) const;

 private:
  std::uint16_t port_;
  Child process_;
};

// Connected and ready once constructed.
class BarePairs final : public Pairs {
 public:
  BarePairs(Loop& loop, PairsShape shape, const BareRelay& relay);

 private:
  void opened(Person& person) override;
  void other_frame(Person&, std::string_view) override {}

  std::uint32_t open_ = 0;
};

// The agents signed in and online, each visitor in a conversation that an agent was assigned.
class UsherPairs final : public Pairs {
 public:
  // Where they connect: two nodes of one account, or one server for both.
  struct Doors {
    const UsherServer& visitors;
    const UsherServer& agents;
    std::uint32_t first_agent = 1;
  };

  // The server was seeded with as many agents, each with room for its share of the pairs. No other
  // agent has room now.
  UsherPairs(Loop& loop, PairsShape shape, const Doors& doors);
  UsherPairs(Loop& loop, PairsShape shape, const UsherServer& server)
      : UsherPairs(loop, shape, Doors{server, server}) {}

 private:
  // A conversation that is on an agent's own list.
  struct Listing {
    Person* agent = nullptr;
    std::string conversation;
    std::uint64_t last_seq = 0;
  };

  void opened(Person& person) override;
  void other_frame(Person& person, std::string_view text) override;
  void listed(Person& agent, std::string_view text);
  bool all_assigned();

  std::set<std::uint32_t> online_;
  std::vector<Listing> listings_;
};

// Pairs that one agent's connection carries.
inline std::uint32_t pairs_per_agent(PairsShape shape) {
  return (shape.pairs + shape.agents - 1) / shape.agents;
}

}  // namespace usher::load
