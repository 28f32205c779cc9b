#include <algorithm>
#include <utility>

#include "core/invitation_rule.hpp"
#include "core/record.hpp"
#include "core/rule_limits.hpp"

namespace usher::core {
namespace {

using record::Is;

// Words rather than numbers, so that their order may change.
template <std::size_t count>
std::size_t index_of(const std::array<std::string_view, count>& words, std::string_view word) {
  return static_cast<std::size_t>(std::ranges::find(words, word) - words.begin());
}

// Groups and conditions, one line each: how deep, what it is, and more of a condition. What is in a
// group follows it, its conditions before its groups.
void write_lines(const RuleGroup& group, std::size_t depth, std::vector<std::string>& lines) {
  record::Writer head(lines.emplace_back());
  head(depth, std::string(group.all ? "all" : "any"));
  for (const RuleCondition& each : group.conditions) {
    record::Writer writer(lines.emplace_back());
    writer(depth, std::string(rule_input_words[static_cast<std::size_t>(each.input)]),
           std::string(rule_operator_words[static_cast<std::size_t>(each.op)]), each.name,
           each.text, each.number);
  }
  for (const RuleGroup& each : group.groups) write_lines(each, depth + 1, lines);
}

std::optional<RuleCondition> condition_of(std::string_view input, record::Reader& rest) {
  RuleCondition condition;
  std::string op;
  rest(op, condition.name, condition.text, condition.number);
  const std::size_t input_at = index_of(rule_input_words, input);
  const std::size_t op_at = index_of(rule_operator_words, op);
  if (!rest.good() || input_at == rule_input_words.size() || op_at == rule_operator_words.size()) {
    return std::nullopt;
  }
  condition.input = static_cast<RuleInput>(input_at);
  condition.op = static_cast<RuleOperator>(op_at);
  return condition;
}

class Lines {
 public:
  explicit Lines(const std::vector<std::string>& lines) : lines_(lines) {}

  bool at_end() const { return at_ == lines_.size(); }

  // The group that begins with the next line, so deep.
  std::optional<RuleGroup> group(std::size_t depth) {
    RuleGroup group;
    if (at_end() || depth > limits::rule_depth_max) return std::nullopt;
    Line head(lines_[at_++]);
    if (!head.is_group() || head.depth != depth) return std::nullopt;
    group.all = head.word == "all";
    while (!at_end()) {
      Line line(lines_[at_]);
      if (!line.rest.good()) return std::nullopt;
      if (line.is_group()) {
        if (line.depth <= depth) break;  // it stands beside this one
        auto inner = this->group(depth + 1);
        if (!inner) return std::nullopt;
        group.groups.push_back(*std::move(inner));
        continue;
      }
      auto condition = condition_of(line.word, line.rest);
      if (!condition || line.depth != depth) return std::nullopt;
      group.conditions.push_back(*std::move(condition));
      ++at_;
    }
    return group;
  }

 private:
  struct Line {
    explicit Line(const std::string& text) : rest(text) { rest(depth, word); }
    bool is_group() const { return rest.good() && (word == "all" || word == "any"); }

    record::Reader rest;
    std::size_t depth = 0;
    std::string word;
  };

  const std::vector<std::string>& lines_;
  std::size_t at_ = 0;
};

void fields(auto& f, Is<InvitationRule> auto& rule, auto& when) {
  f(rule.id, rule.name, rule.enabled, when, rule.kind, rule.text, rule.queue, rule.agent,
    rule.withheld_percent, rule.caps.per_visit, rule.caps.per_day, rule.caps.cool_down_ms,
    rule.per_visitor);
}

}  // namespace

std::string encode_rule(const InvitationRule& rule) {
  std::string text;
  std::vector<std::string> when;
  write_lines(rule.when, 1, when);
  record::Writer writer(text);
  fields(writer, rule, std::as_const(when));
  return text;
}

std::optional<InvitationRule> decode_rule(std::string_view text) {
  InvitationRule rule;
  std::vector<std::string> when;
  record::Reader reader(text);
  fields(reader, rule, when);
  Lines lines(when);
  auto group = lines.group(1);
  if (!reader.good() || !group || !lines.at_end()) return std::nullopt;
  rule.when = *std::move(group);
  return rule;
}

}  // namespace usher::core
