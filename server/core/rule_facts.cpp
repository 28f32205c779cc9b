#include "core/rule_facts.hpp"

#include <algorithm>
#include <initializer_list>

namespace usher::core {
namespace {

char folded(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, folded, folded);
}

bool holds(std::string_view text, std::string_view part) {
  const auto is = [](char a, char b) { return folded(a) == folded(b); };
  return std::search(text.begin(), text.end(), part.begin(), part.end(), is) != text.end();
}

// The bytes of the character that begins here.
std::size_t character(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
  return end - at;
}

using Texts = std::vector<std::string_view>;

Texts told(std::initializer_list<std::string_view> all) {
  Texts texts;
  for (const std::string_view text : all) {
    if (!text.empty()) texts.push_back(text);
  }
  return texts;
}

std::string_view word_of(DeviceKind kind) {
  switch (kind) {
    case DeviceKind::desktop:
      return "desktop";
    case DeviceKind::phone:
      return "phone";
    case DeviceKind::tablet:
      return "tablet";
    case DeviceKind::unknown:
    case DeviceKind::bot:
      return {};
  }
  return {};
}

Texts source_texts(RuleInput input, const Source& source) {
  if (input == RuleInput::channel) {
    return {channel_words[static_cast<std::size_t>(source.channel)]};
  }
  if (input == RuleInput::engine) return told({source.name});
  if (input == RuleInput::keyword) return told({source.keyword});
  return told({source.campaign.name});
}

Texts device_texts(RuleInput input, const Device& device) {
  if (input == RuleInput::device) return told({word_of(device.kind)});
  return told({input == RuleInput::system ? device.system : device.browser});
}

Texts region_texts(RuleInput input, const Region& region) {
  if (input == RuleInput::country) {
    return told({region.country, region.zh.country, region.en.country});
  }
  if (input == RuleInput::province) return told({region.zh.province, region.en.province});
  return told({region.zh.city, region.en.city});
}

}  // namespace

std::vector<std::string_view> texts_of(const RuleCondition& condition, const Visitor& visitor,
                                       const Visit& visit) {
  switch (condition.input) {
    case RuleInput::url:
      return visit.trail.empty() ? Texts{} : told({visit.trail.back().url});
    case RuleInput::title:
      return visit.trail.empty() ? Texts{} : told({visit.trail.back().title});
    case RuleInput::referrer:
      return told({visit.referrer});
    case RuleInput::channel:
    case RuleInput::engine:
    case RuleInput::keyword:
    case RuleInput::campaign:
      return visit.source ? source_texts(condition.input, *visit.source) : Texts{};
    case RuleInput::device:
    case RuleInput::system:
    case RuleInput::browser:
      return visit.device ? device_texts(condition.input, *visit.device) : Texts{};
    case RuleInput::country:
    case RuleInput::province:
    case RuleInput::city:
      return visit.region ? region_texts(condition.input, *visit.region) : Texts{};
    case RuleInput::attribute: {
      const auto found = visitor.attributes.find(condition.name);
      return found == visitor.attributes.end() ? Texts{} : Texts{found->second};
    }
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

bool compare(RuleOperator op, std::string_view text, std::string_view with) {
  const std::size_t part = std::min(with.size(), text.size());
  switch (op) {
    case RuleOperator::is:
    case RuleOperator::is_not:
      return same(text, with);
    case RuleOperator::contains:
    case RuleOperator::not_contains:
      return holds(text, with);
    case RuleOperator::starts_with:
      return same(text.substr(0, part), with);
    case RuleOperator::ends_with:
      return same(text.substr(text.size() - part), with);
    case RuleOperator::matches:
      return matches(with, text);
    case RuleOperator::at_least:
    case RuleOperator::at_most:
      break;
  }
  return false;
}

bool compare(RuleOperator op, std::int64_t value, std::int64_t with) {
  if (op == RuleOperator::at_least) return value >= with;
  if (op == RuleOperator::at_most) return value <= with;
  return value == with;
}

std::int64_t number_of(const RuleCondition& condition, const Circumstances& on,
                       const Visit& visit) {
  const Visitor& visitor = on.visitor;
  if (condition.input == RuleInput::pages) return visit.pages_seen;
  if (condition.input == RuleInput::visits) return visitor.visits;
  if (condition.input == RuleInput::exit_intent) {
    return on.facts.leaving == visit.pages_seen ? 1 : 0;
  }
  if (condition.input == RuleInput::verified) return visitor.identity.verified() ? 1 : 0;
  if (condition.input == RuleInput::identified) {
    return visitor.name || visitor.email || visitor.phone || visitor.identity.verified() ? 1 : 0;
  }
  const auto found = on.facts.events.find(condition.name);
  return found == on.facts.events.end() ? 0 : found->second;
}

bool matches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  // The last star, and from where on what follows it is tried: earlier stars never need more.
  std::size_t star = std::string_view::npos;
  std::size_t from = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = ++p;
      from = t;
    } else if (p < pattern.size() && pattern[p] == '?') {
      ++p;
      t += character(text, t);
    } else if (p < pattern.size() && folded(pattern[p]) == folded(text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star;
      from += character(text, from);
      t = from;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

}  // namespace usher::core
