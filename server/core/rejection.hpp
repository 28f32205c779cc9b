#pragma once
// Why a floor refuses a command. A rejection changes nothing.

#include <cstdint>

#include "core/ids.hpp"

namespace usher::core {

enum class Rejection : std::uint8_t {
  unknown_conversation,  // or not this person's: the two look the same
  conversation_closed,
  conversation_open,  // reopening what is not closed
  not_assigned,       // an agent writes into a conversation that is not its own
  id_conflict,        // the client id was used with another text
  receipt_unknown,    // too old to vouch for: the journal must be asked whether it is a repetition
  no_such_offer,      // accepted or declined too late, or never offered to this agent
  unknown_agent,
  agent_offline,          // the command needs a connected agent
  colleague_unavailable,  // a transfer to who is not there, not online or has no room
  unknown_queue,
  over_capacity,
  queue_full,     // as many wait as its policy allows, in the queues that it overflows to as well
  not_waiting,    // only who waits can be brought forward
  owner_changed,  // somebody else has it now than the command says
  not_permitted,  // this person may not do that
  form_required,  // the site's form comes before the conversation
  contact_required,    // a message is left with an e-mail address or a phone number
  too_many,            // notes, tags or participants of a conversation
  not_answered,        // there is nothing to rate: no agent ever had it
  not_on_site,         // who is on no page can't be invited
  in_conversation,     // nor who is talking already
  invited_already,     // and has not answered
  cooling_down,        // this visitor refused an invitation a while ago
  invited_enough,      // in this visit or on this day
  no_such_invitation,  // answered too late, or twice
  other_identity,      // this visitor is verified as somebody else
};

}  // namespace usher::core
