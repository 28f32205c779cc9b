#pragma once
// What an archive forgets, and what it finds that has been kept long enough.
//
// Guarantees of every adapter (tests/contract/archives.cpp holds them to it):
//   - When erase() has returned, nothing that the archive answers tells of what was named, and none
//     of its files holds their words.
//   - When drop() has returned, it knows nothing of the account: position() is 0, and so is
//     erasures().
//   - stale() names what is over: no conversation that is open, no visit under way, nobody who has
//     either.
// Threads: all but stale() on the one of add(), stale() on the one of the reads.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/forget.hpp"

namespace usher::ports {

// Kept for so long each. Who has a conversation is kept as long as that.
enum class DataClass : std::uint8_t {
  conversations,  // closed ones
  left_messages,  // closed conversations that were left as a message
  visits,         // with their pages
  people,         // without a conversation; with their visits
};
inline constexpr std::array<std::string_view, 4> data_class_words{"conversations", "left_messages",
                                                                  "visits", "people"};

struct Stale {
  core::Erasure what;       // the oldest of them, `limit` at most
  std::uint64_t count = 0;  // of all
};

class ErasableArchive {
 public:
  virtual ~ErasableArchive() = default;

  virtual void erase(core::AccountId account, const core::Erasure& what) = 0;
  // Up to which of the account's erasures (Privacy::erasures) this archive has forgotten what they
  // named. With several nodes others erase, too.
  virtual std::uint64_t erasures(core::AccountId account) = 0;
  virtual void set_erasures(core::AccountId account, std::uint64_t number) = 0;
  virtual void drop(core::AccountId account) = 0;
  virtual Stale stale(core::AccountId account, DataClass which, core::Time before,
                      std::size_t limit) = 0;
};

}  // namespace usher::ports
