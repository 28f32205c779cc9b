// What every adapter of regions must do, and what the one over a file must bear.

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "adapters/geo/region_file.hpp"
#include "adapters/memory/regions.hpp"
#include "support/catch.hpp"
#include "support/quiet.hpp"
#include "support/temp_folder.hpp"

namespace usher::test {
namespace {

using adapters::RegionFile;
using adapters::RegionFileError;
using core::Region;
using Bytes = std::string;

// As tests/support/regions.mjs has them.
const Region shenzhen{"CN", {"中国", "广东", "深圳"}, {"China", "Guangdong", "Shenzhen"}};
const Region beijing{"CN", {"中国", "北京市", "北京"}, {"China", "Beijing", "Beijing"}};
const Region fresno{
    "US", {"美国", "加利福尼亚州", "Fresno"}, {"United States", "California", "Fresno"}};
const Region japan{"JP", {"日本", "", ""}, {"Japan", "", ""}};

// A file that is replaced as owners do it: whole, under the same name.
class Atlas {
 public:
  Atlas() { become("cities"); }

  const std::filesystem::path& path() const { return path_; }
  void become(const std::string& kind) {
    const std::string script = std::string(USHER_SOURCE_DIR) + "/tests/support/regions.mjs";
    const std::string command = "node " + script + " " + fresh_.string() + " " + kind;
    REQUIRE(std::system(command.c_str()) == 0);
    replace();
  }
  Bytes bytes() const {
    std::ifstream file(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void become_bytes(const Bytes& bytes) {
    std::ofstream(fresh_, std::ios::binary) << bytes;
    replace();
  }

 private:
  // Each a second newer than the one before, whatever the file system makes of small spans.
  void replace() {
    written_ += std::chrono::seconds(1);
    std::filesystem::last_write_time(fresh_, written_);
    std::filesystem::rename(fresh_, path_);
  }

  TempFolder folder_;
  std::filesystem::path path_ = folder_.path() / "regions.mmdb";
  std::filesystem::path fresh_ = folder_.path() / "fresh";
  std::filesystem::file_time_type written_ = std::filesystem::file_time_type::clock::now();
};

std::string fault_of(const std::filesystem::path& path) {
  try {
    RegionFile::check(path);
  } catch (const RegionFileError& error) {
    return error.what();
  }
  return "";
}

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// Every adapter, the same world: `move` puts everybody to Fresno.
template <class Move>
void check_laws(ports::Regions& regions, Move move) {
  CHECK(regions.find("203.0.113.7") == shenzhen);
  CHECK(regions.find("2001:db8:1::7") == beijing);
  for (const char* unknown : {"8.8.8.8", "2001:db8:2::7", "::1", "", "somewhere", "203.0.113"}) {
    INFO(unknown);
    CHECK_FALSE(regions.find(unknown));
  }
  regions.refresh();
  CHECK(regions.find("203.0.113.7") == shenzhen);
  move();
  CHECK(regions.find("203.0.113.7") == shenzhen);
  regions.refresh();
  CHECK(regions.find("203.0.113.7") == fresno);
}

}  // namespace

TEST_CASE("addresses lie where the memory adapter was told, from the next refresh on") {
  adapters::MemoryRegions regions({{"203.0.113.7", shenzhen}, {"2001:db8:1::7", beijing}});
  check_laws(regions, [&] { regions.replace({{"203.0.113.7", fresno}}); });
}

TEST_CASE("addresses lie where the file says, from the next refresh on") {
  Atlas atlas;
  QuietLog log;
  RegionFile regions(atlas.path(), log);
  check_laws(regions, [&] { atlas.become("moved"); });
}

TEST_CASE("a name in one language stands in both, and a registered country for an unknown one") {
  Atlas atlas;
  QuietLog log;
  const RegionFile regions(atlas.path(), log);
  CHECK(regions.find("203.0.113.200") == fresno);
  CHECK(regions.find("198.51.100.1") == japan);
}

TEST_CASE("a file that is missing, foreign or damaged is refused, and the fault names it") {
  Atlas atlas;
  const Bytes whole = atlas.bytes();
  CHECK(fault_of(atlas.path()).empty());
  CHECK(says(fault_of("/nowhere/regions.mmdb"), "/nowhere/regions.mmdb: no such file"));
  CHECK(says(fault_of("/tmp"), "/tmp: no such file"));
  atlas.become("networks");
  CHECK(says(fault_of(atlas.path()), "tells no countries: its type is Test-ASN"));
  for (const Bytes& bad : {Bytes(), Bytes("hello"), whole.substr(0, whole.size() / 2),
                           whole.substr(whole.size() / 2), Bytes(4'096, '\0')}) {
    atlas.become_bytes(bad);
    CHECK(says(fault_of(atlas.path()), atlas.path().string()));
  }
}

TEST_CASE("a byte that is damaged, wherever it is, costs an answer at most") {
  Atlas atlas;
  const Bytes whole = atlas.bytes();
  QuietLog log;
  // Not in what the file says of itself behind that: libmaxminddb 1.7 refuses it, and leaks.
  const std::size_t end = whole.rfind("MaxMind.com");
  REQUIRE(end != Bytes::npos);
  for (std::size_t at = 0; at < end; ++at) {
    Bytes bad = whole;
    bad[at] = static_cast<char>(~bad[at]);
    atlas.become_bytes(bad);
    try {
      const RegionFile regions(atlas.path(), log);
      for (const char* address : {"203.0.113.7", "192.0.2.1", "2001:db8:1::7"}) {
        static_cast<void>(regions.find(address));
      }
    } catch (const RegionFileError&) {
      continue;
    }
  }
}

TEST_CASE("a bad file in the place of a good one changes nothing, until a good one comes") {
  Atlas atlas;
  QuietLog log;
  RegionFile regions(atlas.path(), log);
  const auto still_there = [&] {
    regions.refresh();
    CHECK(regions.find("203.0.113.7") == shenzhen);
  };
  atlas.become("networks");
  still_there();
  atlas.become_bytes("nothing");
  still_there();
  std::filesystem::remove(atlas.path());
  still_there();
  atlas.become("moved");
  regions.refresh();
  CHECK(regions.find("203.0.113.7") == fresno);
}

}  // namespace usher::test
