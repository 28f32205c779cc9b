#pragma once
// What came of the rules that invite visitors: each invites once in a visit, so these count visits.

#include <cstdint>

#include "core/ids.hpp"
#include "core/lift.hpp"

namespace usher::core {

using InvitationRuleId = Id<struct InvitationRuleTag>;

struct RuleResults {
  std::uint64_t shown = 0;
  std::uint64_t accepted = 0;
  std::uint64_t refused = 0;
  std::uint64_t shown_led = 0;  // with a conversation after it
  std::uint64_t withheld = 0;   // it would have been shown, but for the share that is held out
  std::uint64_t withheld_led = 0;

  friend bool operator==(const RuleResults&, const RuleResults&) = default;
};

// How much more often a conversation came where the invitation was shown.
inline Lift lift_of(const RuleResults& results) {
  return lift_of(Share{results.shown, results.shown_led},
                 Share{results.withheld, results.withheld_led});
}

// How often one rule invited one visitor.
struct RuleTimes {
  InvitationRuleId rule;
  std::uint32_t times = 0;

  friend bool operator==(const RuleTimes&, const RuleTimes&) = default;
};

}  // namespace usher::core
