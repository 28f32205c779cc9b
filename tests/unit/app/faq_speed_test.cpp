// How fast a large FAQ is searched. Not run with the others: the figures of a sanitised build on a
// shared machine say nothing. `unit_tests [speed]` of a release build; server/docs/performance.md.

#include <algorithm>
#include <ctime>

#include "app/faq.hpp"
#include "core/faq_limits.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

using namespace usher;

namespace {

// Of this process: what others do meanwhile on the machine does not count.
double us_since(std::clock_t begin) {
  return 1e6 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

// Some characters are much more frequent than others, as in any text.
std::string chinese(test::Random& random, std::size_t characters) {
  constexpr std::uint64_t known = 3'000;
  std::string text;
  for (std::size_t i = 0; i < characters; ++i) {
    const std::uint64_t rank = random.next() % known * (random.next() % known) / known;
    const auto code = static_cast<unsigned>(0x4E00 + rank);
    text += static_cast<char>(0xE0U | code >> 12U);
    text += static_cast<char>(0x80U | (code >> 6U & 0x3FU));
    text += static_cast<char>(0x80U | (code & 0x3FU));
  }
  return text;
}

std::string english(test::Random& random, std::size_t words) {
  std::string text;
  for (std::size_t i = 0; i < words; ++i) {
    const std::size_t letters = 2 + random.next() % 7;
    for (std::size_t j = 0; j < letters; ++j) text += static_cast<char>('a' + random.next() % 20);
    if (i + 1 < words) text += ' ';
  }
  return text;
}

std::vector<ports::FaqEntry> large_faq(test::Random& random) {
  std::vector<ports::FaqEntry> entries;
  for (std::uint32_t i = 0; i < limits::faq_entries_max; ++i) {
    const bool latin = i % 4 == 0;
    entries.push_back({{1},
                       {1'000 + i},
                       chinese(random, 4),
                       latin ? english(random, 8) : chinese(random, 14),
                       latin ? english(random, 120) : chinese(random, 300),
                       "",
                       {},
                       i,
                       true});
  }
  return entries;
}

}  // namespace

TEST_CASE("a large FAQ is searched in well under 5 ms", "[.][speed]") {
  test::Random random(7);
  const auto entries = large_faq(random);
  const auto begin = std::clock();
  const app::Faq faq(entries);
  WARN("index of " << entries.size() << " entries: " << us_since(begin) / 1'000 << " ms");
  const ports::Site site;
  std::vector<double> times;
  for (int i = 0; i < 5'000; ++i) {
    const std::string query =
        i % 4 ? chinese(random, 4 + random.next() % 16) : english(random, 1 + random.next() % 5);
    const auto asked = std::clock();
    (void)faq.find({site, "zh-CN"}, query, limits::faq_found_max);
    times.push_back(us_since(asked));
  }
  std::ranges::sort(times);
  WARN("search: p50 " << times[2'500] << " us, p99 " << times[4'950] << " us");
  CHECK(times[4'950] < 5'000);
}
