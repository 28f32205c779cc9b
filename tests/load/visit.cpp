// The scenarios of people who come and do not write: handshakes, and memory for idle visitors.
#include <algorithm>
#include <optional>
#include <stdexcept>

#include "contestants.hpp"
#include "kit/samples.hpp"
#include "scenarios.hpp"

namespace usher::load {
namespace {

constexpr std::size_t handshakes_at_once = 64;
constexpr std::size_t arrivals_at_once = 200;
constexpr std::uint32_t visitors_before = 200;
constexpr std::int64_t patience_ns = 60 * second;

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

// Visitors who say hello, show a page and stay.
class Crowd final : public Handler {
 public:
  Crowd(Loop& loop, Endpoint endpoint) : loop_(loop), endpoint_(std::move(endpoint)) {}

  void grow_to(std::size_t visitors) {
    const std::int64_t until = now_ns() + patience_ns;
    while (settled_ < visitors) {
      while (links_.size() < visitors && links_.size() - settled_ < arrivals_at_once) {
        links_.push_back(std::make_unique<Link>(loop_, endpoint_, *this));
      }
      loop_.turn(ms);
      if (now_ns() > until) throw std::runtime_error("visitors wait for their welcome");
    }
  }

 private:
  void on_open(Link& link) override {
    link.send(R"({"type":"visitor_hello","protocol":1,"locale":"zh-CN"})");
  }
  void on_frame(Link& link, std::string_view text) override {
    if (is_type(text, "visitor_welcome")) {
      link.send(
          R"({"type":"page","url":"https://shop.example/products/blue-teapot-1042?from=search",)"
          R"("title":"Blue teapot, 1.2 l - The Shop","referrer":"https://example.com/search"})");
      link.send(R"({"type":"ping"})");
    } else if (is_type(text, "pong")) {
      ++settled_;  // the page was taken before it
    } else if (is_type(text, "error")) {
      throw std::runtime_error("refused: " + std::string(text));
    }
  }
  void on_gone(Link&, std::uint16_t code) override {
    throw std::runtime_error("a visitor was dropped: " + std::to_string(code));
  }

  Loop& loop_;
  Endpoint endpoint_;
  std::vector<std::unique_ptr<Link>> links_;
  std::size_t settled_ = 0;
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
