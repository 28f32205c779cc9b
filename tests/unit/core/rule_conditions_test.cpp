// Every input of a rule by every operator: what each condition says of a visitor.

#include "unit/core/rule_scene.hpp"

namespace usher::test {
namespace {

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
  visit.device = core::Device{core::DeviceKind::phone, "Android", "Chrome", 131};
  visit.region = core::Region{"CN", {"中国", "浙江", "杭州"}, {"China", "Zhejiang", "Hangzhou"}};
  visit.trail.back().title = "Tea House";
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
      return {"Tea House", no_page};
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
      return {"Android", no_device};
    case RuleInput::browser:
      return {"Chrome", no_device};
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
    cases.push_back({RuleOperator::matches, fits ? upper(begin) + "*" + end : "#*" + end, fits});
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
  const std::vector inputs{RuleInput::exit_intent, RuleInput::identified, RuleInput::verified};
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
