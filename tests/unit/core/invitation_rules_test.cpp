// Rules that invite visitors: what each condition says of a visitor, and what comes of it.

#include <utility>

#include "core/codec.hpp"
#include "core/rule_limits.hpp"
#include "core/rule_verdict.hpp"
#include "unit/core/scene.hpp"

namespace usher::test {
namespace {

using core::InvitationRule;
using core::RuleCondition;
using core::RuleInput;
using core::RuleOperator;
using core::RuleStanding;
using core::RuleValue;
using core::Truth;

constexpr core::InvitationRuleId seven{7};

InvitationRule a_rule(core::RuleGroup when) {
  InvitationRule rule;
  rule.id = seven;
  rule.name = "Tea";
  rule.text = "Can I help?";
  rule.when = std::move(when);
  return rule;
}

InvitationRule a_rule(RuleCondition condition) {
  return a_rule({true, {std::move(condition)}, {}});
}

RuleCondition number(RuleInput input, RuleOperator op, std::int64_t value) {
  return {input, op, {}, {}, value};
}
RuleCondition text(RuleInput input, RuleOperator op, std::string value) {
  return {input, op, "plan", std::move(value), 0};
}

const InvitationRule at_once = a_rule(number(RuleInput::pages, RuleOperator::at_least, 1));

// Ann is there, Vera reads a page.
struct Shop : Scene {
  core::PageFacts facts;

