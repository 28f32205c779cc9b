// What visitors browse with: a table of real user agents (fixtures/agents.tsv), hostile ones, and
// what becomes of bots.

#include <array>
#include <fstream>
#include <sstream>

#include "app/source/read_device.hpp"
#include "core/limits.hpp"
#include "support/catch.hpp"
#include "unit/app/small_house.hpp"

namespace usher::test {
namespace {

std::string row_of(const core::Device& device) {
  constexpr std::array kinds = {"unknown", "desktop", "phone", "tablet", "bot"};
  return std::string(kinds.at(static_cast<std::size_t>(device.kind))) + '\t' + device.system +
         '\t' + device.browser + '\t' + std::to_string(device.version);
}

const Json page{{"type", "page"}, {"url", "https://shop/"}, {"title", "Shop"}, {"referrer", ""}};

}  // namespace

TEST_CASE("every user agent of the table is read as the table says") {
  std::ifstream file(USHER_SOURCE_DIR "/tests/unit/fixtures/agents.tsv");
  REQUIRE(file);
  std::string line;
  int rows = 0;
  while (std::getline(file, line)) {
    if (line.starts_with('#')) continue;
    std::istringstream cells(line);
    std::array<std::string, 7> cell;
    for (std::string& text : cell) std::getline(cells, text, '\t');
    INFO(cell[4]);
    CHECK(row_of(app::read_device({cell[4], cell[5], cell[6]})) ==
          cell[0] + '\t' + cell[1] + '\t' + cell[2] + '\t' + cell[3]);
    ++rows;
  }
  CHECK(rows > 60);
}

TEST_CASE("a user agent of any bytes and any length is read, and only its beginning") {
  const std::string long_one(100'000, 'x');
  CHECK(row_of(app::read_device({long_one + "Chrome/1"})) == "unknown\t\t\t0");
  CHECK(row_of(app::read_device({"Chrome/"})) == "unknown\t\tchrome\t0");
  CHECK(row_of(app::read_device({"Chrome/99999999999999999999"})) == "unknown\t\tchrome\t999999");
  CHECK(row_of(app::read_device({"Chrome/-1"})) == "unknown\t\tchrome\t0");
  CHECK(row_of(app::read_device({"\xff\xfe<script>", "\"<b>\"", "?2"})) == "unknown\t\t\t0");
}

TEST_CASE("a visit keeps its device, and a bot makes no visit") {
  SmallHouse house;
  const auto agent = house.agent();
  house.say(*agent, {{"type", "watch_visitors"}, {"active", true}});
  const core::Device phone{core::DeviceKind::phone, "ios", "safari", 17};
  const core::Device bot{core::DeviceKind::bot, {}, {}, 0};
  for (const core::Device& device : {phone, bot}) {
    const auto line = house.open(app::Admission::Visitor{house.site.id, device});
    house.say(*line, {{"type", "visitor_hello"}, {"protocol", 1}});
    CHECK(line->all("visitor_welcome").size() == 1);
    house.say(*line, page);
    house.hang_up(*line);
  }
  house.say(*agent, {{"type", "watch_visitors"}, {"active", true}});
  const Json rows = agent->last("visitor_rows")["rows"];
  REQUIRE(rows.size() == 1);
  CHECK(rows[0]["device"] == "phone");
  CHECK(rows[0]["browser"] == "safari");
  CHECK(rows[0]["version"] == 17);
  CHECK(rows[0]["visits"] == 1);
  house.hang_up(*agent);
}

}  // namespace usher::test
