#pragma once
// Moves entries from the tail into the indexes, a little with each commit, so that no commit takes
// long. It goes through the conversations in the order of the index, round after round; after a
// round everything that was stored before it is indexed, and shelf.indexed says so.
//
// All calls on the writer's thread.

#include <map>
#include <optional>
#include <vector>

#include "adapters/sql/hot_statements.hpp"
#include "adapters/sql/rows.hpp"
#include "adapters/sql/tail.hpp"

namespace usher::adapters {

class Indexer {
 public:
  Indexer(HotStatements& statements, Tail& tail);

  // What the indexes may lack of a shelf. None when a row is damaged.
  struct Unindexed {
    std::vector<Tail::Entry> entries;
    core::Position newest = 0;  // 0: nothing is after the mark
    std::size_t events = 0;
  };
  static std::optional<Unindexed> read(Rows& rows, const Rows::Shelf& shelf);

  // Begins anew: the tail is what the indexes may lack of these. False when a row is damaged.
  bool recover(Rows& rows, const std::vector<Rows::Shelf>& shelves);
  // Between two transactions: one shelf comes, or goes.
  void adopt(Number shelf, const Unindexed& unindexed);
  void abandon(Number shelf);

  // Inside a transaction that stores `events_added` events. Then one of the next two.
  void move(std::size_t events_added);
  // `added` came with it; `last` are its shelves' last positions.
  void committed(const std::vector<Tail::Entry>& added,
                 const std::map<Number, core::Position>& last, std::size_t events_added);
  void rolled_back();

  // Moves everything, in a transaction of its own.
  void finish();

 private:
  void note(Number shelf, const Unindexed& unindexed);
  void begin_round();
  void end_round();

  HotStatements& statements_;
  Tail& tail_;
  std::map<Number, core::Position> newest_;  // of shelves with events after their mark
  std::size_t events_unmarked_ = 0;

  bool moving_ = false;  // a round is under way
  ConversationKey cursor_;
  std::map<Number, core::Position> round_;  // newest_ when it began

  // Of the open transaction.
  std::vector<Tail::Slice> slices_;
  bool round_ends_ = false;
};

}  // namespace usher::adapters
