#pragma once
// A whole server on a free port, with an app behind it that only echoes. What its visitors' frames
// say makes it do other things; see EchoSession.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "app/front.hpp"
#include "net/server.hpp"

namespace usher::test {

class WallClock final : public ports::Clock {
 public:
  core::Time now() const override;
};

class QuietLog final : public ports::Log {
 public:
  void write(ports::Level, std::string_view event, std::initializer_list<Field>) override;
  bool waits_for(const std::string& event);  // false: it does not come

 private:
  std::mutex mutex_;
  std::condition_variable written_;
  std::set<std::string> events_;
};

class NoMetrics final : public ports::Metrics {
 public:
  ports::Counter& counter(const std::string&, const std::string&) override { return counter_; }
  ports::Counter& counter(const std::string&, const std::string&, const ports::Label&) override {
    return counter_;
  }
  ports::Gauge& gauge(const std::string&, const std::string&) override { return gauge_; }
  ports::Histogram& histogram(const std::string&, const std::string&,
                              std::vector<double>) override {
    return histogram_;
  }
  std::string text() const override { return {}; }

 private:
  struct NoCounter final : ports::Counter {
    void add(double) override {}
  } counter_;
  struct NoGauge final : ports::Gauge {
    void set(double) override {}
    void add(double) override {}
  } gauge_;
  struct NoHistogram final : ports::Histogram {
    void observe(double) override {}
  } histogram_;
};

class CountingRandom final : public ports::Random {
 public:
  void fill(std::span<std::uint8_t> bytes) override;

 private:
  std::uint8_t next_ = 0;
};

// Counts sessions; a test waits for a count instead of sleeping.
class Count {
 public:
  void add(int change);
  bool becomes(int wanted, std::chrono::seconds patience = std::chrono::seconds(30));

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int value_ = 0;
};

// Answers requests with what it got of them, and frames with themselves; but a frame
//   "close"    ends the session with `draining`;   "throw"   throws;
//   "many N"   sends "0" … "N-1" in one turn;       "big N"   sends N bytes;
//   "flood"    sends 64 KiB to every session that is open.
class EchoFront final : public app::Front {
 public:
  std::variant<app::Admission, app::HttpResponse> admit(const app::HttpRequest& request) override;
  void handle(app::HttpRequest request, app::Respond respond) override;
  std::unique_ptr<app::Session> open(const app::Admission& admission,
                                     app::Connection& connection) override;
  void close_all(app::CloseCode code);  // on the floor's loop

  Count open_sessions;
  std::set<app::Connection*> connections;  // of the floor's loop
};

class House {
 public:
  explicit House(net::ServerOptions options = {}, bool one_loop = false);
  ~House();
  std::uint16_t port() const { return server->port(); }
  void drain(std::int64_t deadline_ms);  // returns when it is done

  WallClock clock;
  QuietLog log;
  NoMetrics metrics;
  CountingRandom random;
  EchoFront front;
  net::AsioLoop front_loop{clock};
  net::AsioLoop floor_loop{clock};
  std::unique_ptr<net::Server> server;

 private:
  bool one_loop_;
};

}  // namespace usher::test
