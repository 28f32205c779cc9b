#pragma once
// Which messages the journal holds already, so that a client id is stored once. Nearly every new
// message is known to be new by a filter alone; for the others the tail and the index are asked.
//
// The writer's thread only.

#include <vector>

#include "adapters/sql/message_filter.hpp"
#include "adapters/sql/rows.hpp"
#include "adapters/sql/tail.hpp"

namespace usher::adapters {

class KnownMessages {
 public:
  KnownMessages(const Tail& tail, Rows& rows) : tail_(tail), rows_(rows) {}

  // Between two transactions: the filter begins anew when it is full.
  void refresh();
  // What is stored is not what it was.
  void forget() { filter_ = {}; }
  // False: no message before this one has its hash. From now on it counts as one before. The
  // conversation's earlier messages are stored or came here since refresh().
  bool may_hold(ConversationKey key, const TailEntry& message);
  // Of stored messages.
  std::vector<Number> places_with(ConversationKey key, Number hash) const;

 private:
  void learn(ConversationKey key, Number next_seq);

  const Tail& tail_;
  Rows& rows_;
  MessageFilter filter_;
};

}  // namespace usher::adapters
