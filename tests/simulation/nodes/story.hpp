#pragma once
// A conversation as one client holds it: the entries from the first on, in order, without a hole.

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <vector>

#include "simulation/nodes/ledger.hpp"

namespace usher::simulation {

class Story {
 public:
  // False: it is another entry than the one that stands there.
  bool place(core::Seq seq, const Heard& heard) {
    highest_ = std::max(highest_, seq);
    if (seq <= entries_.size()) return entries_[seq - 1] == heard;
    if (seq == entries_.size() + 1) entries_.push_back(heard);
    return true;
  }
  core::Seq last() const { return entries_.size(); }
  bool has_hole() const { return highest_ > entries_.size(); }
  const std::vector<Heard>& entries() const { return entries_; }

  bool resuming = false;

 private:
  std::vector<Heard> entries_;
  core::Seq highest_ = 0;  // that was heard of, in its place or too early
};

inline Heard heard_of(const nlohmann::json& entry) {
  return {entry.at("kind") == "message" ? entry.at("client_id").get<std::string>() : std::string()};
}

}  // namespace usher::simulation
