#pragma once
// What visitors made of answers: each counts once a visit, and is told to whoever keeps the counts.
// A restart of the server forgets who read what, not how often it was read.
//
// Thread: the floor's.

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "core/ids.hpp"
#include "ports/faq.hpp"

namespace usher::app {

class FaqReaders {
 public:
  // A visitor, and its visit: none before its page is known.
  using Stay = std::pair<core::VisitorId, core::VisitId>;
  using Count = std::function<void(ports::FaqEntryId, const ports::FaqTally&)>;
  explicit FaqReaders(Count count) : count_(std::move(count)) {}

  void read(const Stay& stay, ports::FaqEntryId entry);
  void rate(const Stay& stay, ports::FaqEntryId entry, bool helped);
  // What was said of it in this visit.
  std::optional<bool> rating(const Stay& stay, ports::FaqEntryId entry) const;

 private:
  // Without a value: read, and nothing said of it.
  using Marks = std::map<ports::FaqEntryId, std::optional<bool>>;

  Marks& marks_of(const Stay& stay);

  Count count_;
  std::map<Stay, Marks> stays_;
  std::deque<Stay> order_;  // of `stays_`; the first is forgotten first
};

}  // namespace usher::app
