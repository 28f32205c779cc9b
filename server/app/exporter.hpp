#pragma once
// Tells all that the journal knows of a person, as one document: what an erasure would take. One
// document after another is made on the slow loop, which may wait for the disk.
//
// Threads: tell() from the front's loop. Lives until its loops have stopped.

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ports/clock.hpp"
#include "ports/directory.hpp"
#include "ports/journal.hpp"
#include "ports/log.hpp"
#include "ports/loop.hpp"

namespace usher::app {

class Exporter {
 public:
  struct World {
    ports::Journal& journal;
    ports::Directory& directory;
    const ports::Clock& clock;
    ports::Log& log;
    ports::Loop& slow;
    ports::Loop& front;
  };
  explicit Exporter(World world) : world_(world) {}

  // JSON, or an empty text: nothing is known of such visitors; none: it cannot be told now.
  // Answers on the front's loop.
  using Told = std::function<void(std::optional<std::string>)>;
  void tell(core::AccountId account, std::vector<core::VisitorId> visitors, Told told);

 private:
  std::optional<std::string> document(core::AccountId account,
                                      std::vector<core::VisitorId> visitors);

  World world_;
  std::atomic<std::size_t> waiting_ = 0;
};

}  // namespace usher::app
