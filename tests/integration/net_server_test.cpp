// The server as a whole: starting, running out of descriptors, draining.

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <ctime>
#include <memory>
#include <vector>

#include "integration/net_client.hpp"
#include "integration/net_house.hpp"
#include "support/catch.hpp"

using namespace usher;
using test::Client;
using test::get;
using test::House;

namespace {

// In a process of its own, so that the limit harms nobody else. 0: all was well.
int live_without_descriptors() {
  ::closefrom(3);  // what was inherited: the numbers below must be free
  House house;
  Client early(house.port());
  early.send(get("/api/x"));
  if (!early.answer()) return 1;
  const int next = ::dup(0);
  ::close(next);
  // Each client takes two, its own and the server's: there is no second one for the fourth,
  // whoever is faster.
  const rlimit limit{static_cast<rlim_t>(next) + 7, static_cast<rlim_t>(next) + 7};
  ::setrlimit(RLIMIT_NOFILE, &limit);
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 4; ++i) clients.push_back(std::make_unique<Client>(house.port()));
  const std::clock_t busy_before = std::clock();
  early.send(get("/api/x"));
  if (!early.answer()) return 2;
  clients.back()->send(get("/api/x"));
  if (!house.log.waits_for("accept_paused")) return 3;
  if (!clients.back()->is_silent_for(std::chrono::milliseconds(500))) return 5;
  if (std::clock() - busy_before > CLOCKS_PER_SEC / 4) return 3;
  clients.erase(clients.begin(), clients.begin() + 3);
  return clients.back()->answer() ? 0 : 4;
}

}  // namespace

TEST_CASE("without a free file descriptor the server rests, and recovers") {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(live_without_descriptors());
  int status = 0;
  ::waitpid(child, &status, 0);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("what cannot be listened on is said in one line") {
  House house;
  const auto error_of = [&](net::ServerOptions options) {
    net::Server server(std::move(options), house.front, house.front_loop, {&house.floor_loop},
                       house.random, house.log, house.metrics);
    const auto error = server.start();
    return error ? error->message : std::string();
  };
  net::ServerOptions options;
  options.port = house.port();
  CHECK(error_of(options).find("in use") != std::string::npos);
  options.port = 0;
  options.address = "localhost";
  CHECK(error_of(options) == "not an IP address: localhost");
  options.address = "127.0.0.1";
  options.trusted_proxies = {"10.0.0.0/33"};
  CHECK(error_of(options) == "trusted proxy is no address or network: 10.0.0.0/33");
  options.trusted_proxies.clear();
  options.tls = net::TlsFiles{"/no/such.pem", "/no/such.key"};
  CHECK(error_of(options).starts_with("TLS certificate /no/such.pem: "));
}

TEST_CASE("a drain waits for those who say goodbye and cuts those who do not") {
  House house;
  Client idle(house.port());
  idle.send(get("/api/x"));
  REQUIRE(idle.answer());
  Client polite(house.port());
  Client stubborn(house.port());
  REQUIRE(polite.upgrade().status == 101);
  REQUIRE(stubborn.upgrade().status == 101);
  REQUIRE(house.front.open_sessions.becomes(2));
  polite.send_frame(8, std::string("\x03\xe8", 2));
  REQUIRE(polite.close_code() == 1000);
  house.drain(500);
  CHECK(idle.is_closed());
  CHECK(polite.is_closed());
  CHECK(stubborn.is_closed());
  CHECK(house.front.open_sessions.becomes(0));
  CHECK_THROWS(Client(house.port()));
}

TEST_CASE("a server that goes while sessions are open ends them") {
  test::Count* count = nullptr;
  {
    House house;
    Client client(house.port());
    REQUIRE(client.upgrade().status == 101);
    REQUIRE(house.front.open_sessions.becomes(1));
    count = &house.front.open_sessions;
    house.front_loop.stop();
    house.floor_loop.stop();
    house.front_loop.join();
    house.floor_loop.join();
    house.server.reset();
    CHECK(count->becomes(0));
  }
}
