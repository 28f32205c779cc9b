#include "integration/net_house.hpp"

#include <future>
#include <stdexcept>
#include <utility>

namespace usher::test {
namespace {

constexpr std::string_view own_origin = "http://usher.test";

class EchoSession final : public app::Session {
 public:
  EchoSession(EchoFront& front, app::Connection& connection)
      : front_(front), connection_(connection) {
    front_.connections.insert(&connection_);
    front_.open_sessions.add(1);
  }

  void on_frame(std::string_view frame) override {
    const std::string text(frame);
    if (text.find("throw") != text.npos) throw std::runtime_error("asked to");
    if (text.find("close") != text.npos) {
      return connection_.close(app::CloseCode::draining, "asked to");
    }
    if (text.starts_with("many ")) {
      for (int i = 0; i < std::stoi(text.substr(5)); ++i) connection_.send(std::to_string(i));
    } else if (text.starts_with("big ")) {
      connection_.send(std::string(std::stoul(text.substr(4)), 'x'));
    } else if (text == "flood") {
      for (app::Connection* each : front_.connections) each->send(std::string(64 * 1024, 'y'));
    } else {
      connection_.send(frame);
    }
  }
  void on_closed() override {
    front_.connections.erase(&connection_);
    front_.open_sessions.add(-1);
  }

 private:
  EchoFront& front_;
  app::Connection& connection_;
};

}  // namespace

core::Time WallClock::now() const {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};
}

void QuietLog::write(ports::Level, std::string_view event, std::initializer_list<Field>) {
  {
    const std::lock_guard lock(mutex_);
    events_.emplace(event);
  }
  written_.notify_all();
}

bool QuietLog::waits_for(const std::string& event) {
  std::unique_lock lock(mutex_);
  return written_.wait_for(lock, std::chrono::seconds(30), [&] { return events_.contains(event); });
}

void CountingRandom::fill(std::span<std::uint8_t> bytes) {
  for (std::uint8_t& byte : bytes) byte = next_++;
}

void Count::add(int change) {
  {
    const std::lock_guard lock(mutex_);
    value_ += change;
  }
  changed_.notify_all();
}

bool Count::becomes(int wanted, std::chrono::seconds patience) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, patience, [&] { return value_ == wanted; });
}

std::variant<app::Admission, app::HttpResponse> EchoFront::admit(const app::HttpRequest& request) {
  const auto origin = request.headers.find("origin");
  if (origin == request.headers.end() || origin->second != own_origin) {
    return app::HttpResponse{403, {{"content-type", "text/plain"}}, "foreign origin"};
  }
  return app::Admission{{}, 0, app::Admission::Visitor{}, request.peer};
}

void EchoFront::handle(app::HttpRequest request, app::Respond respond) {
  std::string text = request.method + " " + request.path + " peer=" + request.peer +
                     (request.secure ? " secure" : " plain") + " body=" + request.body;
  for (const auto& [name, value] : request.query) text.append(" ?" + name + "=" + value);
  respond({200, {{"content-type", "text/plain"}}, text});
}

std::unique_ptr<app::Session> EchoFront::open(const app::Admission&, app::Connection& connection) {
  return std::make_unique<EchoSession>(*this, connection);
}

void EchoFront::close_all(app::CloseCode code) {
  for (app::Connection* each : connections) each->close(code, "bye");
}

House::House(net::ServerOptions options, bool one_loop) : one_loop_(one_loop) {
  options.port = 0;
  std::vector<net::AsioLoop*> floors{one_loop ? &front_loop : &floor_loop};
  server = std::make_unique<net::Server>(std::move(options), front, front_loop, floors, random, log,
                                         metrics);
  if (const auto error = server->start()) throw std::runtime_error(error->message);
  front_loop.start();
  if (!one_loop) floor_loop.start();
}

House::~House() {
  front_loop.stop();
  floor_loop.stop();
  front_loop.join();
  floor_loop.join();
  server.reset();
}

void House::drain(std::int64_t deadline_ms) {
  std::promise<void> done;
  server->drain(deadline_ms, [&done] { done.set_value(); });
  done.get_future().wait();
}

}  // namespace usher::test
