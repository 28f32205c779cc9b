// The scenarios of people who come and do not write: handshakes, and memory for idle visitors.
#include <array>
#include <optional>
#include <stdexcept>

#include "contestants.hpp"
#include "crowd.hpp"
#include "kit/samples.hpp"
#include "scenarios.hpp"

namespace usher::load {
namespace {

constexpr std::size_t handshakes_at_once = 64;
constexpr std::uint32_t visitors_before = 200;

// Connects, upgrades, drops the connection, and again.
class Knockers final : public Handler {
 public:
  Knockers(Loop& loop, Endpoint endpoint) : loop_(loop), endpoint_(std::move(endpoint)) {}

  double per_second(std::int64_t length_ns) {
    opened_ = 0;
    for (auto& link : links_) link.emplace(loop_, endpoint_, *this);
    const std::int64_t begin = now_ns();
    while (now_ns() - begin < length_ns) {
      loop_.turn(ms);
      for (auto& link : links_) {
        if (link->is_open()) link.emplace(loop_, endpoint_, *this);
      }
    }
    const double seconds = static_cast<double>(now_ns() - begin) / second;
    for (auto& link : links_) link.reset();
    return opened_ / seconds;
  }

 private:
  void on_open(Link&) override { ++opened_; }
  void on_frame(Link&, std::string_view) override {}
  void on_gone(Link&, std::uint16_t code) override {
    throw std::runtime_error("a handshake was refused: " + std::to_string(code));
  }

  Loop& loop_;
  Endpoint endpoint_;
  std::array<std::optional<Link>, handshakes_at_once> links_;
  double opened_ = 0;
};

}  // namespace

std::vector<Report> measure_handshake(const Settings& settings) {
  TemporaryFolder folder("usher-load");
  UsherServer server(settings.tools, folder.path(), settings.server_core);
  BareRelay relay(settings.tools, folder.path(), settings.server_core);
  server.seed({1, 1, 0});
  server.start();
  Loop loop;
  Knockers at_usher(loop, server.visitor_endpoint());
  Knockers at_bare(loop, relay.visitor_endpoint(0));
  std::vector<double> usher;
  std::vector<double> bare;
  for (int i = 0; i < settings.slices; ++i) {
    bare.push_back(at_bare.per_second(settings.slice_ns));
    usher.push_back(at_usher.per_second(settings.slice_ns));
  }
  return {{"handshake",
           {{"per_s", median(usher), 0, "connections made and upgraded a second"},
            {"bare_per_s", median(bare), 0, "the bare relay's"},
            {"ratio", median(usher) / median(bare), 3, "", false}}}};
}

std::vector<Report> measure_idle(const Settings& settings) {
  TemporaryFolder folder("usher-load");
  UsherServer server(settings.tools, folder.path(), settings.server_core);
  server.seed({1, 1, 0});
  server.start();
  Loop loop;
  Crowd crowd(loop, server.visitor_endpoint());
  // The first ones bring in code and caches that the others share.
  crowd.grow_to(visitors_before);
  const std::int64_t before = server.process().resident_bytes();
  crowd.grow_to(visitors_before + settings.visitors);
  const std::int64_t after = server.process().resident_bytes();
  const auto visitors = static_cast<double>(settings.visitors);
  return {
      {"idle",
       {{"visitors", visitors, 0, "connected, each with a page open"},
        {"bytes_per_visitor", static_cast<double>(after - before) / visitors, 0,
         "resident; at most 6144, aim for 4096"},
        {"resident_mib", static_cast<double>(after) / (1 << 20), 1, "the whole server", false}}}};
}

std::vector<Report> measure_start(const Settings& settings) {
  TemporaryFolder folder("usher-load");
  UsherServer server(settings.tools, folder.path(), settings.server_core);
  server.seed({1, 10'000, settings.messages});
  std::vector<double> seconds;
  for (int i = 0; i < settings.starts; ++i) {
    seconds.push_back(static_cast<double>(server.start()) / second);
    server.kill();
  }
  return {{"start",
           {{"messages", static_cast<double>(settings.messages), 0, "stored"},
            {"seconds", median(seconds), 3, "from exec to ready; at most 2"}}}};
}

}  // namespace usher::load
