// HTTP/1.1 over real sockets: what is served, and what is refused rather than guessed at.

#include "integration/net_client.hpp"
#include "integration/net_house.hpp"
#include "support/catch.hpp"

using namespace usher;
using test::Client;
using test::get;
using test::House;
using test::post;

namespace {

std::span<const std::byte> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

const net::Asset pages[] = {
    {"/w/v1.js", "text/javascript; charset=utf-8", "aaaa", bytes_of("loader loader loader"),
     bytes_of("br"), bytes_of("gzip")},
    {"/w/panel-0123abcd.js", "text/javascript; charset=utf-8", "bbbb", bytes_of("panel"), {}, {}},
    {"/chat/index.html", "text/html; charset=utf-8", "cccc", bytes_of("chat"), {}, {}},
    {"/console/index.html", "text/html; charset=utf-8", "dddd", bytes_of("console"), {}, {}},
    {"/demo/index.html", "text/html; charset=utf-8", "eeee", bytes_of("demo"), {}, {}},
};

net::ServerOptions with_pages() {
  net::ServerOptions options;
  options.assets = pages;
  return options;
}

int status_of(std::uint16_t port, const std::string& request) {
  Client client(port);
  client.send(request);
  const auto answer = client.answer();
  return answer ? answer->status : 0;
}

}  // namespace

TEST_CASE("requests on one connection are answered in their order") {
  House house;
  Client client(house.port());
  client.send(get("/api/one?a=1&b=x%20y") + post("/api/two", "hello") + get("/api/three"));
  CHECK(client.answer()->body == "GET /api/one peer=127.0.0.1 plain body= ?a=1 ?b=x y");
  CHECK(client.answer()->body == "POST /api/two peer=127.0.0.1 plain body=hello");
  CHECK(client.answer()->body == "GET /api/three peer=127.0.0.1 plain body=");
  client.send(
      "POST /api/four HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3\r\nabc\r\n0\r\n\r\n");
  CHECK(client.answer()->body == "POST /api/four peer=127.0.0.1 plain body=abc");
  client.send(get("/api/five", "Connection: close\r\n"));
  CHECK(client.answer()->headers.at("connection") == "close");
  CHECK(client.is_closed());
}

TEST_CASE("malformed requests get a 4xx and the connection is closed") {
  House house;
  const std::string upgrade =
      "Origin: http://usher.test\r\nUpgrade: websocket\r\nConnection: "
      "Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
      "dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  const std::string line = "GET /ws/visitor?site=s HTTP/1.1\r\n";
  const std::vector<std::string> bad = {
      line + upgrade,
      line + "Host: a\r\nHost: b\r\n" + upgrade,
      line + "Host: a\r\nHost: a\r\n" + upgrade,
      line + "Host:\r\n" + upgrade,
      line + "Host: a/b\r\n" + upgrade,
      line + "Host: a\r\nX: 1\r\n folded\r\n" + upgrade,
      line + "Host : a\r\n" + upgrade,
      line + "Host: a\r\nX\r\n" + upgrade,
      line + "Host: a\nX: 1\r\n" + upgrade,
      line + "Host: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n" + upgrade,
      line + "Host: a\r\nContent-Length: 0\r\nContent-Length: 0\r\n" + upgrade,
      line + "Host: a\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n" + upgrade,
      line + "Host: a\r\nContent-Length: -1\r\n" + upgrade,
      line + "Host: a\r\nTransfer-Encoding: gzip\r\n" + upgrade,
      line + "Host: a\r\nTransfer-Encoding: chunked, chunked\r\n" + upgrade,
      "GET /ws/visitor?site=s HTTP/2.0\r\nHost: a\r\n" + upgrade,
      "GET /ws/visitor?site=s HTTP/1.2\r\nHost: a\r\n" + upgrade,
      "GET /ws/visitor?site=s FTP/1.1\r\nHost: a\r\n" + upgrade,
      "GET /ws/visitor?site=%zz HTTP/1.1\r\nHost: a\r\n" + upgrade,
      "GET /ws/visitor%00 HTTP/1.1\r\nHost: a\r\n" + upgrade,
      "GET http://a/ws/visitor HTTP/1.1\r\nHost: a\r\n" + upgrade,
      "GET  /ws/visitor HTTP/1.1\r\nHost: a\r\n" + upgrade,
      "GET /ws/visitor HTTP/1.1\r\nHost: a\r\nX: a" + std::string(1, '\0') + "b\r\n" + upgrade,
      "\x16\x03\x01\x02\n",
  };
  for (const std::string& request : bad) {
    INFO(request);
    Client client(house.port());
    client.send(request);
    const auto answer = client.answer();
    REQUIRE(answer);
    CHECK(answer->status / 100 == 4);
    CHECK(answer->headers.at("connection") == "close");
    CHECK(client.is_closed());
  }
}

