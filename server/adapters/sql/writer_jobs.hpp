#pragma once
// What the journal's other threads ask of the one that writes.

#include <functional>
#include <future>
#include <string>
#include <variant>
#include <vector>

#include "adapters/sql/indexer.hpp"
#include "ports/journal.hpp"

namespace usher::adapters {

struct Append {
  core::AccountId account;
  std::vector<core::Recorded> events;
  ports::Loop* loop = nullptr;
  std::function<void(ports::Stored)> done;
};

// Done a slice at a time: what waits comes in between.
struct Erase {
  core::AccountId account;
  std::vector<core::Position> positions;  // rising
  std::vector<core::ConversationId> conversations;
  ports::Loop* loop = nullptr;
  std::function<void(bool)> done;
  std::size_t erased = 0;  // of the positions
};

struct Save {
  core::AccountId account;
  ports::Journal::Snapshot snapshot;
};

// Clears the account's failure.
struct Forget {
  core::AccountId account;
  std::promise<void>* done = nullptr;
};

// The account was claimed for a connection of the writer's.
struct Adopt {
  core::AccountId account;
  Number shelf = 0;
  std::string holder;  // what stands in the claim
  Indexer::Unindexed unindexed;
  std::promise<bool>* done = nullptr;  // false: that is not the writer's connection any more
};

// Nothing is stored for the account from now on.
struct Abandon {
  core::AccountId account;
  std::promise<void>* done = nullptr;
};

using WriterJob = std::variant<Append, Save, Forget, Erase, Adopt, Abandon>;

}  // namespace usher::adapters
