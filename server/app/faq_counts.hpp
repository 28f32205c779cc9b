#pragma once
// How often answers were read and helped, on its way to the directory: gathered, so that many
// readers cost one write a second. What a store refuses is kept for the next try.
//
// Thread: the front's loop; add() from any.

#include <map>

#include "app/throttle.hpp"
#include "ports/directory.hpp"
#include "ports/log.hpp"

namespace usher::app {

class FaqCounts {
 public:
  FaqCounts(ports::Directory& directory, const ports::Clock& clock, ports::Log& log,
            ports::Loop& front);

  void add(ports::FaqEntryId entry, const ports::FaqTally& more);
  // What was not written yet, now. For a graceful end.
  void write();

 private:
  ports::Directory& directory_;
  ports::Log& log_;
  ports::Loop& front_;
  Throttle throttle_;
  std::map<ports::FaqEntryId, ports::FaqTally> waiting_;
};

}  // namespace usher::app
