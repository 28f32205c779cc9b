#pragma once
// Agents who ring, and visitors who wait for them, in queues that always hold somebody: an agent
// that becomes free is offered the next conversation at once.
//
// Checks while it works: nobody is offered a conversation while it has one, and none rings at two.
// Anything else throws.

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "kit/link.hpp"
#include "kit/usher_server.hpp"

namespace usher::load {

struct ReceptionShape {
  std::uint32_t agents = 0;
  std::uint32_t queues = 0;
  std::uint32_t waiting = 0;  // visitors beyond those whom the agents have
};

class Reception {
 public:
  // The server was seeded with as many agents and queues that ring, each agent with room for one.
  // Once constructed, every agent has a conversation, and the rest of the visitors wait.
  Reception(Loop& loop, ReceptionShape shape, const UsherServer& server);

  // Frees `per_second` agents at even times, whatever became of the earlier ones: each closes its
  // conversation, gets the next offer and accepts it; the visitor asks again. Gives how long each
  // offer took, from the time at which its agent was due to be free.
  std::vector<std::int64_t> free_agents(std::int64_t length_ns, std::uint32_t per_second);
  // Shows the server that the connections live; call it every few seconds.
  void breathe();

 private:
  struct Person : Handler {
    Reception* reception = nullptr;
    std::uint32_t number = 0;
    std::unique_ptr<Link> link;

    void on_gone(Link&, std::uint16_t code) override;
  };
  struct Agent final : Person {
    std::string rings;         // a conversation
    std::string conversation;  // its own
    std::int64_t due_ns = 0;   // it was to be free at; 0: nothing is measured

    void on_open(Link& own) override { own.send(R"({"type":"agent_hello","protocol":1})"); }
    void on_frame(Link&, std::string_view text) override { reception->take(*this, text); }
  };
  struct Visitor final : Person {
    std::string queue;
    std::uint32_t asked = 0;

    void on_open(Link& own) override { own.send(R"({"type":"visitor_hello","protocol":1})"); }
    void on_frame(Link&, std::string_view text) override { reception->take(*this, text); }
  };

  void take(Agent& agent, std::string_view text);
  void take(Visitor& visitor, std::string_view text);
  void listed(Agent& agent, std::string_view row);
  void offered(Agent& agent, std::string_view conversation);
  void ask(Visitor& visitor);
  void free_due();
  template <class Someone>
  void connect(std::vector<std::unique_ptr<Someone>>& people, const Endpoint& endpoint);
  void wait_for(const std::function<bool()>& done, const char* what);

  Loop& loop_;
  const ReceptionShape shape_;
  std::vector<std::unique_ptr<Agent>> agents_;
  std::vector<std::unique_ptr<Visitor>> visitors_;
  std::set<const Agent*> online_;
  std::set<std::string, std::less<>> ringing_;
  std::deque<Agent*> busy_;       // who has a conversation, longest first
  std::deque<std::int64_t> due_;  // when the next ones are to be free
  std::vector<std::int64_t> offer_ns_;
  std::uint64_t unacknowledged_ = 0;
  std::string frame_;
};

}  // namespace usher::load
