// How often a visitor came, and with what, over visits, restarts and versions.

#include "core/codec.hpp"
#include "core/past_visits.hpp"
#include "unit/core/scene.hpp"

namespace usher::test {
namespace {

const core::Region shenzhen{"CN", {"中国", "广东", "深圳"}, {"China", "Guangdong", "Shenzhen"}};
const core::Device tablet{core::DeviceKind::tablet, "ipados", "safari", 17};

void visits(Scene& s, std::uint64_t visit) {
  s.does(command::VisitorConnect{vera, site});
  s.does(
      command::ViewPage{vera, site, {visit}, "https://a/", "A", "", {}, 0, {}, tablet, shenzhen});
}

void leaves(Scene& s) {
  s.does(command::VisitorDisconnect{vera});
  s.pass(limits::visit_linger_ms);
}

}  // namespace

TEST_CASE("visits are counted on after the floor forgot the visitor, and in a snapshot") {
  Scene s;
  visits(s, 5);
  CHECK(core::find(s.floor, vera)->visits == 1);
  CHECK(core::find(s.floor, vera)->visit->device == tablet);
  leaves(s);
  REQUIRE(core::find(s.floor, vera) == nullptr);
  const auto read = core::decode_snapshot(core::encode_snapshot(s.floor));
  REQUIRE(read);
  CHECK(read->past_visits == s.floor.past_visits);
  visits(s, 6);
  CHECK(core::find(s.floor, vera)->visits == 2);
  CHECK(s.floor.past_visits.all().empty());
}

TEST_CASE("a visitor with a conversation keeps its count beside it") {
  Scene s;
  visits(s, 5);
  s.asks(vera);
  leaves(s);
  visits(s, 6);
  CHECK(core::find(s.floor, vera)->visits == 2);
  const auto read = core::decode_snapshot(core::encode_snapshot(s.floor));
  REQUIRE(read);
  CHECK(core::find(*read, vera)->visits == 2);
  CHECK(core::find(*read, vera)->visit->device == tablet);
  CHECK(core::find(*read, vera)->visit->region == shenzhen);
}

TEST_CASE("who was there longest ago is the first whose count is forgotten") {
  core::PastVisits past;
  past.keep({{1}, {{10}, 3}});
  for (std::uint64_t i = 0; i < limits::past_visitors_max; ++i) {
    past.keep({{2 + i}, {{static_cast<std::int64_t>(20 + i)}, 1}});
  }
  CHECK(past.all().size() == limits::past_visitors_max);
  CHECK(past.take({1}).visits == 0);
  CHECK(past.take({2}).visits == 1);
  CHECK(past.take({2}).visits == 0);
}

TEST_CASE("visits that were stored before devices or regions were kept are still read") {
  const auto old = core::decode_event("visit_started", "4\t5\t1\thttps://from/");
  REQUIRE(old);
  CHECK_FALSE(std::get<core::event::VisitStarted>(*old).device);
  const auto newer = core::decode_event("visit_started", "4\t5\t1\tr\t\t4\\t\\t\\t0");
  REQUIRE(newer);
  CHECK_FALSE(std::get<core::event::VisitStarted>(*newer).region);
  CHECK_FALSE(core::decode_event("visit_started", "4\t5\t1\tr\t\t5\\t\\t\\t0"));
}

}  // namespace usher::test
