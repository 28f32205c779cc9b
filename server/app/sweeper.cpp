#include "app/sweeper.hpp"

#include <algorithm>
#include <utility>

#include "core/limits.hpp"

namespace usher::app {

namespace {

struct Portion {
  core::Erasure what;
  Sweeper::Counts counts{};  // of all that is stale
  Sweeper::Counts taken{};   // of what goes
};

template <class Id>
std::size_t append(std::vector<Id>& to, const std::vector<Id>& from) {
  to.insert(to.end(), from.begin(), from.end());
  return from.size();
}

Portion portion_of(ports::Archive& archive, core::AccountId account,
                   const ports::Retention& retention, core::Time now, std::size_t limit) {
  Portion portion;
  for (std::size_t i = 0; i < retention.size(); ++i) {
    if (retention[i] == 0) continue;
    const core::Time before = now + -std::int64_t{retention[i]} * limits::day_ms;
    const ports::Stale stale =
        archive.stale(account, static_cast<ports::DataClass>(i), before, limit);
    portion.counts[i] = stale.count;
    portion.taken[i] = append(portion.what.visitors, stale.what.visitors) +
                       append(portion.what.conversations, stale.what.conversations) +
                       append(portion.what.visits, stale.what.visits);
  }
  return portion;
}

}  // namespace

std::string told_by_class(const Sweeper::Counts& counts) {
  std::string text;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    if (!text.empty()) text += ", ";
    text += std::string(ports::data_class_words[i]) + ' ' + std::to_string(counts[i]);
  }
  return text;
}

Sweeper::Sweeper(World world) : world_(world), timer_(world.front.make_timer()) {}

// Not at once: a start has more urgent things to do.
void Sweeper::start() { wait(limits::minute_ms); }

void Sweeper::wait(std::int64_t ms) {
  timer_->start(world_.clock.now() + ms, [this] {
    sweep();
    wait(limits::sweep_ms);
  });
}

void Sweeper::preview(core::AccountId account, const ports::Retention& retention,
                      std::function<void(std::optional<Counts>)> answer) {
  world_.archivist.ask(
      world_.front,
      [account, retention, now = world_.clock.now()](ports::Archive& archive) {
        return portion_of(archive, account, retention, now, 0).counts;
      },
      std::move(answer));
}

void Sweeper::sweep() {
  try {
    for (const ports::Account& account : world_.directory.accounts()) {
      if (world_.serves(account.id)) sweep(account.id);
    }
  } catch (const ports::DirectoryError& error) {
    world_.log.error("sweep_failed", {{"why", error.what()}});
  }
}

void Sweeper::sweep(core::AccountId account) {
  const ports::Retention retention = world_.store.retention(account);
  if (retention == ports::Retention{}) return;
  world_.archivist.ask(
      world_.front,
      [account, retention, now = world_.clock.now()](ports::Archive& archive) {
        return portion_of(archive, account, retention, now, limits::sweep_max);
      },
      [this, account](const std::optional<Portion>& found) {
        if (!found || found->what.empty()) return;
        ports::AuditEntry entry;
        entry.kind = ports::AuditKind::swept;
        entry.detail = told_by_class(found->taken);
        world_.eraser.erase(account, found->what, [this, account, entry](bool erased) {
          if (!erased) return;  // the next round finds it again
          ports::AuditEntry done = entry;
          done.at = world_.clock.now();
          try {
            world_.store.note(account, done);
          } catch (const ports::DirectoryError& error) {
            world_.log.error("sweep_not_noted", {{"why", error.what()}});
          }
        });
      });
}

}  // namespace usher::app
