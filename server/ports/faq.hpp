#pragma once
// Questions that an account answers for its visitors before anybody of the staff has to, and how
// often those answers helped.

#include <cstdint>
#include <string>
#include <vector>

#include "core/ids.hpp"

namespace usher::ports {

using FaqEntryId = core::Id<struct FaqEntryTag>;

struct FaqEntry {
  core::AccountId account;
  FaqEntryId id;
  std::string category;  // one line; may be empty
  std::string question;  // one line
  std::string answer;
  std::string language;             // a tag, "zh-CN"; empty: for speakers of any
  std::vector<core::SiteId> sites;  // where it is told; empty: on all of the account's
  std::uint32_t rank = 0;           // its place among the account's
  bool published = false;           // else it is a draft, which only the staff sees

  friend bool operator==(const FaqEntry&, const FaqEntry&) = default;
};

// How many visits opened an answer, and what they said of it.
struct FaqTally {
  std::uint64_t shown = 0;
  std::uint64_t helped = 0;
  std::uint64_t not_helped = 0;

  FaqTally& operator+=(const FaqTally& more) {
    shown += more.shown;
    helped += more.helped;
    not_helped += more.not_helped;
    return *this;
  }
  friend bool operator==(const FaqTally&, const FaqTally&) = default;
};

}  // namespace usher::ports
