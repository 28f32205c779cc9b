#pragma once
// Keeps the archive a moment behind the journal, and asks it what others want to know.
//
// Threads: stir() and ask() from any. Adding and reading each have a loop of their own, which may
// wait for the disk. Lives until both have stopped.

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <type_traits>
#include <utility>

#include "app/throttle.hpp"
#include "ports/archive.hpp"
#include "ports/journal.hpp"
#include "ports/log.hpp"
#include "ports/loop.hpp"

namespace usher::app {

class Archivist {
 public:
  struct World {
    ports::Archive& archive;
    ports::Journal& journal;
    const ports::Clock& clock;
    ports::Log& log;
    ports::Loop& writing;
    ports::Loop& reading;
  };
  explicit Archivist(World world) : world_(world) {}

  // This account's journal has grown, or may have.
  void stir(core::AccountId account);

  // This node serves the account from now on, up to whose `erasures` (Privacy) others have erased:
  // an archive that missed one is made anew.
  void begin(core::AccountId account, std::uint64_t erasures);

  // `done` runs on `loop` when the archive knows all that the journal held when this was called, or
  // could not be written.
  void catch_up(core::AccountId account, ports::Loop& loop, std::function<void()> done);

  // `answer` runs on `loop` with what `question` says of the archive; none: it cannot be read now.
  template <class Question, class Answer>
  void ask(ports::Loop& loop, Question question, Answer answer) {
    world_.reading.post([this, &loop, question = std::move(question), answer = std::move(answer)] {
      using Found = std::invoke_result_t<Question, ports::Archive&>;
      std::optional<Found> found;
      try {
        found = question(world_.archive);
      } catch (const ports::ArchiveError& error) {
        world_.log.error("archive_not_read", {{"why", error.what()}});
      }
      loop.post([answer, found = std::move(found)] { answer(found); });
    });
  }

 private:
  void follow();
  void follow(core::AccountId account);
  void try_to_follow(core::AccountId account);

  World world_;
  std::unique_ptr<Throttle> throttle_;  // made on the writing loop
  std::mutex mutex_;
  std::set<core::AccountId> stirred_;
};

}  // namespace usher::app
