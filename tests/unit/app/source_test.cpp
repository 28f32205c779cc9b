// Where visits came from: a table of real addresses (fixtures/referrers.tsv), and hostile ones.

#include <array>
#include <fstream>
#include <string>
#include <vector>

#include "adapters/system/charset.hpp"
#include "app/source/read_source.hpp"
#include "core/limits.hpp"
#include "support/catch.hpp"

namespace usher::test {
namespace {

const adapters::SystemCharset charset;

core::Source read(std::string_view referrer, std::string_view landing = "https://shop.example/") {
  return app::read_source(referrer, landing, charset);
}

std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> found(1);
  for (const char c : line) {
    if (c == '\t') {
      found.emplace_back();
    } else {
      found.back() += c;
    }
  }
  return found;
}

// A source as the table writes it.
std::string row_of(const core::Source& source) {
  constexpr std::array channels = {"direct", "internal", "search",  "social",
                                   "ad",     "email",    "referral"};
  constexpr std::array states = {"none", "given", "hidden"};
  const core::Campaign& c = source.campaign;
  std::string campaign;
  if (c != core::Campaign{}) {
    campaign = c.source + '|' + c.medium + '|' + c.name + '|' + c.term + '|' + c.content;
  }
  return std::string(channels.at(static_cast<std::size_t>(source.channel))) + '\t' + source.name +
         '\t' + states.at(static_cast<std::size_t>(source.keyword_state)) + '\t' + source.keyword +
         '\t' + source.ad_network + '\t' + campaign;
}

}  // namespace

TEST_CASE("every address of the table is read as the table says") {
  std::ifstream file(USHER_SOURCE_DIR "/tests/unit/fixtures/referrers.tsv");
  REQUIRE(file);
  std::string line;
  int rows = 0;
  for (int number = 1; std::getline(file, line); ++number) {
    if (line.starts_with('#')) continue;
    const std::vector<std::string> cell = cells(line);
    REQUIRE(cell.size() == 8);
    INFO("line " << number << ": " << cell[0] << " to " << cell[1]);
    const std::size_t expected = cell[0].size() + cell[1].size() + 2;
    CHECK(row_of(read(cell[0], cell[1])) == line.substr(expected));
    ++rows;
  }
  CHECK(rows > 200);
}

TEST_CASE("the page before is named by its host, in lower case and without port and password") {
  CHECK(read("HTTP://me:secret@Blog.Example.:8080/a#b").host == "blog.example");
  CHECK(read("https://xn--fiqs8s.example/").host == "xn--fiqs8s.example");
  CHECK(read("http://[2001:DB8::1]:80/").host == "2001:db8::1");
  CHECK(read("https://" + std::string(254, 'a') + "/").channel == core::Channel::direct);
  CHECK(read("https://\xE4\xB8\xAD.example/").channel == core::Channel::direct);
}

TEST_CASE("texts of a source are cut at a character, within their limits") {
  std::string word;
  for (int i = 0; i < 200; ++i) word += "%E5%AE%A2";
  const core::Source source =
      read("https://www.baidu.com/s?wd=" + word, "https://shop.example/?utm_source=" + word);
  CHECK(source.keyword.size() == limits::keyword_bytes_max / 3 * 3);
  CHECK(source.campaign.source.size() == limits::campaign_bytes_max / 3 * 3);
}

TEST_CASE("an address of any length costs no more than one of the longest kind") {
  const std::string many(100'000, '&');
  CHECK(read("https://www.baidu.com/s?" + many + "wd=x").keyword_state ==
        core::KeywordState::hidden);
  CHECK(read("https://" + std::string(100'000, '@')).channel == core::Channel::direct);
  const core::Source source = read("https://www.so.com/s?q=" + std::string(100'000, 'q'));
  CHECK(source.keyword == std::string(limits::keyword_bytes_max, 'q'));
}

TEST_CASE("a landing page that is no address tells nothing, and spoils nothing") {
  for (const std::string landing : {"", "shop", "https://", "about:blank?gclid=1", "\xFF\xFE"}) {
    CHECK(read("https://www.google.com/", landing).channel == core::Channel::search);
    CHECK(read("", landing) == core::Source{});
  }
}

}  // namespace usher::test
