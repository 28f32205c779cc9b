// What rules lead to, beyond what would have happened anyway.

#include <cmath>
#include <random>

#include "core/codec.hpp"
#include "core/lift.hpp"
#include "core/rule_limits.hpp"
#include "core/rule_verdict.hpp"
#include "unit/core/scene.hpp"

namespace usher::test {
namespace {

using core::Lift;
using core::Share;

bool near(double a, double b) { return std::abs(a - b) < 0.00005; }

// The same everywhere, unlike the distributions of the standard library.
bool happens(std::mt19937_64& chance, std::uint64_t percent) { return chance() % 100 < percent; }

}  // namespace

TEST_CASE("the interval is the one of the paper that it is from") {
  // Newcombe 1998, table II, method 10: the examples (a), (b), (c), (e).
  const auto is = [](const Lift& lift, double difference, double low, double high) {
    CHECK(near(lift.difference, difference));
    CHECK(near(lift.low, low));
    CHECK(near(lift.high, high));
  };
  is(core::lift_of(Share{70, 56}, Share{80, 48}), 0.2, 0.0524, 0.3339);
  is(core::lift_of(Share{10, 9}, Share{10, 3}), 0.6, 0.1705, 0.8090);
  is(core::lift_of(Share{7, 6}, Share{7, 2}), 0.5714, 0.0582, 0.8062);
  is(core::lift_of(Share{10, 10}, Share{10, 0}), 1.0, 0.6075, 1.0);
}

TEST_CASE("without anybody in a group nothing is known") {
  for (const auto& lift : {core::lift_of(Share{}, Share{5, 1}), core::lift_of(Share{5, 1}, {})}) {
    CHECK((lift.difference == 0 && lift.low == -1 && lift.high == 1));
  }
}

TEST_CASE("a lift that is there is found, and the interval holds it as often as it says") {
  std::mt19937_64 chance(7);
  int held = 0;
  int told_apart = 0;
  for (int experiment = 0; experiment < 400; ++experiment) {
    Share shown;
    Share withheld;
    for (int visitor = 0; visitor < 1'500; ++visitor) {
      const bool is_shown = happens(chance, 80);
      Share& share = is_shown ? shown : withheld;
      ++share.all;
      share.of_them += happens(chance, is_shown ? 12 : 4) ? 1 : 0;
    }
    const Lift lift = core::lift_of(shown, withheld);
    held += lift.low <= 0.08 && 0.08 <= lift.high ? 1 : 0;
    told_apart += lift.low > 0 ? 1 : 0;
  }
  CHECK((held >= 370 && held <= 395));  // 95 % of 400, give or take
  CHECK(told_apart >= 390);
}

// Visitors come to a floor with a rule that is withheld from a third of them. Some write anyway,
// more of those whom it is shown to; what the floor counted gives that difference back.
TEST_CASE("a simulated experiment on a floor gives its lift back, over a restart") {
  core::Floor floor;
  core::Time now{1'700'000'000'000};
  const auto does = [&](const core::Command& wish) {
    REQUIRE(std::holds_alternative<core::Decision>(core::step(floor, wish, now)));
  };
  command::Configure setting;
  setting.queues = {{sales, "Sales", false, 30'000}};
  setting.agents = {{ann, "Ann", core::Role::agent, 10'000, {sales}}};
  does(setting);
  does(command::AgentConnect{ann});
  does(command::SetStatus{ann, core::AgentStatus::online});
  core::InvitationRule rule;
  rule.id = {7};
  rule.text = "Can I help?";
  rule.withheld_percent = 33;
  rule.when.conditions = {{core::RuleInput::pages, core::RuleOperator::at_least, {}, {}, 1}};

  std::mt19937_64 chance(11);
  for (std::uint64_t i = 1; i <= 1'500; ++i) {
    if (i == 700) floor = *core::decode_snapshot(core::encode_snapshot(floor));
    const core::VisitorId visitor{1'000'000 + i};
    does(command::AgentHeartbeat{ann});
    does(command::VisitorConnect{visitor, site});
    does(command::ViewPage{visitor, site, {i}, "https://a/", "A", ""});
    const core::PageFacts none;
    const auto verdict = core::judge(rule, {floor, floor.visitors.at(visitor), none, sales, now});
    const bool withheld = verdict.standing == core::RuleStanding::withholds;
    if (!withheld) REQUIRE(verdict.standing == core::RuleStanding::invites);
    does(command::InviteVisitor{verdict.agent, visitor, rule.kind, rule.text, verdict.queue,
                                rule.id, withheld, rule.caps});
    const auto number = floor.invitations_made;
    if (happens(chance, withheld ? 5 : 20)) {
      does(command::Ask{visitor, site, sales, {i}, "q" + std::to_string(i), "Hello"});
      does(command::Close{author_of(visitor), {i}});
    } else if (!withheld && happens(chance, 50)) {
      does(command::AnswerInvitation{visitor, site, number, false, {}});
    }
    now = now + 100;
  }
  const core::RuleResults& results = floor.rule_results.at(rule.id);
  CHECK(results.shown + results.withheld == 1'500);
  CHECK(results.accepted == results.shown_led);
  CHECK(results.refused > 300);
  const Lift lift = core::lift_of(results);
  CHECK((lift.low <= 0.15 && 0.15 <= lift.high));
  CHECK((lift.low > 0.1 && lift.high < 0.2));
}

TEST_CASE("results of the newest rules are kept, and in snapshots, too") {
  Scene s;
  s.comes(ann);
  s.does(command::VisitorConnect{vera, site});
  s.does(command::ViewPage{vera, site, {501}, "https://a/", "A", ""});
  for (std::uint64_t rule = 1; rule <= limits::rule_results_max + 1; ++rule) {
    core::evolve(s.floor,
                 event::VisitorInvited{vera, {501}, rule, ann, {rule}, {}, sales, true, "x"},
                 s.now);
    s.floor.visitors.at(vera).visit->invitations.clear();  // so many are in many visits
  }
  CHECK(s.floor.rule_results.size() == limits::rule_results_max);
  CHECK(s.floor.rule_results.begin()->first == core::InvitationRuleId{2});
  CHECK(s.floor.visitors.at(vera).invited.by_rule.size() == limits::rules_remembered_max);
  const auto read = core::decode_snapshot(core::encode_snapshot(s.floor));
  REQUIRE(read);
  CHECK(read->rule_results == s.floor.rule_results);
  CHECK(read->visitors.at(vera).invited == s.floor.visitors.at(vera).invited);
}

}  // namespace usher::test
