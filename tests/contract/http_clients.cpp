// What ports/http_client.hpp promises, over real sockets to a receiver in this process, and where
// requests may go.

#include <netdb.h>

#include <cstdlib>
#include <optional>

#include "adapters/http/curl_client.hpp"
#include "adapters/http/public_address.hpp"
#include "core/limits.hpp"
#include "support/catch.hpp"
#include "support/manual_loop.hpp"
#include "support/receiver.hpp"

namespace usher::test {
namespace {

using ports::HttpResult;
using ports::HttpStatus;
using ports::HttpTrouble;

HttpResult ask(ports::HttpClient& client, const std::string& url) {
  ManualLoop loop;
  std::optional<HttpResult> result;
  client.post({url, {{"content-type", "application/json"}, {"webhook-id", "m"}}, R"({"a":1})"},
              loop, [&](HttpResult each) { result = each; });
  CHECK_FALSE(result);  // never inside the call
  loop.run_until([&] { return result.has_value(); });
  return *result;
}

HttpResult ask(const std::string& url, bool allow_private = true) {
  adapters::CurlClient client(allow_private);
  return ask(client, url);
}

bool is_public(const char* text) {
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST;
  addrinfo* found = nullptr;
  REQUIRE(getaddrinfo(text, nullptr, &hints, &found) == 0);
  const bool yes = adapters::is_public(*found->ai_addr);
  freeaddrinfo(found);
  return yes;
}

}  // namespace

TEST_CASE("a request arrives as it was made, and its status comes back") {
  Receiver receiver(Receiver::status("204 No Content"));
  CHECK(ask(receiver.url()) == HttpResult(HttpStatus{204}));
  REQUIRE(receiver.received().size() == 1);
  const std::string request = receiver.received()[0];
  CHECK(request.starts_with("POST /hook HTTP/1.1\r\n"));
  CHECK(request.find("\r\nwebhook-id: m\r\n") != std::string::npos);
  CHECK(request.find("\r\ncontent-type: application/json\r\n") != std::string::npos);
  CHECK(request.ends_with("\r\n\r\n{\"a\":1}"));
}

TEST_CASE("a redirect is an answer, and nobody goes where it leads") {
  Receiver elsewhere(Receiver::status("200 OK"));
  Receiver receiver(Receiver::status("302 Found", "location: " + elsewhere.url() + "\r\n"));
  CHECK(ask(receiver.url()) == HttpResult(HttpStatus{302}));
  CHECK(elsewhere.received().empty());
}

TEST_CASE("an answer that is too long is cut off, and its status counts") {
  Receiver body([](int socket) {
    const std::string head = "HTTP/1.1 200 OK\r\n\r\n";
    ::send(socket, head.data(), head.size(), MSG_NOSIGNAL);
    const std::string piece(64 * 1024, 'x');
    while (::send(socket, piece.data(), piece.size(), MSG_NOSIGNAL) > 0) {
    }
  });
  CHECK(ask(body.url()) == HttpResult(HttpStatus{200}));
  Receiver head([](int socket) {
    std::string piece = "HTTP/1.1 200 OK\r\n";
    while (::send(socket, piece.data(), piece.size(), MSG_NOSIGNAL) > 0) piece = "x: yyyyyyyy\r\n";
  });
  CHECK(ask(head.url()) == HttpResult(HttpStatus{200}));
}

TEST_CASE("who says nothing is not waited for longer than the limit") {
  Receiver receiver([](int socket) {
    char byte = 0;
    ::recv(socket, &byte, 1, 0);  // until the client hangs up
  });
  CHECK(ask(receiver.url()) == HttpResult(HttpTrouble::timed_out));
}

TEST_CASE("what can go wrong has a word") {
  std::uint16_t port = 0;
  { port = Receiver(Receiver::status("200 OK")).port(); }
  CHECK(ask("http://127.0.0.1:" + std::to_string(port)) == HttpResult(HttpTrouble::unreachable));
  Receiver breaks([](int) {});
  CHECK(ask(breaks.url()) == HttpResult(HttpTrouble::unreachable));
  Receiver babbles(Receiver::says("hello\r\n"));
  CHECK(ask(babbles.url()) == HttpResult(HttpTrouble::unreachable));
  const std::string no_name(64, 'a');  // a label has 63 letters at most: no server need be asked
  CHECK(ask("http://" + no_name + ".invalid/") == HttpResult(HttpTrouble::unknown_host));
  CHECK(ask("ftp://127.0.0.1/") == HttpResult(HttpTrouble::bad_url));
  CHECK(ask("file:///etc/passwd") == HttpResult(HttpTrouble::bad_url));
  CHECK(ask("no address") == HttpResult(HttpTrouble::bad_url));
  Receiver plain(Receiver::says("HTTP/1.1 200 OK\r\n\r\n"));
  CHECK(ask("https" + plain.url().substr(4)) == HttpResult(HttpTrouble::tls_failed));
}

TEST_CASE("the environment's proxy is not asked") {
  Receiver proxy(Receiver::status("200 OK"));
  Receiver receiver(Receiver::status("201 Created"));
  ::setenv("http_proxy", proxy.url().c_str(), 1);
  const HttpResult result = ask(receiver.url());
  ::unsetenv("http_proxy");
  CHECK(result == HttpResult(HttpStatus{201}));
  CHECK(proxy.received().empty());
}

TEST_CASE("what is not public is not called, whatever its name") {
  Receiver receiver(Receiver::status("200 OK"));
  const std::string port = ":" + std::to_string(receiver.port()) + "/";
  for (const char* host : {"127.0.0.1", "localhost", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]",
                           "2130706433", "0x7f.1", "127.1"}) {
    INFO(host);
    CHECK(ask(std::string("http://") + host + port, false) ==
          HttpResult(HttpTrouble::refused_address));
  }
  CHECK(receiver.received().empty());
}

