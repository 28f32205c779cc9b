#include "app/archivist.hpp"

#include <vector>

#include "core/limits.hpp"

namespace usher::app {

void Archivist::stir(core::AccountId account) {
  {
    const std::lock_guard lock(mutex_);
    if (!stirred_.insert(account).second) return;
  }
  world_.writing.post([this] {
    if (!throttle_) {
      throttle_ = std::make_unique<Throttle>(world_.clock, world_.writing, limits::archive_ms,
                                             [this] { follow(); });
    }
    throttle_->stir();
  });
}

void Archivist::begin(core::AccountId account, std::uint64_t erasures) {
  world_.writing.post([this, account, erasures] {
    try {
      if (world_.archive.erasures(account) == erasures) return;
      if (world_.archive.position(account) > 0) {
        world_.log.info("archive_made_anew", {{"account", std::to_string(account.value)},
                                              {"why", "something was erased elsewhere"}});
        world_.archive.drop(account);
      }
      world_.archive.set_erasures(account, erasures);
    } catch (const ports::ArchiveError& error) {
      world_.log.error("archive_not_written", {{"why", error.what()}});
    }
  });
  stir(account);
}

void Archivist::follow() {
  std::set<core::AccountId> grown;
  {
    const std::lock_guard lock(mutex_);
    grown.swap(stirred_);
  }
  for (const core::AccountId account : grown) try_to_follow(account);
}

void Archivist::catch_up(core::AccountId account, ports::Loop& loop, std::function<void()> done) {
  world_.writing.post([this, account, &loop, done = std::move(done)] {
    try_to_follow(account);
    loop.post(done);
  });
}

void Archivist::try_to_follow(core::AccountId account) {
  try {
    follow(account);
  } catch (const ports::ArchiveError& error) {
    world_.log.error("archive_not_written", {{"why", error.what()}});
  }
}

void Archivist::follow(core::AccountId account) {
  std::vector<core::Recorded> rows;
  const auto add = [&] {
    if (!rows.empty()) world_.archive.add(account, rows);
    rows.clear();
  };
  const bool sound =
      world_.journal.replay(account, world_.archive.position(account), [&](core::Recorded&& row) {
        rows.push_back(std::move(row));
        if (rows.size() >= limits::archive_rows) add();
      });
  // Otherwise the journal has said why; what is missing comes with the next stir.
  if (sound) add();
}

}  // namespace usher::app
