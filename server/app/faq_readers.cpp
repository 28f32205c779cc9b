#include "app/faq_readers.hpp"

#include "core/faq_limits.hpp"

namespace usher::app {

FaqReaders::Marks& FaqReaders::marks_of(const Stay& stay) {
  const auto [found, is_new] = stays_.try_emplace(stay);
  if (!is_new) return found->second;
  order_.push_back(stay);
  if (order_.size() > limits::faq_visits_max) {
    stays_.erase(order_.front());
    order_.pop_front();
  }
  return found->second;
}

void FaqReaders::read(const Stay& stay, ports::FaqEntryId entry) {
  Marks& marks = marks_of(stay);
  if (marks.size() >= limits::faq_marks_max) return;
  if (marks.try_emplace(entry).second) count_(entry, {1, 0, 0});
}

void FaqReaders::rate(const Stay& stay, ports::FaqEntryId entry, bool helped) {
  read(stay, entry);  // who judges it has seen it
  Marks& marks = marks_of(stay);
  const auto mark = marks.find(entry);
  if (mark == marks.end() || mark->second) return;
  mark->second = helped;
  count_(entry, helped ? ports::FaqTally{0, 1, 0} : ports::FaqTally{0, 0, 1});
}

std::optional<bool> FaqReaders::rating(const Stay& stay, ports::FaqEntryId entry) const {
  const auto marks = stays_.find(stay);
  if (marks == stays_.end()) return std::nullopt;
  const auto mark = marks->second.find(entry);
  return mark == marks->second.end() ? std::nullopt : mark->second;
}

}  // namespace usher::app
