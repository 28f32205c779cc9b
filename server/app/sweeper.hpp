#pragma once
// Lets go what has been kept as long as its account wants, an hour's portion at a time.
//
// Thread: the front's loop; the archive is asked and rows are erased on loops of theirs.

#include <array>
#include <functional>
#include <memory>
#include <optional>

#include "app/archivist.hpp"
#include "app/eraser.hpp"
#include "ports/privacy.hpp"

namespace usher::app {

class Sweeper {
 public:
  struct World {
    ports::Privacy& store;
    ports::Directory& directory;
    Archivist& archivist;
    Eraser& eraser;
    const ports::Clock& clock;
    ports::Log& log;
    ports::Loop& front;
    // This node erases what is the account's. From any thread.
    std::function<bool(core::AccountId)> serves = [](core::AccountId) { return true; };
  };
  explicit Sweeper(World world);

  void start();
  void stop() { timer_->cancel(); }

  // How many of each class would go now; none: that cannot be told.
  using Counts = std::array<std::uint64_t, ports::data_class_words.size()>;
  void preview(core::AccountId account, const ports::Retention& retention,
               std::function<void(std::optional<Counts>)> answer);

 private:
  void wait(std::int64_t ms);
  void sweep();
  void sweep(core::AccountId account);

  World world_;
  std::unique_ptr<ports::Timer> timer_;
};

// "conversations 12, visits 40"; classes of which there is nothing are left out.
std::string told_by_class(const std::array<std::uint64_t, ports::data_class_words.size()>& counts);

}  // namespace usher::app
