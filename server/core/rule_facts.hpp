#pragma once
// What is known of a visitor under each input of a rule, and how it is compared. For
// rule_verdict.cpp only.

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/rule_verdict.hpp"

namespace usher::core {

// Several names for one thing, a country's say; empty: it is not known. They live in the visit.
std::vector<std::string_view> texts_of(const RuleCondition& condition, const Visitor& visitor,
                                       const Visit& visit);
// Of numbers other than times, and truths: 1 is true.
std::int64_t number_of(const RuleCondition& condition, const Circumstances& on, const Visit& visit);

// Negations compare like what they negate: none of several names may fit.
bool compare(RuleOperator op, std::string_view text, std::string_view with);
bool compare(RuleOperator op, std::int64_t value, std::int64_t with);

}  // namespace usher::core
