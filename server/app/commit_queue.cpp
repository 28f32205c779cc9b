#include "app/commit_queue.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "protocol/write.hpp"

namespace usher::app {
namespace {

// What nobody waits for: the visitor is on the page whether or not that is stored.
bool is_patient(const core::Event& event) {
  return std::holds_alternative<core::event::PageViewed>(event) ||
         std::holds_alternative<core::event::PageDwelled>(event);
}

}  // namespace

CommitQueue::CommitQueue(core::AccountId account, World world, ports::Loop& loop)
    : account_(account),
      world_(std::move(world)),
      loop_(loop),
      patience_(loop.make_timer()),
      commit_seconds_(world_.metrics.histogram(
          "usher_commit_seconds", "From the first event of a batch to its being stored",
          {0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5})) {}

void CommitQueue::add(core::Recorded event) {
  if (open_.events.empty()) open_.opened_at = world_.clock.now();
  urgent_ = urgent_ || !is_patient(event.event);
  open_.events.push_back(std::move(event));
}

void CommitQueue::then(std::function<void()> task) {
  open_.then.push_back(std::move(task));
  urgent_ = true;
}

void CommitQueue::close() {
  if (open_.events.empty()) {
    if (in_flight_.empty()) {
      deliver(open_);
    } else {  // it speaks of what is not stored yet
      Batch& last = in_flight_.back();
      last.frames.append(std::move(open_.frames));
      if (open_.snapshot) last.snapshot = std::move(open_.snapshot);
      std::ranges::move(open_.then, std::back_inserter(last.then));
      std::ranges::move(open_.owed, std::back_inserter(last.owed));
    }
    return begin();
  }
  if (may_wait()) return;
  std::vector<core::Recorded> events = std::move(open_.events);
  in_flight_.push_back(std::move(open_));
  begin();
  world_.journal.append(
      account_, std::move(events), loop_,
      [this, generation = generation_](ports::Stored result) { settled(generation, result); });
}

// The timer is left to run when its batch goes earlier: it then finds the next one, or none.
bool CommitQueue::may_wait() {
  if (urgent_) return false;
  const core::Time until = open_.opened_at + patience_ms;
  const core::Time now = world_.clock.now();
  if (now >= until || now < open_.opened_at) return false;
  if (!std::exchange(waiting_, true)) {
    patience_->start(until, [this] {
      waiting_ = false;
      if (!open_.events.empty()) close();
    });
  }
  return true;
}

void CommitQueue::begin() {
  open_ = Batch{};
  open_.frames = std::exchange(spare_, {});
  urgent_ = false;
}

void CommitQueue::deliver(Batch& batch) {
  batch.frames.deliver();
  batch.frames.clear();
  spare_ = std::move(batch.frames);
  if (batch.snapshot) world_.journal.save_snapshot(account_, std::move(*batch.snapshot));
  for (auto& task : batch.then) task();
}

void CommitQueue::settled(std::uint64_t generation, ports::Stored result) {
  if (generation != generation_) return;
  if (result != ports::Stored::stored) return world_.failed(result);
  Batch batch = std::move(in_flight_.front());
  in_flight_.pop_front();
  const std::int64_t took_ms = world_.clock.now() - batch.opened_at;
  commit_seconds_.observe(static_cast<double>(std::max<std::int64_t>(took_ms, 0)) / 1000);
  world_.stored();
  deliver(batch);
}

CommitQueue::Dropped CommitQueue::drop() {
  ++generation_;
  Dropped dropped = std::move(in_flight_);
  in_flight_.clear();
  dropped.push_back(std::move(open_));
  begin();
  return dropped;
}

void CommitQueue::refuse(const Dropped& dropped, ports::Stored why) {
  const bool full = why == ports::Stored::disk_full;
  for (const Batch& batch : dropped) {
    batch.frames.refuse([full](Connection& connection, std::string_view client_id) {
      std::string text;
      protocol::Error error{};
      error.code = full ? protocol::ErrorCode::storage_full : protocol::ErrorCode::retry_later;
      error.message = full ? "the disk is full; nothing was stored" : "not stored; send it again";
      error.client_id = client_id;
      error.retry_after_ms = retry_after_ms;
      protocol::write(text, error);
      connection.send(text);
    });
    for (const auto& outlet : batch.owed) {
      if (outlet->connection) outlet->connection->close(CloseCode::resync, "an answer was lost");
    }
    for (const auto& task : batch.then) task();
  }
}

}  // namespace usher::app
