#pragma once
// What came of the rules that invite visitors: counted by visit, each rule once in each.

#include <cstdint>

namespace usher::ports {

struct InvitationTally {
  std::uint64_t shown = 0;         // visits in which it was shown
  std::uint64_t withheld = 0;      // in which it would have been, but for the hold-out group
  std::uint64_t shown_led = 0;     // of those, with a conversation after it
  std::uint64_t withheld_led = 0;  // the same
  std::uint64_t accepted = 0;      // invitations
  std::uint64_t refused = 0;

  InvitationTally& operator+=(const InvitationTally& more) {
    shown += more.shown;
    withheld += more.withheld;
    shown_led += more.shown_led;
    withheld_led += more.withheld_led;
    accepted += more.accepted;
    refused += more.refused;
    return *this;
  }
  friend bool operator==(const InvitationTally&, const InvitationTally&) = default;
};

}  // namespace usher::ports