  explicit Shop(std::uint32_t capacity = 1) : Scene(true, capacity) {
    comes(ann);
    browses(vera);
  }
  void browses(core::VisitorId visitor) {
    does(command::VisitorConnect{visitor, site});
    does(command::ViewPage{
        visitor, site, {visitor.value + 500}, "https://shop.example/Tea/7", "Tea", ""});
  }
  core::Visitor& visitor() { return floor.visitors.at(vera); }
  core::Circumstances on(core::VisitorId id = vera) const {
    return {floor, floor.visitors.at(id), facts, sales, now};
  }
  core::RuleVerdict verdict(const InvitationRule& rule, core::VisitorId id = vera) const {
    return core::judge(rule, on(id));
  }
  Truth truth(const RuleCondition& condition) const {
    std::vector<core::ConditionVerdict> told;
    core::judge(a_rule(condition), on(), &told);
    REQUIRE(told.size() == 1);
    return told[0].truth;
  }
  // As the inviter does.
  core::RuleVerdict invites(const InvitationRule& rule, core::VisitorId id = vera) {
    const core::RuleVerdict found = verdict(rule, id);
    const bool withholds = found.standing == RuleStanding::withholds;
    if (!withholds && found.standing != RuleStanding::invites) return found;
    does(command::InviteVisitor{found.agent, id, rule.kind, rule.text, found.queue, rule.id,
                                withholds, rule.caps});
    return found;
  }
  void answers(core::VisitorId id, bool accepted) {
    const auto number = floor.visitors.at(id).visit->invitations.back().number;
    does(command::AnswerInvitation{id, site, number, accepted, {900 + number}});
  }
};

// The value that each text input has in these tests, where it is known; and how to forget it.
struct Known {
  std::string value;
  void (*forget)(core::Visitor&);
};

Known known(core::Visitor& visitor, RuleInput input) {
  core::Visit& visit = *visitor.visit;
  visit.source.emplace();
  visit.source->channel = core::Channel::search;
  visit.source->name = "baidu";
  visit.source->keyword = "Green Tea";
  visit.source->campaign.name = "Spring-Sale";
  visit.device = core::Device{core::DeviceKind::phone, "iOS", "Safari", 17};
  visit.region = core::Region{"CN", {"中国", "浙江", "杭州"}, {"China", "Zhejiang", "Hangzhou"}};
  visit.referrer = "https://www.baidu.com/s?wd=tea";
  visitor.attributes["plan"] = "Gold Member";
  const auto no_source = [](core::Visitor& v) { v.visit->source.reset(); };
  const auto no_device = [](core::Visitor& v) { v.visit->device.reset(); };
  const auto no_region = [](core::Visitor& v) { v.visit->region.reset(); };
  const auto no_page = [](core::Visitor& v) { v.visit->trail.clear(); };
  switch (input) {
    case RuleInput::url:
      return {"https://shop.example/Tea/7", no_page};
    case RuleInput::title:
      return {"Tea", no_page};
    case RuleInput::referrer:
      return {visit.referrer, [](core::Visitor& v) { v.visit->referrer.clear(); }};
    case RuleInput::channel:
      return {"search", no_source};
    case RuleInput::engine:
      return {"baidu", no_source};
    case RuleInput::keyword:
      return {"Green Tea", no_source};
    case RuleInput::campaign:
      return {"Spring-Sale", no_source};
    case RuleInput::device:
      return {"phone", no_device};
    case RuleInput::system:
      return {"iOS", no_device};
    case RuleInput::browser:
      return {"Safari", no_device};
    case RuleInput::country:
      return {"China", no_region};
    case RuleInput::province:
      return {"Zhejiang", no_region};
    case RuleInput::city:
      return {"Hangzhou", no_region};
    case RuleInput::attribute:
      return {"Gold Member", [](core::Visitor& v) { v.attributes.clear(); }};
    case RuleInput::page_seconds:
    case RuleInput::visit_seconds:
    case RuleInput::pages:
    case RuleInput::visits:
    case RuleInput::event:
    case RuleInput::exit_intent:
    case RuleInput::identified:
    case RuleInput::verified:
      break;
  }
  return {};
}

std::string upper(std::string value) {
  for (char& c : value) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return value;
}

struct Case {
  RuleOperator op;
  std::string value;
  bool holds;
};

// Each operator on a text that is known: what fits, and what does not.
std::vector<Case> cases_of(const std::string& is) {
  const std::string begin = is.substr(0, 2);
  const std::string end = is.substr(is.size() - 2);
  const std::string other = "zz" + is;
  std::vector<Case> cases;
  for (const bool fits : {true, false}) {
    for (const std::string& same : {is, upper(is)}) {
      cases.push_back({RuleOperator::is, fits ? same : other, fits});
      cases.push_back({RuleOperator::is_not, fits ? other : same, fits});
    }
    cases.push_back({RuleOperator::contains, fits ? upper(is.substr(1)) : "zz", fits});
    cases.push_back({RuleOperator::not_contains, fits ? "zz" : upper(is.substr(1)), fits});
    cases.push_back({RuleOperator::starts_with, fits ? upper(begin) : "z" + begin, fits});
    cases.push_back({RuleOperator::ends_with, fits ? upper(end) : end + "z", fits});
    cases.push_back({RuleOperator::starts_with, fits ? is : is + "z", fits});
    cases.push_back({RuleOperator::matches, fits ? upper(begin) + "*" + end : "z*" + end, fits});
    cases.push_back({RuleOperator::matches, std::string(is.size() + (fits ? 0 : 1), '?'), fits});
  }
  return cases;
}

const auto all_inputs = [] {
  std::vector<RuleInput> all;
  for (std::size_t i = 0; i < core::rule_input_words.size(); ++i) {
    all.push_back(static_cast<RuleInput>(i));
  }
  return all;
}();
const auto all_operators = [] {
  std::vector<RuleOperator> all;
  for (std::size_t i = 0; i < core::rule_operator_words.size(); ++i) {
    all.push_back(static_cast<RuleOperator>(i));
  }
  return all;
}();

}  // namespace

TEST_CASE("every text, by every operator: what fits holds, what does not does not") {
  Shop s;
  std::size_t tried = 0;
  for (const RuleInput input : all_inputs) {
    if (core::value_of(input) != RuleValue::text) continue;
    CAPTURE(core::rule_input_words[static_cast<std::size_t>(input)]);
    for (const Case& each : cases_of(known(s.visitor(), input).value)) {
      CAPTURE(core::rule_operator_words[static_cast<std::size_t>(each.op)], each.value);
      CHECK(s.truth(text(input, each.op, each.value)) == (each.holds ? Truth::yes : Truth::no));
      ++tried;
    }
  }
  CHECK(tried == 14 * 22);
}

TEST_CASE("what is not known of a visitor is never true, by no operator") {
  for (const RuleInput input : all_inputs) {
    if (core::value_of(input) != RuleValue::text) continue;
    Shop s;
    known(s.visitor(), input).forget(s.visitor());
    for (const RuleOperator op : all_operators) {
      if (!core::allows(input, op)) continue;
      CAPTURE(core::rule_input_words[static_cast<std::size_t>(input)], static_cast<int>(op));
      for (const auto* value : {"x", "*"}) CHECK(s.truth(text(input, op, value)) == Truth::no);
    }
  }
}

TEST_CASE("every number, by every operator, around its value") {
  Shop s;
  s.visitor().visits = 4;
  s.visitor().visit->pages_seen = 4;
  s.facts.events["plan"] = 4;
  s.now = s.now + 4'999;  // four whole seconds
  for (const RuleInput input : all_inputs) {
    const RuleValue kind = core::value_of(input);
    if (kind != RuleValue::number && kind != RuleValue::time) continue;
    for (std::int64_t with = 3; with <= 5; ++with) {
      CAPTURE(core::rule_input_words[static_cast<std::size_t>(input)], with);
      const auto is = [&](RuleOperator op) {
        RuleCondition condition = number(input, op, with);
        condition.name = "plan";
        return s.truth(condition);
      };
      const Truth short_of = kind == RuleValue::time ? Truth::later : Truth::no;
      CHECK(is(RuleOperator::at_least) == (with <= 4 ? Truth::yes : short_of));
      CHECK(is(RuleOperator::at_most) == (with >= 4 ? Truth::yes : Truth::no));
      if (kind == RuleValue::number) {
        CHECK(is(RuleOperator::is) == (with == 4 ? Truth::yes : Truth::no));
      }
    }
  }
}

TEST_CASE("truths are told apart") {
  Shop s;
  const auto is = [&](RuleInput input, bool value) {
    return s.truth(number(input, RuleOperator::is, value ? 1 : 0)) == Truth::yes;
  };
  constexpr auto inputs = {RuleInput::exit_intent, RuleInput::identified, RuleInput::verified};
  for (const RuleInput input : inputs) CHECK((is(input, false) && !is(input, true)));
  s.visitor().identity.external_id = "u1";
  s.facts.leaving = s.visitor().visit->pages_seen;
  for (const RuleInput input : inputs) CHECK((is(input, true) && !is(input, false)));
  // On the next page nobody has left yet.
  s.does(command::ViewPage{vera, site, {700}, "https://shop.example/", "", ""});
  CHECK(is(RuleInput::exit_intent, false));
}

TEST_CASE("a place has several names; a negation means none of them") {
  Shop s;
  known(s.visitor(), RuleInput::country);
  for (const auto* name : {"cn", "中国", "China"}) {
    CHECK(s.truth(text(RuleInput::country, RuleOperator::is, name)) == Truth::yes);
    CHECK(s.truth(text(RuleInput::country, RuleOperator::is_not, name)) == Truth::no);
  }
}

TEST_CASE("patterns: a star for any characters, a question mark for one") {
  const std::vector<std::pair<std::string, std::string>> fit{
      {"*", ""},         {"**", "x"},      {"a*c", "abbbc"},   {"a*c", "ac"},
      {"A?c", "abC"},    {"?", "茶"},      {"*茶*", "绿茶店"}, {"*/tea/*", "https://a/Tea/7"},
      {"*ab", "aaabab"}, {"*a?c*", "xabc"}};
  for (const auto& [pattern, value] : fit) {
    CAPTURE(pattern, value);
    CHECK(core::matches(pattern, value));
  }
  const std::vector<std::pair<std::string, std::string>> unfit{
      {"", "a"}, {"a", ""},    {"a*c", "abcd"}, {"a?c", "ac"},
      {"?", ""}, {"??", "茶"}, {"*ab", "aba"}};
  for (const auto& [pattern, value] : unfit) {
    CAPTURE(pattern, value);
    CHECK_FALSE(core::matches(pattern, value));
  }
}

TEST_CASE("no pattern takes long, however it is made") {
  // What doubles the time of a backtracking regular expression with each star.
  std::string pattern;
  for (std::size_t i = 0; i < limits::rule_text_bytes_max / 2; ++i) pattern += "*a";
  const std::string value(limits::url_bytes_max, 'a');
  for (int i = 0; i < 100; ++i) {
    CHECK_FALSE(core::matches(pattern + "b", value));
    CHECK(core::matches(pattern, value));
  }
}

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

TEST_CASE("what is no operator of an input is refused, whatever the input") {
  for (const RuleInput input : all_inputs) {
    for (const RuleOperator op : all_operators) {
      RuleCondition condition{input, op, "plan", "search", 1};
      if (input == RuleInput::device) condition.text = "phone";
      CHECK(core::fault_of(a_rule(condition)).has_value() != core::allows(input, op));
    }
  }
}

}  // namespace usher::test
