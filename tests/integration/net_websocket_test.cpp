// RFC 6455 and the promises of app::Connection, over real sockets.

#include "integration/net_client.hpp"
#include "integration/net_house.hpp"
#include "support/catch.hpp"

using namespace usher;
using test::Client;
using test::House;

namespace {

std::string text_of(Client& client) {
  const auto frame = client.frame();
  return frame ? frame->payload : "(closed)";
}

}  // namespace

TEST_CASE("a text frame reaches the session whole, however it was cut") {
  House house({}, GENERATE(false, true));
  Client client(house.port());
  const auto answer = client.upgrade();
  REQUIRE(answer.status == 101);
  CHECK(answer.headers.at("sec-websocket-accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  for (const std::size_t size : {0, 1, 125, 126, 512, 513, 5'000, 32'768}) {
    const std::string text(size, 'a');
    REQUIRE(client.say(text));
    CHECK(text_of(client) == text);
  }
  client.send_frame(1, "in th", false);
  client.send_frame(9, "ping");  // control frames may come between
  client.send_frame(0, "ree p", false);
  client.send_frame(0, "arts");
  const auto pong = client.frame();
  REQUIRE(pong);
  CHECK(pong->opcode == 10);
  CHECK(pong->payload == "ping");
  CHECK(text_of(client) == "in three parts");
}

TEST_CASE("frames of one turn arrive in their order, behind each other") {
  House house;
  Client client(house.port());
  REQUIRE(client.upgrade().status == 101);
  client.say("many 2000");
  for (int i = 0; i < 2000; ++i) REQUIRE(text_of(client) == std::to_string(i));
}

TEST_CASE("what breaks RFC 6455 is closed with the code that it names") {
  House house;
  Client client(house.port());
  REQUIRE(client.upgrade().status == 101);
  SECTION("reserved bits") {
    client.send_frame(1, "x", true, true, 4);
    CHECK(client.close_code() == 1002);
  }
  SECTION("a reserved opcode") {
    client.send_frame(3, "x");
    CHECK(client.close_code() == 1002);
  }
  SECTION("a frame without a mask") {
    client.send_frame(1, "x", true, false);
    CHECK(client.close_code() == 1002);
  }
  SECTION("a control frame in parts") {
    client.send_frame(9, "x", false);
    CHECK(client.close_code() == 1002);
  }
  SECTION("a control frame over 125 bytes") {
    client.send_frame(9, std::string(126, 'x'));
    CHECK(client.close_code() == 1002);
  }
  SECTION("a continuation of nothing") {
    client.send_frame(0, "x");
    CHECK(client.close_code() == 1002);
  }
  SECTION("a new message inside another") {
    client.send_frame(1, "x", false);
    client.send_frame(1, "y");
    CHECK(client.close_code() == 1002);
  }
  SECTION("text that is not UTF-8") {
    client.say("\xc3\x28");
    CHECK(client.close_code() == 1007);
  }
  SECTION("a message over 32 KiB") {
    client.say(std::string(32'769, 'x'));
    CHECK(client.close_code() == 1009);
  }
  SECTION("a message over 32 KiB in parts") {
    client.send_frame(1, std::string(32'000, 'x'), false);
    client.send_frame(0, std::string(32'000, 'x'));
    CHECK(client.close_code() == 1009);
  }
  SECTION("a binary message") {
    client.send_frame(2, "x");
    CHECK(client.close_code() == 1003);
  }
  SECTION("a close frame with a code that nobody may send") {
    client.send_frame(8, std::string("\x03\xed", 2));  // 1005
    CHECK(client.close_code() == 1002);
  }
  SECTION("a close frame is answered with its code") {
    client.send_frame(8, std::string("\x03\xe8", 2));
    CHECK(client.close_code() == 1000);
  }
  CHECK(client.is_closed());
  CHECK(house.front.open_sessions.becomes(0));
}

TEST_CASE("a session's exception ends that session only") {
  House house;
  Client unlucky(house.port());
  Client other(house.port());
  REQUIRE(unlucky.upgrade().status == 101);
  REQUIRE(other.upgrade().status == 101);
  unlucky.say("throw");
  CHECK(unlucky.close_code() == 1011);
  other.say("still here");
  CHECK(text_of(other) == "still here");
  CHECK(house.log.waits_for("session_failed"));
}

TEST_CASE("a session that closes sends what it had to say, then its code") {
  House house;
  Client client(house.port());
  REQUIRE(client.upgrade().status == 101);
  client.say("first");
  client.say("close");
  client.say("ignored");
  CHECK(text_of(client) == "first");
  CHECK(client.close_code() == 4000);
  client.send_frame(8, std::string("\x0f\xa0", 2));
  CHECK(client.is_closed());
  CHECK(house.front.open_sessions.becomes(0));
}

TEST_CASE("a client that vanishes is noticed") {
  House house;
  {
    Client client(house.port());
    REQUIRE(client.upgrade().status == 101);
    REQUIRE(house.front.open_sessions.becomes(1));
  }
  CHECK(house.front.open_sessions.becomes(0));
}

TEST_CASE("a client that does not read is cut, and others do not notice") {
  House house;
  Client deaf(house.port(), 4'096);
  REQUIRE(deaf.upgrade().status == 101);
  REQUIRE(house.front.open_sessions.becomes(1));
  Client other(house.port());
  REQUIRE(other.upgrade().status == 101);
  REQUIRE(house.front.open_sessions.becomes(2));
  for (int i = 0; i < 20; ++i) {
    other.say("flood");
    REQUIRE(text_of(other).size() == 64 * 1024);
  }
  CHECK(house.front.open_sessions.becomes(1));
  other.say("still here");
  CHECK(text_of(other) == "still here");
}

TEST_CASE("one that stops reading with little in its queue is cut by the write deadline") {
  House house;
  Client deaf(house.port(), 4'096);
  REQUIRE(deaf.upgrade().status == 101);
  for (int i = 0; i < 5; ++i) deaf.say("big 64000");
  CHECK(house.front.open_sessions.becomes(1));
  CHECK(house.front.open_sessions.becomes(0));
}

TEST_CASE("an upgrade is refused before it happens") {
  House house;
  Client client(house.port());
  SECTION("a foreign origin gets the app's answer") {
    client.send(test::get("/ws/visitor?site=s",
                          "Origin: http://evil.test\r\nUpgrade: websocket\r\n"
                          "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"));
    const auto answer = client.answer();
    REQUIRE(answer);
    CHECK(answer->status == 403);
    CHECK(answer->body == "foreign origin");
  }
  SECTION("a request without an upgrade is told what is needed") {
    client.send(test::get("/ws/visitor?site=s"));
    CHECK(client.answer()->status == 426);
  }
  SECTION("a handshake without a key") {
    client.send(test::get("/ws/visitor?site=s",
                          "Origin: http://usher.test\r\nUpgrade: websocket\r\n"
                          "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"));
    CHECK(client.answer()->status == 400);
  }
  SECTION("a version that is not 13") {
    client.send(test::get("/ws/visitor?site=s",
                          "Origin: http://usher.test\r\nUpgrade: websocket\r\n"
                          "Connection: Upgrade\r\nSec-WebSocket-Version: 8\r\n"
                          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"));
    CHECK(client.answer()->status == 426);
  }
}
