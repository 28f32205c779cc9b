// Who a visitor is proven to be, and who outranks whom.

#include "unit/core/scene.hpp"

namespace usher::test {
namespace {

using core::Identity;
using core::Rejection;

command::Identify says(std::optional<std::string> name, std::optional<Identity> proven = {}) {
  command::Identify told{vera, std::move(name), {}, {}, {}};
  told.proven = std::move(proven);
  return told;
}

const Identity by_id{"4711", {}};
const Identity with_name{"4711", {true, false, false}};

const core::Visitor& vera_on(const Scene& s) { return *core::find(s.floor, vera); }

}  // namespace

TEST_CASE("who is proven once is verified; the same again is no news") {
  Scene s;
  s.does(command::VisitorConnect{vera, site});
  CHECK(s.does(says("Vera", by_id)).events.size() == 2);
  CHECK(vera_on(s).identity == by_id);
  CHECK(s.does(says("Vera", by_id)).events.empty());
  CHECK(s.does(says({}, by_id)).events.empty());
}

TEST_CASE("what the backend names, a page changes no more") {
  Scene s;
  s.does(command::VisitorConnect{vera, site});
  s.does(says("Claimed"));
  s.does(says("Vera", with_name));
  CHECK(vera_on(s).name == "Vera");
  CHECK(s.does(says("Claimed")).events.empty());
  CHECK(s.does(says("Claimed", by_id)).events.empty());
  CHECK(vera_on(s).identity == with_name);
  s.does(says("Vera B.", with_name));
  CHECK(vera_on(s).name == "Vera B.");
  command::Identify mail{vera, "Claimed", "v@x.example", {}, {{"plan", "gold"}}};
  s.does(mail);
  CHECK(vera_on(s).name == "Vera B.");
  CHECK(vera_on(s).email == "v@x.example");  // nobody vouched for another
  CHECK(vera_on(s).attributes.at("plan") == "gold");
}

TEST_CASE("nor does what is written into a form or left with a message") {
  Scene s;
  s.does(command::VisitorConnect{vera, site});
  s.does(says("Vera", with_name));
  command::Ask leaves{vera, site, sales, {500}, "left", "Call me"};
  leaves.leave = core::Contact{"Claimed", "v@x.example", {}};
  s.does(leaves);
  CHECK(vera_on(s).name == "Vera");
  CHECK(vera_on(s).email == "v@x.example");
}

TEST_CASE("nobody becomes somebody else on the way") {
  Scene s;
  s.does(command::VisitorConnect{vera, site});
  s.does(says("Vera", with_name));
  const core::Floor before = s.floor;
  CHECK(s.refused(says("Willy", Identity{"4712", {true}})) == Rejection::other_identity);
  CHECK(s.floor == before);
}

TEST_CASE("who is proven without a page is remembered for a while, and then forgotten") {
  Scene s;
  s.does(says({}, by_id));
  CHECK(vera_on(s).identity == by_id);
  s.pass(limits::visit_linger_ms);
  CHECK(core::find(s.floor, vera) == nullptr);
  s.does(says("Willy", Identity{"4712", {}}));
  CHECK(vera_on(s).identity.external_id == "4712");
}

}  // namespace usher::test
