#pragma once
// Where in a journal somebody left traces: found by one reading from its beginning.

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "core/event.hpp"
#include "core/forget.hpp"

namespace usher::core {

class Traces {
 public:
  explicit Traces(const Erasure& what)
      : visitors_(what.visitors.begin(), what.visitors.end()),
        conversations_(what.conversations.begin(), what.conversations.end()),
        visits_(what.visits.begin(), what.visits.end()) {}

  // The account's events, in their order, each once.
  void read(const Recorded& row);

  Position read_to() const { return read_to_; }
  const std::vector<Position>& positions() const { return positions_; }
  // Those that were named, and all of the visitors'.
  std::vector<ConversationId> conversations() const {
    return {conversations_.begin(), conversations_.end()};
  }
  // Whether the floor said, after all of them, that it forgot.
  bool forgotten() const { return !positions_.empty() && forgotten_at_ == positions_.back(); }
  // Keys of files that were sent there and nowhere else.
  std::vector<std::string> files() const;

 private:
  bool concern(const Event& event);

  std::set<VisitorId> visitors_;
  std::set<ConversationId> conversations_;
  std::set<VisitId> visits_;
  std::vector<Position> positions_;
  std::set<std::string> files_;
  std::set<std::string> other_files_;
  Position read_to_ = 0;
  Position forgotten_at_ = 0;
};

}  // namespace usher::core
