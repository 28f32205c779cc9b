#pragma once
// Files that were uploaded and that no message holds yet. Each author has a few at a time and all
// of them together a limit, so that who uploads and never sends cannot fill the disk; what is still
// unsent when its ticket is long out of date goes. A restart forgets the list, and so keeps the
// files: one too many is better than one that somebody sent. So do several nodes: the one that took
// a file does not hear of it when another one takes the message.
//
// Thread: the front's loop.

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/command.hpp"
#include "core/ids.hpp"

namespace usher::app {

class UnsentFiles {
 public:
  using Owner = std::pair<core::AccountId, core::Author>;

  bool may_add(const Owner& owner, std::size_t bytes) const;
  void add(const Owner& owner, const std::string& key, std::size_t bytes, core::Time now);
  // A message holds it now, or it came to nothing. Others' keys change nothing.
  void forget(const std::string& key);
  // Whose time is over: the keys, which are forgotten here.
  std::vector<std::string> take_old(core::Time now, std::int64_t keep_ms);

 private:
  struct Unsent {
    Owner owner;
    std::size_t bytes = 0;
    core::Time at;
  };
  std::map<std::string, Unsent> by_key_;
  std::set<std::pair<core::Time, std::string>> by_age_;
  std::map<Owner, std::size_t> count_;
  std::size_t bytes_ = 0;
};

}  // namespace usher::app
