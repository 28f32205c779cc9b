#pragma once
// Bugs planted into a house to see whether the auditor notices. They live here: the floor has none
// of this; a house with a bug changes what decide() and settle() said, or the floor behind their
// back.

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "core/decide.hpp"

namespace usher::simulation {

enum class Bug : std::uint8_t {
  none,
  double_assignment,      // a conversation goes to two agents
  lost_place,             // a lost agent's conversations go to the end of the line
  seq_gap,                // a message skips a seq
  stale_lease,            // a lease that ends is not noticed
  forgotten_deadline,     // an offer rings for ever
  ack_before_commit,      // the ack leaves although the commit fails
  double_message,         // a repeated message is stored again
  stuck_after_decline,    // nobody looks for another agent
  straight_back,          // a declined offer goes to the same agent again
  over_capacity,          // an agent gets one more than it can take
  closed_changes,         // a message into a closed conversation is stored
  lost_in_rebuild,        // a rebuilt floor misses the last event
  grace_without_end,      // a lost agent keeps its conversations
  conflict_ignored,       // another text under a known client id is acknowledged
  skipped_in_line,        // the second in line is served first
  lost_acknowledged,      // an acknowledged message is not written
  hold_keeps_room,        // what an agent puts aside still takes its room
  retrieved_too_much,     // an agent takes back what it has no room for
  transfer_kept,          // who transferred a conversation has it still
  transfer_to_nobody,     // a transfer that nobody answers leaves the owner without it
  kept_for_ever,          // what is kept for an agent is never free to the others
  any_agent_will_do,      // skills do not matter
  priority_ignored,       // bringing a conversation forward changes nothing
  wrap_up_is_free,        // what is left to do after closing takes no room
  busiest_first,          // another agent than the strategy says
  position_off_by_one,    // a visitor is told that fewer stand before it
  silent_for_ever,        // nothing is done about silence
  runs_in_a_circle,       // a conversation overflows back to where it was
  note_seen_by_visitor,   // a note is stored as a message
  takeover_kept,          // whose conversation a supervisor took has it still
  speaker_without_right,  // somebody joins who neither supervises nor was asked
  participant_stays,      // a lost agent stays in others' conversations
  hours_forgotten,        // a queue that closes stays open
  answered_twice,         // who comes back to the queue counts as answered again
  form_skipped,           // a conversation opens although the site's form is not answered
  left_forgotten,         // a message that was left is a conversation like any other
  online_forgotten,       // a dropped agent's time online is not counted
  dwell_goes_back,        // what is told of a page replaces what was known
  dwell_not_kept,         // a visit ends and its dwell with it
  page_told_twice,        // a page that is told again is there twice
  weight_ignored,         // a heavy conversation takes one place
  offers_are_light,       // what rings takes one place, whatever its weight
  rated_another,          // a rating counts for another agent than the last owner
  rated_twice,            // a changed rating counts beside the one before
  word_overheard,         // a word of the list in a message is not told
  alarm_for_ever,         // an acknowledged alarm stays
  file_left_out,          // a message is stored without its file
  refusal_forgotten,      // who refused an invitation is invited at once again
  invited_for_ever,       // an invitation that nobody answers stands on
  becomes_another,        // who is verified is verified as somebody else
};

struct NamedBug {
  Bug bug;
  std::string_view name;
};
inline constexpr std::array planted_bugs = {
    NamedBug{Bug::double_assignment, "double_assignment"},
    NamedBug{Bug::lost_place, "lost_place"},
    NamedBug{Bug::seq_gap, "seq_gap"},
    NamedBug{Bug::stale_lease, "stale_lease"},
    NamedBug{Bug::forgotten_deadline, "forgotten_deadline"},
    NamedBug{Bug::ack_before_commit, "ack_before_commit"},
    NamedBug{Bug::double_message, "double_message"},
    NamedBug{Bug::stuck_after_decline, "stuck_after_decline"},
    NamedBug{Bug::straight_back, "straight_back"},
    NamedBug{Bug::over_capacity, "over_capacity"},
    NamedBug{Bug::closed_changes, "closed_changes"},
    NamedBug{Bug::lost_in_rebuild, "lost_in_rebuild"},
    NamedBug{Bug::grace_without_end, "grace_without_end"},
    NamedBug{Bug::conflict_ignored, "conflict_ignored"},
    NamedBug{Bug::skipped_in_line, "skipped_in_line"},
    NamedBug{Bug::lost_acknowledged, "lost_acknowledged"},
    NamedBug{Bug::hold_keeps_room, "hold_keeps_room"},
    NamedBug{Bug::retrieved_too_much, "retrieved_too_much"},
    NamedBug{Bug::transfer_kept, "transfer_kept"},
    NamedBug{Bug::transfer_to_nobody, "transfer_to_nobody"},
    NamedBug{Bug::kept_for_ever, "kept_for_ever"},
    NamedBug{Bug::any_agent_will_do, "any_agent_will_do"},
    NamedBug{Bug::priority_ignored, "priority_ignored"},
    NamedBug{Bug::wrap_up_is_free, "wrap_up_is_free"},
    NamedBug{Bug::busiest_first, "busiest_first"},
    NamedBug{Bug::position_off_by_one, "position_off_by_one"},
    NamedBug{Bug::silent_for_ever, "silent_for_ever"},
    NamedBug{Bug::runs_in_a_circle, "runs_in_a_circle"},
    NamedBug{Bug::note_seen_by_visitor, "note_seen_by_visitor"},
    NamedBug{Bug::takeover_kept, "takeover_kept"},
    NamedBug{Bug::speaker_without_right, "speaker_without_right"},
    NamedBug{Bug::participant_stays, "participant_stays"},
    NamedBug{Bug::hours_forgotten, "hours_forgotten"},
    NamedBug{Bug::answered_twice, "answered_twice"},
    NamedBug{Bug::form_skipped, "form_skipped"},
    NamedBug{Bug::left_forgotten, "left_forgotten"},
    NamedBug{Bug::online_forgotten, "online_forgotten"},
    NamedBug{Bug::dwell_goes_back, "dwell_goes_back"},
    NamedBug{Bug::dwell_not_kept, "dwell_not_kept"},
    NamedBug{Bug::page_told_twice, "page_told_twice"},
    NamedBug{Bug::weight_ignored, "weight_ignored"},
    NamedBug{Bug::offers_are_light, "offers_are_light"},
    NamedBug{Bug::rated_another, "rated_another"},
    NamedBug{Bug::rated_twice, "rated_twice"},
    NamedBug{Bug::word_overheard, "word_overheard"},
    NamedBug{Bug::alarm_for_ever, "alarm_for_ever"},
    NamedBug{Bug::file_left_out, "file_left_out"},
    NamedBug{Bug::refusal_forgotten, "refusal_forgotten"},
    NamedBug{Bug::invited_for_ever, "invited_for_ever"},
    NamedBug{Bug::becomes_another, "becomes_another"},
};

// core::step with a bug in it.
core::Outcome buggy_step(Bug bug, core::Floor& floor, const core::Command& command, core::Time now,
                         bool journal_was_asked);

}  // namespace usher::simulation
