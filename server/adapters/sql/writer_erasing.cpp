#include <algorithm>
#include <utility>

#include "adapters/sql/errors.hpp"
#include "adapters/sql/writer.hpp"
#include "core/codec.hpp"
#include "core/limits.hpp"

namespace usher::adapters {

// One slice; the rest waits its turn again. The log is wiped when nothing is left.
void Writer::work_at(Erase erase) {
  bool sound = false;
  bool over = true;
  attempt([&] {
    if (!may_erase(erase)) return;
    erase_slice(erase);
    over = erase.erased == erase.positions.size();
    sound = !over || wipe_log(*session_);
  });
  if (!over) return put(std::move(erase));
  gate_.post(*erase.loop, [done = std::move(erase.done), sound] { done(sound); });
}

// A snapshot that may still tell of them, or none, would be read together with what is left.
bool Writer::may_erase(const Erase& erase) {
  if (!is_ours(erase.account)) return false;
  const Shelf& shelf = shelf_of(erase.account);
  if (erase.positions.empty()) return true;
  const core::Position first = erase.positions.front(), last = erase.positions.back();
  const auto snapshot = rows_.snapshot_position(shelf.number);
  return first > 0 && last <= shelf.last && snapshot && last <= *snapshot;
}

// The newest first: what a conversation began with goes last, so that whoever looks for the rest
// after a crash still learns whose it was.
void Writer::erase_slice(Erase& erase) {
  const Number shelf = shelf_of(erase.account).number;
  const std::size_t end = std::min(erase.erased + limits::erase_rows, erase.positions.size());
  const std::string kind(core::name_of(core::event::Erased{}));
  const std::vector<core::ConversationId> conversations = std::exchange(erase.conversations, {});
  begin();
  statements_->will_write(shelf);
  statements_->join_session();
  for (std::size_t i = erase.erased; i < end; ++i) {
    const Number place = place_of(shelf, erase.positions[erase.positions.size() - 1 - i]);
    *session_ << "UPDATE event SET kind = :kind, body = '' WHERE place = :place", soci::use(kind),
        soci::use(place);
  }
  for (const core::ConversationId each : conversations) {
    const auto id = static_cast<Number>(each.value);
    *session_ << "DELETE FROM entry_run WHERE shelf = :shelf AND conversation = :id",
        soci::use(shelf), soci::use(id);
  }
  statements_->commit();
  for (const core::ConversationId each : conversations) {
    tail_.forget({shelf, static_cast<Number>(each.value)});
  }
  erase.erased = end;
}

}  // namespace usher::adapters
