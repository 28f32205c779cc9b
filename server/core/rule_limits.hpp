#pragma once
// The limits of the rules that invite visitors, and of what browsers tell for them.

#include "core/limits.hpp"

namespace usher::limits {

inline constexpr std::size_t invitation_rules_max = 50;  // of an account
inline constexpr std::size_t rule_nodes_max = 50;        // conditions and groups of one
inline constexpr std::size_t rule_depth_max = 4;         // groups in groups
inline constexpr std::size_t rule_text_bytes_max = 256;  // of a condition
inline constexpr std::int64_t rule_number_max = 1'000'000;
inline constexpr std::uint32_t rule_priority_max = 99;
inline constexpr std::uint32_t invitations_per_day_max = 100;        // that a rule may allow
inline constexpr std::int64_t invitation_cool_down_ms_max = day_ms;  // that it may ask for
inline constexpr std::size_t event_bytes_max = 64;              // the name of a page's own event
inline constexpr std::size_t events_max = 50;                   // of a visit
inline constexpr std::int64_t invitation_count_ms = second_ms;  // at most between two writes of it
inline constexpr std::size_t dry_run_names_max = 20;  // of visitors whom a rule would invite

}  // namespace usher::limits
