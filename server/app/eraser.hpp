#pragma once
// Erases what somebody left, everywhere (decision 12): asks the floor to forget, then takes it out
// of the outbox, the files, the journal and the archive, one erasure after another. What fails is
// tried again until it works; what was wished for is a row of the store until it is done, so that a
// crash loses nothing of it.
//
// Threads: any. The work is done on the slow loop, which may wait for the disk. Lives until its
// loops have stopped.

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "core/traces.hpp"
#include "ports/archive.hpp"
#include "ports/clock.hpp"
#include "ports/files.hpp"
#include "ports/journal.hpp"
#include "ports/log.hpp"
#include "ports/loop.hpp"
#include "ports/outbox.hpp"
#include "ports/privacy.hpp"

namespace usher::app {

class Eraser {
 public:
  struct World {
    ports::Journal& journal;
    ports::Archive& archive;
    ports::Outbox& outbox;
    ports::Files& files;
    ports::Directory& directory;
    ports::Privacy& privacy;
    const ports::Clock& clock;
    ports::Log& log;
    ports::Loop& slow;
    ports::Loop& webhooks;
    // See FloorHost::forget. `done` may run on any thread; never when there is no such account.
    std::function<void(core::AccountId, core::Erasure,
                       std::function<void(std::vector<core::ConversationId>)> done)>
        forget;
    // This node erases what is the account's. From any thread.
    std::function<bool(core::AccountId)> serves = [](core::AccountId) { return true; };
  };
  explicit Eraser(World world) : world_(std::move(world)) {}

  // There may be wishes in the store.
  void stir();
  // `done` runs on the slow loop, once: whether it worked. It is not tried again.
  void erase(core::AccountId account, core::Erasure what, std::function<void(bool)> done);

 private:
  struct Job {
    core::AccountId account;
    core::Erasure what;
    std::function<void(bool)> done;  // for what nobody wished for
    std::vector<ports::ErasureWish> wishes;
    std::unique_ptr<core::Traces> traces = {};
    std::vector<std::string> files = {};
  };

  void read_wishes();
  void begin();
  bool read_on();
  void forgotten(const std::vector<core::ConversationId>& kept);
  void forget_deliveries();
  void remove_files();
  void erase_rows();
  void erase_in_archive();
  void end();
  void note_in_archive(core::AccountId account);
  void fail(std::string_view where, std::string_view why = {});
  template <class Do>
  void attempt(std::string_view where, Do what);

  World world_;
  std::deque<Job> jobs_;  // the slow loop's; the first is under way
  bool working_ = false;
  std::unique_ptr<ports::Timer> retry_;  // made on the slow loop
};

}  // namespace usher::app
