// What a crowd that stays costs two nodes for being two: Redis, and what the nodes do for it.
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <stdexcept>

#include "nodes.hpp"
#include "scenarios.hpp"

namespace usher::load {
namespace {

constexpr std::int64_t patience_ns = 120 * second;
constexpr std::int64_t calm_ns = 3 * second;         // after the last one came
constexpr const char* redis_thread = "usher-redis";  // of a node

// Visitors in a process of their own.
class DistantCrowd {
 public:
  DistantCrowd(const Tools& tools, const std::filesystem::path& folder, const UsherServer& server,
               std::uint32_t visitors)
      : log_(folder / ("crowd-" + std::to_string(server.port()) + ".log")),
        process_({tools.crowd(), std::to_string(server.port()), std::to_string(visitors)},
                 nth_core(1), log_) {}

  void wait_until_settled() {
    const std::int64_t until = now_ns() + patience_ns;
    for (std::string line; line != "settled"; std::getline(std::ifstream(log_), line)) {
      if (!line.empty()) throw std::runtime_error(line);
      if (now_ns() > until || !process_.runs()) throw std::runtime_error("no crowd gathers");
      ::usleep(10'000);
    }
  }
  // As browsers do, a ping each 25 s.
  void breathe() { process_.signal(SIGUSR1); }

 private:
  std::filesystem::path log_;
  Child process_;
};

// Percent of a core.
struct Work {
  double redis = 0;
  double for_redis = 0;  // the nodes' threads for it
  double nodes = 0;      // all their threads
};

Work rest(Nodes& nodes, std::int64_t length_ns) {
  const auto spent = [&nodes]() -> Work {
    const Child& owner = nodes.owner().process();
    const Child& other = nodes.other().process();
    return {static_cast<double>(nodes.redis().process().cpu_ns()),
            static_cast<double>(owner.cpu_ns_of(redis_thread) + other.cpu_ns_of(redis_thread)),
            static_cast<double>(owner.cpu_ns() + other.cpu_ns())};
  };
  const std::int64_t begin = now_ns();
  const Work before = spent();
  ::usleep(static_cast<useconds_t>(length_ns / us));
  const Work after = spent();
  const double percent = 100.0 / static_cast<double>(now_ns() - begin);
  return {(after.redis - before.redis) * percent, (after.for_redis - before.for_redis) * percent,
          (after.nodes - before.nodes) * percent};
}

}  // namespace

std::vector<Report> measure_presence(const Settings& settings) {
  TemporaryFolder folder("usher-load");
  Nodes nodes(settings.tools, settings.server_core, folder.path(), {.agents = 1, .capacity = 1});
  const Work nobody = rest(nodes, settings.rest_ns);
  const std::uint32_t half = std::max<std::uint32_t>(1, settings.visitors_of_nodes / 2);
  DistantCrowd here(settings.tools, folder.path(), nodes.owner(), half);
  DistantCrowd there(settings.tools, folder.path(), nodes.other(), half);
  here.wait_until_settled();
  there.wait_until_settled();
  ::usleep(static_cast<useconds_t>(calm_ns / us));
  const Work crowd = rest(nodes, settings.rest_ns);
  here.breathe();
  there.breathe();
  const Work breathing = rest(nodes, settings.rest_ns);
  return {{"cluster",
           {{"visitors", 2.0 * half, 0, "who do nothing, half of them on each node"},
            {"presence_cpu_percent", crowd.redis + crowd.for_redis, 2,
             "of a core: Redis and the nodes' threads for it; at most 1"},
            {"pinging_cpu_percent", breathing.redis + breathing.for_redis, 2,
             "both, while each visitor pings every 25 s"},
            {"redis_cpu_percent", crowd.redis, 2, "Redis alone"},
            {"nobody_cpu_percent", nobody.redis + nobody.for_redis, 2, "both, before anybody came"},
            {"nodes_cpu_percent", crowd.nodes, 2, "all threads of both nodes"},
            {"nodes_pinging_cpu_percent", breathing.nodes, 2, "with the pings"},
            {"nodes_nobody_cpu_percent", nobody.nodes, 2, "before anybody came"}}}};
}

}  // namespace usher::load
