#include "app/faq_counts.hpp"

#include "core/faq_limits.hpp"

namespace usher::app {

FaqCounts::FaqCounts(ports::Directory& directory, const ports::Clock& clock, ports::Log& log,
                     ports::Loop& front)
    : directory_(directory),
      log_(log),
      front_(front),
      throttle_(clock, front, limits::faq_count_ms, [this] { write(); }) {}

void FaqCounts::add(ports::FaqEntryId entry, const ports::FaqTally& more) {
  front_.post([this, entry, more] {
    waiting_[entry] += more;
    throttle_.stir();
  });
}

void FaqCounts::write() {
  if (waiting_.empty()) return;
  try {
    directory_.count(waiting_);
    waiting_.clear();
  } catch (const ports::DirectoryError& error) {
    log_.error("faq_counts_not_stored", {{"why", error.what()}});
  }
}

}  // namespace usher::app
