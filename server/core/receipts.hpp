#pragma once
// Which messages a conversation has accepted: enough to answer a repetition without the journal.
//
// Only the newest receipts are kept. A filter remembers the ids of those cut off, so that a new
// message in a long conversation need not ask the journal: it may take a new id for an old one
// (then the journal is asked in vain), never an old one for a new. The filter is not in snapshots;
// without it every unknown id may be an old one. A look-up reads one number for each receipt, in a
// row: few are kept, and a tree of them costs more in cold memory than it saves.

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/command.hpp"
#include "core/ids.hpp"

namespace usher::core {

// 64-bit FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/).
std::uint64_t text_hash(std::string_view text);
// Of all that makes a repetition the same message.
std::uint64_t message_hash(std::string_view text, const std::optional<File>& file);

struct Receipt {
  Author author;
  std::string client_id;
  Seq seq = 0;
  Time at;
  std::uint64_t message_hash = 0;

  friend bool operator==(const Receipt&, const Receipt&) = default;
};

class Receipts {
 public:
  // Seqs rise. The pointer that find() gives lives until the next change.
  void add(Receipt receipt);
  const Receipt* find(Author author, std::string_view client_id) const;

  // May this id be of a message whose receipt was cut off? Asked after find() gave nothing.
  bool may_be_older(Author author, std::string_view client_id) const;

  void trim(std::size_t size_max);
  // After a snapshot: older receipts exist, nothing is known of them. Also saves the filter's
  // memory.
  void forget_older();

  const std::deque<Receipt>& newest() const { return newest_; }  // newest last
  bool cut() const { return cut_; }

  // Equal up to the filter, which snapshots do not keep.
  friend bool operator==(const Receipts& a, const Receipts& b) {
    return a.cut_ == b.cut_ && a.newest_ == b.newest_;
  }

 private:
  std::deque<Receipt> newest_;
  std::deque<std::uint64_t> ids_;      // of the newest, in their order: hashes of author and id
  std::vector<std::uint64_t> filter_;  // a Bloom filter, empty until needed
  bool cut_ = false;
  bool filter_is_whole_ = true;  // it holds every receipt that was cut off
};

}  // namespace usher::core
