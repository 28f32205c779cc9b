// How soon a free agent is offered the next conversation.
#include <algorithm>

#include "contestants.hpp"
#include "kit/samples.hpp"
#include "reception.hpp"
#include "scenarios.hpp"

namespace usher::load {
namespace {

// Everybody of a queue sees its line, so what an offer costs grows with them.
constexpr std::uint32_t agents_per_queue = 10;
constexpr std::int64_t warm_up_ns = second / 2;

}  // namespace

std::vector<Report> measure_offers(const Settings& settings) {
  TemporaryFolder folder("usher-load");
  UsherServer server(settings.tools, folder.path(), settings.server_core);
  BareRelay relay(settings.tools, folder.path(), settings.server_core);
  const std::uint32_t agents = settings.shape.agents;
  const std::uint32_t queues = std::max<std::uint32_t>(1, agents / agents_per_queue);
  server.seed({.agents = agents, .capacity = 1, .queues = queues, .rings = true});
  server.start();
  Loop loop;
  BarePairs bare_pairs(loop, settings.shape, relay);
  Reception reception(loop, {agents, queues, settings.waiting}, server);
  std::vector<Report> reports;
  for (const std::uint32_t rate : settings.offer_rates) {
    Delays bare;
    Delays usher;
    reception.free_agents(warm_up_ns, rate);
    for (int i = 0; i < settings.slices; ++i) {
      bare.add(bare_pairs.open_loop(settings.slice_ns, rate).ack_ns());
      reception.breathe();
      usher.add(reception.free_agents(settings.slice_ns, rate));
    }
    reports.push_back(
        {"offers",
         {{"rate", static_cast<double>(rate), 0, "agents freed a second, intended"},
          {"agents", static_cast<double>(agents), 0, "ten a queue", false},
          {"waiting", static_cast<double>(settings.waiting), 0, "visitors, in all queues", false},
          {"p50_ms", median(usher.p50_ms), 3, "from due to be free to the offer"},
          {"p99_ms", median(usher.p99_ms), 3, "at most 100"},
          {"p999_ms", usher.p999_ms(), 3, "", false},
          {"bare_p99_ms", median(bare.p99_ms), 3, "a message through the bare relay"}}});
  }
  return reports;
}

}  // namespace usher::load