TEST_CASE("requests beyond the bound are turned away, and a client that goes answers nobody") {
  Receiver receiver([](int socket) {
    char byte = 0;
    ::recv(socket, &byte, 1, 0);
  });
  ManualLoop loop;
  std::size_t turned_away = 0, others = 0;
  {
    adapters::CurlClient client(true);
    for (std::size_t i = 0; i < limits::http_requests_max + 3; ++i) {
      client.post({receiver.url(), {}, "{}"}, loop, [&](HttpResult result) {
        ++(result == HttpResult(HttpTrouble::too_busy) ? turned_away : others);
      });
    }
    loop.run();
  }
  loop.run();
  CHECK(turned_away == 3);
  CHECK(others == 0);
}

TEST_CASE("only addresses of the public internet are public") {
  for (const char* address :
       {"1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0",
        "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255",
        "9.255.255.255", "11.0.0.0", "126.255.255.255", "128.0.0.0", "2606:4700:4700::1111",
        "2001:4860:4860::8888", "2400:cb00::1", "64:ff9b::8.8.8.8"}) {
    INFO(address);
    CHECK(is_public(address));
  }
  for (const char* address : {"0.0.0.0",
                              "0.1.2.3",
                              "10.0.0.1",
                              "10.255.255.255",
                              "100.64.0.1",
                              "100.127.255.255",
                              "127.0.0.1",
                              "127.255.255.255",
                              "169.254.169.254",
                              "172.16.0.1",
                              "172.31.255.255",
                              "192.0.0.1",
                              "192.0.2.1",
                              "192.88.99.1",
                              "192.168.0.1",
                              "192.168.255.255",
                              "198.18.0.1",
                              "198.19.255.255",
                              "198.51.100.1",
                              "203.0.113.1",
                              "224.0.0.1",
                              "239.255.255.255",
                              "240.0.0.1",
                              "255.255.255.255",
                              "::",
                              "::1",
                              "::ffff:8.8.8.8",
                              "::ffff:127.0.0.1",
                              "::127.0.0.1",
                              "64:ff9b::127.0.0.1",
                              "64:ff9b::10.0.0.1",
                              "64:ff9b:1::1",
                              "100::1",
                              "2001::1",
                              "2001:db8::1",
                              "2002:7f00:1::",
                              "3fff::1",
                              "fc00::1",
                              "fdff::1",
                              "fe80::1",
                              "fec0::1",
                              "ff02::1"}) {
    INFO(address);
    CHECK_FALSE(is_public(address));
  }
}

}  // namespace usher::test
