#pragma once
// The limits of rules that invite visitors, and of what pages tell for them.

#include "core/limits.hpp"

namespace usher::limits {

inline constexpr std::size_t invitation_rules_max = 50;  // of an account
inline constexpr std::size_t rule_conditions_max = 32;   // of a rule
inline constexpr std::size_t rule_groups_max = 32;
inline constexpr std::size_t rule_depth_max = 3;         // groups in groups, the outermost included
inline constexpr std::size_t rule_text_bytes_max = 256;  // that a condition compares with
inline constexpr std::int64_t rule_number_max = 1'000'000;
inline constexpr std::uint32_t withheld_percent_max = 90;
inline constexpr std::uint32_t invitations_per_day_max = 100;  // that a rule may allow
inline constexpr std::uint32_t invitations_per_visitor_max = 1'000;
inline constexpr std::size_t rules_remembered_max = 50;  // of a visitor: how often each invited it
inline constexpr std::size_t rule_results_max = 200;     // rules whose results a floor keeps
inline constexpr std::size_t page_event_bytes_max = 64;  // the name of a page's own event
inline constexpr std::size_t page_events_max = 50;       // with different names, of a visit
inline constexpr std::int64_t invitation_retry_ms = 10 * second_ms;  // nobody was free
inline constexpr std::size_t inviter_slice = 100;     // visitors looked at in a turn of the loop
inline constexpr std::size_t dry_run_names_max = 20;  // visitors named in the answer to a dry run

}  // namespace usher::limits
