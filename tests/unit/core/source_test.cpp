// Where a visitor came from, over visits, restarts and versions.

#include "core/codec.hpp"
#include "unit/core/scene.hpp"

namespace usher::test {
namespace {

core::Source from(const std::string& engine) {
  core::Source source{core::Channel::search, engine, {}, core::KeywordState::hidden, {}, {}, {}};
  return source;
}

command::ViewPage page(std::uint64_t visit, const std::string& engine) {
  return {vera, site, {visit}, "https://a/", "A", "https://from/", {}, 0, from(engine)};
}

}  // namespace

TEST_CASE("a visit's source is that of its first page") {
  Scene s;
  s.does(command::VisitorConnect{vera, site});
  s.does(page(5, "baidu"));
  s.does(page(6, "bing"));
  const core::Visitor& visitor = *core::find(s.floor, vera);
  CHECK(visitor.visit->source == from("baidu"));
  CHECK(visitor.first_source == from("baidu"));
  CHECK(visitor.first_at == visitor.visit->started_at);
}

TEST_CASE("the first touch outlives its visit, the last one is the visit's") {
  Scene s;
  s.does(command::VisitorConnect{vera, site});
  s.does(page(5, "baidu"));
  const core::Time first = core::find(s.floor, vera)->visit->started_at;
  s.asks(vera);
  s.does(command::VisitorDisconnect{vera});
  s.pass(limits::visit_linger_ms);
  REQUIRE_FALSE(core::find(s.floor, vera)->visit);
  s.does(command::VisitorConnect{vera, site});
  s.does(page(6, "bing"));
  const core::Visitor& visitor = *core::find(s.floor, vera);
  CHECK(visitor.visit->source == from("bing"));
  CHECK(visitor.first_source == from("baidu"));
  CHECK(visitor.first_at == first);
  const auto read = core::decode_snapshot(core::encode_snapshot(s.floor));
  REQUIRE(read);
  CHECK(core::find(*read, vera)->first_source == from("baidu"));
  CHECK(core::find(*read, vera)->visit->source == from("bing"));
}

TEST_CASE("visits that were stored before sources were kept are still read") {
  const auto old = core::decode_event("visit_started", "4\t5\t1\thttps://from/");
  REQUIRE(old);
  const auto& visit = std::get<core::event::VisitStarted>(*old);
  CHECK(visit.referrer == "https://from/");
  CHECK_FALSE(visit.source);
}

TEST_CASE("a source of a channel or a state that nobody knows is refused") {
  const std::string start = "4\t5\t1\tr\t";
  CHECK(core::decode_event("visit_started", start + "6\\t\\t\\t2"));
  CHECK_FALSE(core::decode_event("visit_started", start + "7\\t\\t\\t2"));
  CHECK_FALSE(core::decode_event("visit_started", start + "6\\t\\t\\t3"));
}

}  // namespace usher::test
