// What becomes of a region before it is kept, and when its file is looked at again.

#include "adapters/memory/regions.hpp"
#include "adapters/system/charset.hpp"
#include "app/region_watch.hpp"
#include "app/source/read_region.hpp"
#include "core/limits.hpp"
#include "support/catch.hpp"
#include "support/manual_loop.hpp"

namespace usher::test {
namespace {

const core::Region shenzhen{"CN", {"中国", "广东", "深圳"}, {"China", "Guangdong", "Shenzhen"}};
const core::Region tokyo{"JP", {"日本", "东京", ""}, {"Japan", "Tokyo", ""}};

std::optional<core::Region> read(const core::Region& region) {
  const adapters::MemoryRegions regions({{"203.0.113.7", region}});
  return app::read_region(regions, "203.0.113.7", adapters::SystemCharset());
}

struct HandClock final : ports::Clock {
  core::Time now() const override { return time; }
  core::Time time{1'000};
};

}  // namespace

TEST_CASE("a region is kept as it is known, and nothing where nothing is") {
  CHECK(read(shenzhen) == shenzhen);
  CHECK_FALSE(read({}));
  CHECK_FALSE(
      app::read_region(adapters::MemoryRegions(), "203.0.113.7", adapters::SystemCharset()));
}

TEST_CASE("what a file has for names is text of a bounded length, or left out") {
  core::Region odd = shenzhen;
  odd.country = "<script>";
  odd.zh.city = "\xff\xfe";
  odd.en.province = " Guang\ndong ";
  odd.en.city = std::string(1'000, 'x');
  const auto region = read(odd);
  REQUIRE(region);
  CHECK(region->country.empty());
  CHECK(region->zh == core::RegionNames{"中国", "广东", ""});
  CHECK(region->en.province == "Guang dong");
  CHECK(region->en.city == std::string(limits::region_name_bytes_max, 'x'));
  CHECK_FALSE(read({"cn", {"\xff", "", ""}, {}}));
}

TEST_CASE("a file that was replaced is taken up within a minute") {
  HandClock clock;
  ManualLoop loop;
  adapters::MemoryRegions regions({{"203.0.113.7", shenzhen}});
  app::RegionWatch watch(regions, clock, loop);
  watch.start();
  loop.run();
  for (const core::Region& next : {tokyo, shenzhen}) {
    regions.replace({{"203.0.113.7", next}});
    clock.time = clock.time + (limits::regions_every_ms - 1);
    loop.advance(clock.time);
    CHECK(regions.find("203.0.113.7") != next);
    clock.time = clock.time + 1;
    loop.advance(clock.time);
    CHECK(regions.find("203.0.113.7") == next);
  }
}

}  // namespace usher::test
