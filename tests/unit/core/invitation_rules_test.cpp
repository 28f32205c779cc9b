// Rules that invite visitors: how conditions go together, whom they invite, and what stands in the
// way.

#include "unit/core/rule_scene.hpp"

namespace usher::test {

TEST_CASE("groups: all wait for the last of their conditions, any for the first") {
  Shop s;
  const auto after = [](std::int64_t seconds) {
    return number(RuleInput::page_seconds, RuleOperator::at_least, seconds);
  };
  const RuleCondition never = number(RuleInput::pages, RuleOperator::at_least, 9);
  const core::Time opened = s.now;
  const auto standing = [&](core::RuleGroup group) { return s.verdict(a_rule(std::move(group))); };
  CHECK(standing({true, {after(10), after(30)}, {}}).at == opened + 30'000);
  CHECK(standing({false, {after(30), after(10), never}, {}}).at == opened + 10'000);
  CHECK(standing({true, {after(10), never}, {}}).standing == RuleStanding::not_met);
  CHECK(standing({true, {after(0)}, {{false, {never, after(20)}, {}}}}).at == opened + 20'000);
  CHECK(standing({false, {never}, {{true, {after(0), after(0)}, {}}}}).standing ==
        RuleStanding::invites);
  s.now = s.now + 20'000;
  CHECK(standing({true, {after(10)}, {{false, {never, after(20)}, {}}}}).standing ==
        RuleStanding::invites);
}

TEST_CASE("whoever asks is told of every condition, in order, with what was compared") {
  Shop s;
  std::vector<core::ConditionVerdict> told;
  const auto rule =
      a_rule({true,
              {number(RuleInput::pages, RuleOperator::at_least, 3)},
              {{false,
                {text(RuleInput::title, RuleOperator::is, "tea"), at_once.when.conditions[0],
                 text(RuleInput::keyword, RuleOperator::is_not, "x")},
                {}}}});
  core::judge(rule, s.on(), &told);
  REQUIRE(told.size() == 4);
  CHECK((told[0].truth == Truth::no && told[0].actual == "1" && told[0].all));
  CHECK((told[1].truth == Truth::yes && told[1].actual == "Tea" && !told[1].all));
  CHECK(told[2].truth == Truth::yes);
  CHECK((told[3].truth == Truth::no && !told[3].known));
}

TEST_CASE("a rule invites once in a visit, and a visitor as often as it may") {
  Shop s;
  InvitationRule rule = at_once;
  rule.per_visitor = 1;
  CHECK(s.invites(rule).standing == RuleStanding::invites);
  CHECK(s.verdict(rule).standing == RuleStanding::invited);
  s.answers(vera, false);
  s.does(command::VisitorDisconnect{vera});
  s.pass_with({ann}, limits::visit_linger_ms + limits::invitation_cool_down_ms);
  CHECK_FALSE(s.floor.visitors.contains(vera));
  s.browses(vera);
  CHECK(s.verdict(rule).standing == RuleStanding::enough);
  rule.per_visitor = 2;
  CHECK(s.verdict(rule).standing == RuleStanding::invites);
}

TEST_CASE("a rule says what stands in its way, and when to look again") {
  Shop s(2);
  InvitationRule off = at_once;
  off.enabled = false;
  CHECK(s.verdict(off).standing == RuleStanding::off);
  s.invites(at_once);
  InvitationRule next = at_once;
  next.id = {8};
  CHECK(s.verdict(next).obstacle == core::InvitationObstacle::invited_already);
  s.answers(vera, false);
  CHECK(s.verdict(next).obstacle == core::InvitationObstacle::cooling_down);
  CHECK(s.verdict(next).at == s.now + limits::invitation_cool_down_ms);
  s.pass_with({ann}, limits::invitation_cool_down_ms);
  CHECK(s.verdict(next).standing == RuleStanding::invites);
  s.does(command::SetStatus{ann, core::AgentStatus::away});
  CHECK(s.verdict(next).standing == RuleStanding::nobody_free);
  CHECK(s.verdict(next).at == s.now + limits::invitation_retry_ms);
}

TEST_CASE("only who serves the queue and has room invites: whom the strategy puts first") {
  Shop s;
  s.comes(bob);
  CHECK(s.verdict(at_once).agent == ann);  // idle for longer
  const auto c = s.asks(willy);
  s.does(command::Accept{ann, c});
  CHECK(s.verdict(at_once).agent == bob);
  InvitationRule named = at_once;
  named.agent = ann;
  CHECK(s.verdict(named).standing == RuleStanding::nobody_free);
  named.agent = core::AgentId{99};  // gone: anybody
  CHECK(s.verdict(named).agent == bob);
  s.setting.agents[1].queues = {support};
  s.does(s.setting);
  CHECK(s.verdict(at_once).standing == RuleStanding::nobody_free);
  InvitationRule to_support = at_once;
  to_support.queue = support;
  CHECK(s.verdict(to_support).agent == bob);
  CHECK(s.verdict(to_support).queue == support);
}

TEST_CASE("the share that is withheld is as large as it should be, and each visitor's for ever") {
  InvitationRule rule = at_once;
  rule.withheld_percent = 20;
  std::size_t held = 0;
  std::size_t both = 0;
  InvitationRule other = rule;
  other.id = {8};
  for (std::uint64_t i = 0; i < 10'000; ++i) {
    const core::VisitorId visitor{1'700'000'000'000 + i * 4096};
    const bool withheld = core::withholds(rule, visitor);
    held += withheld ? 1U : 0U;
    both += withheld && core::withholds(other, visitor) ? 1U : 0U;
  }
  CHECK((held > 1'850 && held < 2'150));
  CHECK((both > 320 && both < 480));  // rules draw independently
  rule.withheld_percent = 0;
  CHECK_FALSE(core::withholds(rule, vera));
}

TEST_CASE("a rule is whole after it was stored as text") {
  InvitationRule rule = a_rule(
      {false,
       {text(RuleInput::attribute, RuleOperator::contains, "tab\tline\nslash\\")},
       {{true, {at_once.when.conditions[0]}, {{false, {at_once.when.conditions[0]}, {}}}}, {}}});
  rule.when.groups[1].conditions = {number(RuleInput::exit_intent, RuleOperator::is, 1)};
  rule.kind = core::InvitationKind::chat;
  rule.queue = sales;
  rule.agent = ann;
  rule.withheld_percent = 10;
  rule.caps = {1, 2, 3};
  rule.per_visitor = 4;
  rule.enabled = false;
  CHECK(core::decode_rule(core::encode_rule(rule)) == rule);
  CHECK_FALSE(core::decode_rule("x"));
  CHECK_FALSE(core::decode_rule(""));
}

TEST_CASE("a rule that is not good is told where") {
  const auto fault = [](auto spoil) {
    InvitationRule rule = at_once;
    rule.when.groups.push_back(rule.when);
    spoil(rule);
    const auto found = core::fault_of(rule);
    return found ? found->field : std::string();
  };
  CHECK(fault([](auto&) {}).empty());
  CHECK(fault([](auto& r) { r.name.clear(); }) == "name");
  CHECK(fault([](auto& r) { r.text.clear(); }) == "text");
  CHECK(fault([](auto& r) { r.withheld_percent = 91; }) == "withheld_percent");
  CHECK(fault([](auto& r) { r.caps.per_visit = 0; }) == "caps.per_visit");
  CHECK(fault([](auto& r) { r.caps.per_day = 0; }) == "caps.per_day");
  CHECK(fault([](auto& r) { r.caps.cool_down_ms = -1; }) == "caps.cool_down_ms");
  CHECK(fault([](auto& r) { r.per_visitor = 1'001; }) == "per_visitor");
  CHECK(fault([](auto& r) { r.when = {}; }) == "when.conditions");
  CHECK(fault([](auto& r) { r.when.groups[0].conditions.clear(); }) == "when.groups.0.conditions");
  CHECK(fault([](auto& r) { r.when.groups[0].conditions[0].number = -1; }) ==
        "when.groups.0.conditions.0.value");
  CHECK(fault([](auto& r) {
          r.when.conditions.push_back({RuleInput::url, RuleOperator::at_least, "", "x", 0});
        }) == "when.conditions.1.operator");
  CHECK(fault([](auto& r) {
          r.when.conditions.push_back({RuleInput::event, RuleOperator::at_least, "", "", 1});
        }) == "when.conditions.1.name");
  CHECK(fault([](auto& r) {
          r.when.conditions.push_back({RuleInput::channel, RuleOperator::is, "", "serach", 0});
        }) == "when.conditions.1.value");
  CHECK(fault([](auto& r) {
          r.when.conditions.resize(limits::rule_conditions_max, r.when.conditions[0]);
        }) == "when.groups.0.conditions");
  CHECK(fault([](auto& r) {
          r.when.groups[0].groups.push_back(at_once.when);
          r.when.groups[0].groups[0].groups.push_back(at_once.when);
        }) == "when.groups.0.groups.0.groups.0");
}

}  // namespace usher::test