TEST_CASE("heads and bodies have limits") {
  House house;
  CHECK(status_of(house.port(), get("/api/x", "X: " + std::string(17'000, 'x') + "\r\n")) == 431);
  CHECK(status_of(house.port(),
                  "POST /api/x HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n") == 413);
  CHECK(status_of(house.port(), post("/api/x", std::string(1'048'576, 'x'))) == 200);
}

TEST_CASE("a slow head and a slow body are cut while others are served") {
  House house;
  Client silent(house.port());
  Client head(house.port());
  Client body(house.port());
  head.send("GET /api/x HTTP/1.1\r\n");
  body.send("POST /api/x HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
  CHECK(status_of(house.port(), get("/api/x")) == 200);
  const auto begin = std::chrono::steady_clock::now();
  CHECK(head.answer()->status == 408);
  CHECK(body.answer()->status == 408);
  CHECK(head.is_closed());
  CHECK(body.is_closed());
  CHECK(silent.is_closed());
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(15));
}

TEST_CASE("forwarding headers count from trusted proxies only") {
  const std::string request = get("/api/x",
                                  "X-Forwarded-For: 6.6.6.6, 1.2.3.4, 127.0.0.9\r\n"
                                  "X-Forwarded-Proto: https\r\n");
  House plain;
  Client stranger(plain.port());
  stranger.send(request);
  CHECK(stranger.answer()->body == "GET /api/x peer=127.0.0.1 plain body=");

  net::ServerOptions options;
  options.trusted_proxies = {"127.0.0.0/8"};
  House behind(options);
  Client proxy(behind.port());
  proxy.send(request);
  CHECK(proxy.answer()->body == "GET /api/x peer=1.2.3.4 secure body=");
}

TEST_CASE("an address has only so many connections") {
  net::ServerOptions options;
  options.connections_per_address_max = 2;
  House house(options);
  Client first(house.port());
  Client second(house.port());
  first.send(get("/api/x"));
  REQUIRE(first.answer());
  second.send(get("/api/x"));
  REQUIRE(second.answer());
  Client third(house.port());
  CHECK(third.is_closed());
}

TEST_CASE("pages come in the encoding that the browser wants, and with their policies") {
  House house(with_pages());
  Client client(house.port());
  const auto fetch = [&](const std::string& path, const std::string& headers = {}) {
    client.send(get(path, headers));
    return client.answer().value_or(test::Answer{});
  };
  CHECK(fetch("/w/v1.js").body == "loader loader loader");
  CHECK(fetch("/w/v1.js", "Accept-Encoding: gzip, br\r\n").body == "br");
  CHECK(fetch("/w/v1.js", "Accept-Encoding: gzip, br;q=0\r\n").body == "gzip");
  CHECK(fetch("/w/v1.js", "Accept-Encoding: *;q=0\r\n").status == 406);
  const auto loader = fetch("/w/v1.js", "Accept-Encoding: br\r\n");
  CHECK(loader.headers.at("content-encoding") == "br");
  CHECK(loader.headers.at("vary") == "accept-encoding");
  CHECK(loader.headers.at("cache-control") == "no-cache");
  CHECK(loader.headers.at("access-control-allow-origin") == "*");
  CHECK(loader.headers.at("cross-origin-resource-policy") == "cross-origin");
  const std::string etag = "If-None-Match: " + loader.headers.at("etag") + "\r\n";
  CHECK(fetch("/w/v1.js", "Accept-Encoding: br\r\n" + etag).status == 304);
  CHECK(fetch("/w/v1.js", etag).status == 200);
  CHECK(fetch("/w/panel-0123abcd.js").headers.at("cache-control") ==
        "public, max-age=31536000, immutable");
  CHECK(fetch("/chat/s_demo").body == "chat");
  CHECK(fetch("/console").headers.at("location") == "/console/");
  const auto console = fetch("/console/");
  CHECK(console.headers.at("x-content-type-options") == "nosniff");
  CHECK(console.headers.at("content-security-policy").find("frame-ancestors 'none'") !=
        std::string::npos);
  CHECK(console.headers.at("content-security-policy")
            .find("connect-src 'self' ws://usher.test wss://usher.test;") != std::string::npos);
  CHECK(fetch("/chat/").headers.at("content-security-policy").find("frame-ancestors *") !=
        std::string::npos);
  CHECK(fetch("/demo/").status == 404);
  CHECK(fetch("/no/such").status == 404);
  client.send("HEAD /w/v1.js HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(client.answer(false)->headers.at("content-length") == "20");
  client.send(post("/console/", "x"));
  CHECK(client.answer()->headers.at("allow") == "GET, HEAD");
}
