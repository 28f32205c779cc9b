#include "app/cluster/envelope.hpp"

#include "app/cluster/forwarded_http.hpp"
#include "support/catch.hpp"

namespace usher::test {
namespace {

namespace envelope = app::envelope;
using envelope::Direction;

constexpr std::uint64_t link = 0xfedcba9876543210;

std::string begun(Direction direction, std::uint8_t version = envelope::own_version) {
  std::string message;
  envelope::put(message, envelope::Head{version, direction, link, 3, core::AccountId{9}, "a.1f"});
  return message;
}

template <class Item>
Item there_and_back(const Item& item, Direction direction) {
  static std::string message;  // what was read views it
  message = begun(direction);
  envelope::put(message, item);
  envelope::Reader reader(message);
  const std::optional<envelope::Item> read = reader.next();
  REQUIRE(read);
  REQUIRE(std::holds_alternative<Item>(*read));
  CHECK_FALSE(reader.next());
  CHECK(reader.ok());
  return std::get<Item>(*read);
}

bool is_good(const std::string& message) {
  envelope::Reader reader(message);
  while (reader.next()) {
  }
  return reader.ok();
}

}  // namespace

TEST_CASE("an envelope's head comes back as it was", "[envelope]") {
  const std::string message = begun(Direction::to_edge);
  const envelope::Reader reader(message);
  REQUIRE(reader.ok());
  CHECK(reader.head().direction == Direction::to_edge);
  CHECK(reader.head().link == link);
  CHECK(reader.head().seq == 3);
  CHECK(reader.head().account == core::AccountId{9});
  CHECK(reader.head().from == "a.1f");
}

TEST_CASE("a visitor's and an agent's admission come back as they were", "[envelope]") {
  app::Admission::Visitor visitor{core::SiteId{4}};
  visitor.device = core::Device{core::DeviceKind::phone, "Android", "Firefox", 131};
  visitor.region = core::Region{"CN", {"中国", "广东", "深圳"}, {"China", "Guangdong", "Shenzhen"}};
  auto open = there_and_back(envelope::Open{1, {core::AccountId{9}, 0, visitor, "::1"}},
                             Direction::to_owner);
  CHECK(open.number == 1);
  CHECK(open.admission.account == core::AccountId{9});
  CHECK(open.admission.peer == "::1");
  const auto& read = std::get<app::Admission::Visitor>(open.admission.who);
  CHECK(read.site == visitor.site);
  CHECK(read.device == visitor.device);
  CHECK(read.region == visitor.region);

  open = there_and_back(
      envelope::Open{
          2,
          {core::AccountId{9}, 0, app::Admission::Agent{core::AgentId{8}, "hash", 3}, "10.0.0.1"}},
      Direction::to_owner);
  const auto& agent = std::get<app::Admission::Agent>(open.admission.who);
  CHECK(agent.agent == core::AgentId{8});
  CHECK(agent.sign_in == "hash");
  CHECK(agent.generation == 3);
}

TEST_CASE("every other item comes back as it was", "[envelope]") {
  CHECK(there_and_back(envelope::Closed{5}, Direction::to_owner).number == 5);
  CHECK(there_and_back(envelope::Drop{6}, Direction::to_owner).number == 6);
  CHECK(there_and_back(envelope::More{7}, Direction::to_edge).number == 7);
  there_and_back(envelope::Beat{}, Direction::to_owner);
  there_and_back(envelope::Reset{}, Direction::to_edge);
  for (const Direction direction : {Direction::to_owner, Direction::to_edge}) {
    const auto frame = there_and_back(envelope::Frame{8, R"({"type":"ping"})"}, direction);
    CHECK(frame.number == 8);
    CHECK(frame.text == R"({"type":"ping"})");
  }
  const auto close = there_and_back(envelope::Close{9, 4003, "again"}, Direction::to_edge);
  CHECK(close.number == 9);
  CHECK(close.code == 4003);
  CHECK(close.reason == "again");
  const auto known =
      there_and_back(envelope::Known{10, core::author_of(core::AgentId{3})}, Direction::to_edge);
  CHECK(known.author == core::author_of(core::AgentId{3}));
  const auto request = there_and_back(envelope::RequestPart{11, false, "GET"}, Direction::to_owner);
  CHECK(request.bytes == "GET");
  CHECK_FALSE(request.last);
  CHECK(there_and_back(envelope::AnswerPart{12, true, "200"}, Direction::to_edge).last);
}

TEST_CASE("an envelope that is cut anywhere is a mistake or a shorter envelope", "[envelope]") {
  std::string message = begun(Direction::to_edge);
  const std::size_t head = message.size();
  envelope::put(message, envelope::Frame{1, "one"});
  const std::size_t first = message.size();
  envelope::put(message, envelope::Close{1, 4000, "away"});
  for (std::size_t size = 0; size < message.size(); ++size) {
    CAPTURE(size);
    CHECK(is_good(message.substr(0, size)) == (size == head || size == first));
  }
}

TEST_CASE("an item that goes the other way is a mistake", "[envelope]") {
  std::string message = begun(Direction::to_edge);
  envelope::put(message, envelope::Closed{1});
  CHECK_FALSE(is_good(message));
  message = begun(Direction::to_owner);
  envelope::put(message, envelope::Known{1, {}});
  CHECK_FALSE(is_good(message));
}

TEST_CASE("heads that cannot be are mistakes", "[envelope]") {
  const auto with = [](envelope::Head head) {
    std::string message;
    envelope::put(message, head);
    return message;
  };
  const envelope::Head good{1, Direction::to_edge, link, 1, core::AccountId{1}, "a"};
  CHECK(is_good(with(good)));
  envelope::Head head = good;
  head.version = 0;
  CHECK_FALSE(is_good(with(head)));
  head = good;
  head.link = 0;
  CHECK_FALSE(is_good(with(head)));
  head = good;
  head.direction = static_cast<Direction>(2);
  CHECK_FALSE(is_good(with(head)));
  for (const std::string& from : {std::string(), std::string("a b"), std::string(65, 'a')}) {
    head = good;
    head.from = from;
    CHECK_FALSE(is_good(with(head)));
  }
}

TEST_CASE("what a newer release adds is skipped, and is a mistake in our own", "[envelope]") {
  constexpr std::uint8_t newer = envelope::own_version + 1;
  for (const std::uint8_t version : {envelope::own_version, newer}) {
    std::string message = begun(Direction::to_edge, version);
    app::put_number(message, std::uint8_t{200});  // a kind of the future
    app::put_text(message, "whatever");
    envelope::put(message, envelope::Frame{1, "known"});
    envelope::Reader reader(message);
    const auto item = reader.next();
    CHECK(reader.ok() == (version == newer));
    CHECK(item.has_value() == (version == newer));
    if (item) CHECK(std::get<envelope::Frame>(*item).text == "known");

    message = begun(Direction::to_edge, version);
    app::put_number(message, std::uint8_t{10});  // `more`, with a field of the future
    std::string body;
    app::put_number(body, std::uint64_t{77});
    app::put_text(body, "new");
    app::put_text(message, body);
    envelope::Reader longer(message);
    const auto more = longer.next();
    CHECK(more.has_value() == (version == newer));
    if (more) CHECK(std::get<envelope::More>(*more).number == 77);
  }
}

TEST_CASE("requests and answers come back as they were", "[envelope]") {
  const app::HttpRequest request{
      "POST", "/api/v1/queues", {{"a", "1"}}, {{"host", "h"}}, std::string("b\0dy", 4), "::1", "h",
      true};
  const auto read = app::decode_request(app::encode(request));
  REQUIRE(read);
  CHECK(read->method == request.method);
  CHECK(read->path == request.path);
  CHECK(read->query == request.query);
  CHECK(read->headers == request.headers);
  CHECK(read->body == request.body);
  CHECK(read->peer == request.peer);
  CHECK(read->host == request.host);
  CHECK(read->secure);

  const app::HttpResponse response{201, {{"a", "1"}, {"a", "2"}}, "body"};
  const auto answer = app::decode_response(app::encode(response));
  REQUIRE(answer);
  CHECK(answer->status == 201);
  CHECK(answer->headers == response.headers);
  CHECK(answer->body == "body");

  const std::string bytes = app::encode(request);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    CHECK_FALSE(app::decode_request(bytes.substr(0, size)));
  }
  CHECK_FALSE(app::decode_response(app::encode(app::HttpResponse{99, {}, {}})));
}

}  // namespace usher::test
