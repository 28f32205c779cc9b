// How soon the other node serves an account whose owner was killed, and whether all that was
// acknowledged is there.
#include <algorithm>
#include <stdexcept>

#include "core/cluster_limits.hpp"
#include "crash/person.hpp"
#include "nodes.hpp"
#include "scenarios.hpp"

namespace usher::load {
namespace {

constexpr std::uint64_t messages_per_conversation = 20;  // load_seed's
constexpr std::uint32_t writers_at_each = 20;
constexpr std::int64_t write_every_ns = 20 * ms;  // a visitor whose last message was acknowledged
constexpr std::int64_t patience_ns = 120 * second;
constexpr double lease_s = static_cast<double>(limits::node_lease_ms) / 1'000;

// Visitors who write, each the next message when the last one is acknowledged. Each compares
// whatever it is told, before and after, and throws when a promise is broken.
class Writers {
 public:
  explicit Writers(Nodes& nodes) {
    for (std::uint32_t i = 0; i < 2 * writers_at_each; ++i) {
      const bool stays = i < writers_at_each;
      const UsherServer& node = stays ? nodes.other() : nodes.owner();
      people_.push_back(std::make_unique<crash::Person>(
          loop_, crash::Person::Kind::visitor, (stays ? "stays" : "moves") + std::to_string(i),
          node.visitor_endpoint(), ledger_));
    }
  }

  // Everyone of the dead node comes to this one.
  void move_to(const UsherServer& node) {
    for (std::uint32_t i = writers_at_each; i < people_.size(); ++i) {
      people_[i]->move_to(node.visitor_endpoint());
    }
  }

  // Until one of those who moved is served.
  void wait_for_first() {
    wait_for([this] {
      return std::any_of(people_.begin() + writers_at_each, people_.end(),
                         [](const auto& person) { return person->caught_up(); });
    });
  }
  // Until everyone has what was said before and after, and all its own is acknowledged.
  void wait_for_all() {
    wait_for([this] {
      return std::all_of(people_.begin(), people_.end(),
                         [](const auto& person) { return person->at_ease(); });
    });
  }
  // Messages are under way when it returns.
  void write_for(std::int64_t length_ns) {
    std::int64_t due = now_ns();
    for (const std::int64_t until = due + length_ns; now_ns() < until; turn()) {
      if (now_ns() < due) continue;
      due += write_every_ns;
      for (const auto& person : people_) {
        if (person->at_ease()) person->write();
      }
    }
  }

  // Messages that were acknowledged; each is in its place, or this throws.
  std::uint64_t check() const {
    std::uint64_t count = 0;
    for (const auto& person : people_) {
      for (const auto& [client_id, seq] : person->acked()) {
        if (person->heard().at(seq - 1).client_id != client_id) {
          throw std::runtime_error("acknowledged and missing: " + client_id);
        }
        ++count;
      }
    }
    return count;
  }

 private:
  void turn() {
    for (const auto& person : people_) person->live(now_ns());
    loop_.turn(ms);
  }
  template <class Done>
  void wait_for(Done done) {
    const std::int64_t until = now_ns() + patience_ns;
    while (!done()) {
      if (now_ns() > until) throw std::runtime_error("nobody takes over");
      turn();
    }
  }

  Loop loop_;
  crash::Ledger ledger_;
  std::vector<std::unique_ptr<crash::Person>> people_;
};

}  // namespace

std::vector<Report> measure_takeover(const Settings& settings) {
  TemporaryFolder folder("usher-load");
  const std::uint64_t open = settings.open_conversations;
  Nodes nodes(settings.tools, settings.server_core, folder.path(),
              {.agents = 1,
               .capacity = 10'000,
               .messages = open * messages_per_conversation,
               .left_open = open});
  Writers writers(nodes);
  writers.write_for(settings.slice_ns);
  nodes.owner().kill();
  const std::int64_t killed_ns = now_ns();
  writers.move_to(nodes.other());
  writers.wait_for_first();
  const double first = static_cast<double>(now_ns() - killed_ns) / second;
  writers.wait_for_all();
  const double all = static_cast<double>(now_ns() - killed_ns) / second;
  writers.write_for(settings.slice_ns);
  writers.wait_for_all();
  const std::uint64_t kept = writers.check();
  return {{"cluster",
           {{"open_conversations", static_cast<double>(open), 0, "when the owner was killed"},
            {"takeover_seconds", first - lease_s, 3, "from the end of its lease; at most 3"},
            {"takeover_whole_seconds", first, 3, "from the kill to the first one who is served"},
            {"takeover_all_seconds", all, 3, "to the last one"},
            {"takeover_kept", static_cast<double>(kept), 0, "acknowledged, none is missing"}}}};
}

}  // namespace usher::load
