#pragma once
// Says of nearly every new message that it is new, without a look at the store: a Bloom filter over
// the client ids of the conversations that it knows. It may take a new message for a stored one,
// never the other way round. The fuller it is, the more often it is wrong: then begin with an empty
// one.
//
// The writer's thread only. A look costs about 0.1 us, one into the index 2 us (measured).

#include <cstdint>
#include <set>
#include <vector>

#include "adapters/sql/tail.hpp"

namespace usher::adapters {

class MessageFilter {
 public:
  // Whether every message of the conversation was added.
  bool knows(ConversationKey key) const { return known_.contains(key); }
  // From now on every message of the conversation is added.
  void learn(ConversationKey key) { known_.insert(key); }

  void add(ConversationKey key, Number hash);
  bool full() const;
  bool may_hold(ConversationKey key, Number hash) const;

 private:
  std::vector<std::uint64_t> words_;
  std::size_t added_ = 0;
  std::set<ConversationKey> known_;
};

}  // namespace usher::adapters
