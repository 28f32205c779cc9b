// What it costs those who write that many others browse meanwhile.
#include "contestants.hpp"
#include "crowd.hpp"
#include "kit/samples.hpp"
#include "scenarios.hpp"

namespace usher::load {
namespace {

constexpr std::uint32_t messages_per_second = 1'000;
constexpr std::int64_t page_every_ns = 10 * second;

struct Tally {
  Delays delays;
  std::vector<double> cpu_us;
};

}  // namespace

std::vector<Report> measure_tracking(const Settings& settings) {
  TemporaryFolder folder("usher-load");
  UsherServer server(settings.tools, folder.path(), settings.server_core);
  server.seed({settings.shape.agents, pairs_per_agent(settings.shape), 0});
  server.start();
  Loop loop;
  Crowd crowd(loop, server.visitor_endpoint());
  crowd.grow_to(settings.visits);
  UsherPairs pairs(loop, settings.shape, server);
  pairs.meanwhile([&crowd] { crowd.browse(); });

  const auto slice = [&](std::int64_t every_ns, Tally& tally) {
    crowd.breathe();
    pairs.breathe();
    crowd.browse_every(every_ns);
    const std::int64_t before = server.process().cpu_ns();
    const Slice told = pairs.open_loop(settings.slice_ns, messages_per_second);
    const auto cpu_ns = static_cast<double>(server.process().cpu_ns() - before);
    tally.cpu_us.push_back(cpu_ns / static_cast<double>(told.messages()) / us);
    tally.delays.add(told.ack_ns());
  };
  Tally bare;
  Tally tracked;
  for (int i = 0; i < settings.slices; ++i) {
    slice(0, bare);
    slice(page_every_ns, tracked);
  }
  const double p50 = median(tracked.delays.p50_ms);
  const double bare_p50 = median(bare.delays.p50_ms);
  const double cpu = median(tracked.cpu_us);
  const double bare_cpu = median(bare.cpu_us);
  return {{"tracking",
           {{"visits", static_cast<double>(settings.visits), 0, "open, a page each 10 s"},
            {"p50_ms", p50, 3, "of 1,000 messages a second, to the acknowledgement"},
            {"bare_p50_ms", bare_p50, 3, "while nobody goes to another page"},
            {"p50_ratio", p50 / bare_p50, 3, "at most 1.25"},
            {"cpu_us", cpu, 2, "us of processor a message, pages included"},
            {"bare_cpu_us", bare_cpu, 2, "without pages"},
            {"cpu_ratio", cpu / bare_cpu, 3, ""}}}};
}

}  // namespace usher::load
