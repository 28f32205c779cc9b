#pragma once
// Reading the journal's tables over one connection. Each call reads what was committed when it
// began and leaves no transaction open behind it. Not for several threads at once. Failures:
// soci::soci_error.

#include <soci/soci.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/sql/tail.hpp"
#include "ports/journal.hpp"

namespace usher::adapters {

class Rows {
 public:
  explicit Rows(soci::session& session);
  ~Rows();
  Rows(Rows&&) noexcept;
  Rows& operator=(Rows&&) noexcept;

  // None for an account that has never stored anything.
  std::optional<Number> shelf_of(core::AccountId account);
  // 0 when the shelf is empty.
  core::Position last_position(Number shelf);

  // From the index alone, nearest first. A damaged row: SqlFailure.
  std::vector<TailEntry> indexed_after(ConversationKey key, Number seq, std::size_t limit);
  std::vector<TailEntry> indexed_before(ConversationKey key, Number seq, std::size_t limit);
  // These two read all that the index has of the conversation.
  std::vector<TailEntry> indexed_messages(ConversationKey key);
  std::vector<Number> places_with(ConversationKey key, Number hash);

  // None when it is not there. A damaged row: SqlFailure.
  std::optional<core::Recorded> at(Number place);
  // Events of a shelf after a position, in order. False when a row is damaged or missing.
  bool stream(Number shelf, core::Position after,
              const std::function<void(core::Recorded&&)>& each);

  std::optional<ports::Journal::Snapshot> snapshot(Number shelf);
  std::optional<core::Position> snapshot_position(Number shelf);

  struct Shelf {
    Number number = 0;
    core::Position indexed = 0;
  };
  std::vector<Shelf> shelves();
  Shelf shelf(Number number);  // an empty one when there is none

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace usher::adapters
