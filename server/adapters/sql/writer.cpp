#include "adapters/sql/writer.hpp"

#include <pthread.h>
#include <sched.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "adapters/sql/errors.hpp"
#include "core/codec.hpp"

namespace usher::adapters {
namespace {

const std::vector<double> second_bounds{0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05,
                                        0.1,    0.25,  0.5,   1,     2.5,  5};
const std::vector<double> batch_bounds{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000};

// Commits begin at least this far apart: a disk does only so many syncs a second, and makes those
// wait that come too fast (performance.md has the figures).
constexpr std::chrono::microseconds commit_pause(500);

constexpr std::size_t kept_bodies_bytes_max = 1024 * 1024;

// On a busy core a writer that wakes must not push aside the loop that has just handed it its first
// message: the loop goes on until it has nothing to do, and the commit holds all that came
// meanwhile. On an idle core the writer starts at once all the same. (SCHED_BATCH: see sched(7).)
void let_loops_go_first() {
  const sched_param none{};
  pthread_setschedparam(pthread_self(), SCHED_BATCH, &none);
}

}  // namespace

Writer::Writer(const SqlOptions& options, Tail& tail, ports::CallbackGate& gate, ports::Log& log,
               ports::Metrics& metrics)
    : tail_(tail),
      log_(log),
      gate_(gate),
      keeper_(options),
      log_grown_([this](int pages) { keeper_.log_is(pages); }),
      session_(connect(options, options.writer_cache_kib)),
      statements_(*session_),
      rows_(*session_),
      indexer_(*session_, statements_, tail),
      known_(tail, rows_),
      commits_(metrics.counter("usher_journal_commits_total", "Transactions of the journal")),
      events_(metrics.counter("usher_journal_events_total", "Events stored")),
      commit_seconds_(metrics.histogram("usher_journal_commit_seconds",
                                        "Time to store a batch, its sync included", second_bounds)),
      batch_appends_(metrics.histogram("usher_journal_batch_appends",
                                       "Appends that shared a commit", batch_bounds)),
      broken_gauge_(metrics.gauge("usher_journal_failed",
                                  "1 when the journal refuses to write after an I/O error")) {
  if (options.log_kib > 0) lengthen_log(*session_, options, options.log_kib * 1024);
  watch_log(*session_, log_grown_);
  if (!indexer_.recover(rows_)) throw NotADatabase("the journal holds a damaged event");
  thread_ = std::thread([this] { run(); });
}

Writer::~Writer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Writer::append(Append append) { put(std::move(append)); }

void Writer::erase(Erase erase) { put(std::move(erase)); }

void Writer::save_snapshot(core::AccountId account, ports::Journal::Snapshot snapshot) {
  put(Save{account, std::move(snapshot)});
}

void Writer::forget_failure(core::AccountId account) {
  std::promise<void> done;
  put(Forget{account, &done});
  done.get_future().wait();
}

void Writer::put(Job job) {
  {
    const std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
    if (jobs_.size() > 1) return;  // the thread has been woken already
  }
  changed_.notify_one();
}

bool Writer::take(std::vector<Job>& jobs) {
  jobs.clear();
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
  changed_.wait_until(lock, pause_until_, [this] { return stopping_; });
  pause_until_ = std::chrono::steady_clock::now() + commit_pause;
  jobs.swap(jobs_);
  return !jobs.empty();
}

void Writer::run() {
  let_loops_go_first();
  std::vector<Job> jobs;
  while (take(jobs)) {
    handle(jobs);
    if (keeper_.wants_end() && !broken_) checkpoint(*session_);
  }
  if (broken_) return;
  try {
    indexer_.finish();
  } catch (const std::exception& error) {
    roll_back(*session_);  // the next start reads the tail again
    log_.warning("journal_index_unfinished", {{"reason", error.what()}});
  }
}

// Appends share a transaction; a snapshot comes after them, a Forget between what it parts.
void Writer::handle(std::vector<Job>& jobs) {
  std::vector<Append> appends;
  std::vector<Save> saves;
  const auto flush = [&] {
    if (!appends.empty()) store(appends);
    appends.clear();
    for (const Save& snapshot : saves) save(snapshot);
    saves.clear();
  };
  for (Job& job : jobs) {
    if (auto* append = std::get_if<Append>(&job)) {
      appends.push_back(std::move(*append));
    } else if (auto* snapshot = std::get_if<Save>(&job)) {
      saves.push_back(std::move(*snapshot));
    } else if (auto* forget = std::get_if<Forget>(&job)) {
      flush();
      failed_.erase(forget->account);
      forget->done->set_value();
    } else if (auto* erase = std::get_if<Erase>(&job)) {
      flush();
      work_at(std::move(*erase));
    }
  }
  flush();
}

void Writer::store(std::vector<Append>& appends) {
  const auto begun = std::chrono::steady_clock::now();
  Batch batch;
  batch.outcomes.resize(appends.size(), ports::Stored::failed);
  try {
    if (broken_) {
      answer(appends, batch.outcomes);
      return;
    }
    store_in_transaction(appends, batch);
    indexer_.committed(batch.entries, batch.last, batch.events);
    commits_.add();
    events_.add(static_cast<double>(batch.events));
  } catch (const SqlFailure& failure) {
    roll_back(*session_);
    indexer_.rolled_back();
    shelves_.clear();
    const ports::Stored outcome = give_up(failure);
    std::fill(batch.outcomes.begin(), batch.outcomes.end(), outcome);
  }
  for (std::size_t i = 0; i < appends.size(); ++i) {
    if (batch.outcomes[i] != ports::Stored::stored) failed_.insert(appends[i].account);
  }
  answer(appends, batch.outcomes);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  commit_seconds_.observe(took.count());
  batch_appends_.observe(static_cast<double>(appends.size()));
}

void Writer::store_in_transaction(std::vector<Append>& appends, Batch& batch) {
  known_.refresh();
  pending_.clear();
  begin();
  try {
    for (std::size_t i = 0; i < appends.size(); ++i) {
      batch.outcomes[i] = insert(appends[i], batch);
    }
    insert_pending();
    indexer_.move(batch.events);
  } catch (const soci::soci_error& error) {
    throw SqlFailure(trouble_of(*session_), error.what());
  }
  statements_.commit();
}

// All of it or, when it does not fit, nothing.
ports::Stored Writer::insert(const Append& append, Batch& batch) {
  if (failed_.contains(append.account)) return ports::Stored::out_of_order;
  Shelf& shelf = shelf_of(append.account);
  const std::size_t entries_before = batch.entries.size();
  const auto refuse = [&] {
    batch.entries.resize(entries_before);
    failed_.insert(append.account);
    return ports::Stored::out_of_order;
  };
  core::Position last = shelf.last;
  for (const core::Recorded& row : append.events) {
    if (row.position != ++last) return refuse();
    const auto entry = tail_entry(shelf.number, row);
    if (!entry) continue;
    if (is_double(append, core::key_of(row.event), *entry, batch)) return refuse();
    batch.entries.push_back(*entry);
  }
  for (const core::Recorded& row : append.events) {
    core::encode_body(row.event, pending_.bodies);
    pending_.rows.push_back(
        {place_of(shelf.number, row.position), row.at.ms, core::name_of(row.event), {}});
    pending_.ends.push_back(pending_.bodies.size());
  }
  shelf.last = last;
  batch.last[shelf.number] = last;
  batch.events += append.events.size();
  return ports::Stored::stored;
}

void Writer::PendingRows::clear() {
  rows.clear();
  ends.clear();
  if (bodies.capacity() > kept_bodies_bytes_max) bodies = {};
  bodies.clear();
}

void Writer::insert_pending() {
  std::size_t begin = 0;
  for (std::size_t i = 0; i < pending_.rows.size(); ++i) {
    const std::size_t end = pending_.ends[i];
    pending_.rows[i].body = std::string_view(pending_.bodies).substr(begin, end - begin);
    begin = end;
  }
  statements_.insert_events(pending_.rows);
  pending_.clear();
}

// Whether the message is stored already. Equal hashes are a hint: author and client id decide.
bool Writer::is_double(const Append& append, const core::EventKey& message,
                       const Tail::Entry& entry, const Batch& batch) {
  const ConversationKey key = entry.first;
  const TailEntry& place = entry.second;
  if (!place.hash || !known_.may_hold(key, place)) return false;
  std::vector<Number> places = known_.places_with(key, *place.hash);
  for (const auto& [other, added] : batch.entries) {
    if (other == key && added.hash == place.hash) places.push_back(added.place);
  }
  insert_pending();  // so that they can be read
  return std::any_of(places.begin(), places.end(), [&](Number at) {
    const core::Position first = append.events.front().position;
    const bool is_own = at >= place_of(key.shelf, first);
    const std::optional<core::Recorded> stored =
        is_own ? append.events[position_of(at) - first] : rows_.at(at);
    if (!stored) return false;
    const core::EventKey known = core::key_of(stored->event);
    return known.author == message.author && known.client_id == message.client_id;
  });
}

Writer::Shelf& Writer::shelf_of(core::AccountId account) {
  const auto known = shelves_.find(account.value);
  if (known != shelves_.end()) return known->second;
  std::optional<Number> number = rows_.shelf_of(account);
  if (!number) {
    const auto id = static_cast<Number>(account.value);
    *session_ << "INSERT INTO shelf (number, account) SELECT coalesce(max(number), 0) + 1, :id"
                 " FROM shelf",
        soci::use(id);
    number = rows_.shelf_of(account);
  }
  return shelves_.emplace(account.value, Shelf{*number, rows_.last_position(*number)})
      .first->second;
}

// Another process may hold the write lock (`usher agent add`): we wait for it, with a line in the
// log.
void Writer::begin() {
  for (;;) {
    try {
      statements_.begin();
      return;
    } catch (const SqlFailure& failure) {
      if (failure.trouble != Trouble::busy) throw;
      log_.warning("journal_waits_for_lock", {{"reason", failure.what()}});
    }
  }
}

ports::Stored Writer::give_up(const SqlFailure& failure) {
  switch (failure.trouble) {
    case Trouble::disk_full:
      log_.error("journal_disk_full", {{"reason", failure.what()}});
      return ports::Stored::disk_full;
    case Trouble::busy:
    case Trouble::conflict:
      log_.error("journal_conflict", {{"reason", failure.what()}});
      return ports::Stored::out_of_order;
    case Trouble::damaged:
    case Trouble::broken:
      break;
  }
  // After a failed sync nobody knows what is on the disk, and a second try may lie: no more writes.
  broken_ = true;
  broken_gauge_.set(1);
  keeper_.stop();
  keep_log(*session_);
  log_.error("journal_stopped_writing",
             {{"reason", failure.what()}, {"what_to_do", "check the disk, then restart"}});
  return ports::Stored::failed;
}

void Writer::answer(std::vector<Append>& appends, const std::vector<ports::Stored>& outcomes) {
  using Answer = std::pair<std::function<void(ports::Stored)>, ports::Stored>;
  std::map<ports::Loop*, std::vector<Answer>> by_loop;
  for (std::size_t i = 0; i < appends.size(); ++i) {
    by_loop[appends[i].loop].emplace_back(std::move(appends[i].done), outcomes[i]);
  }
  for (auto& [loop, answers] : by_loop) {
    gate_.post(*loop, [answers = std::move(answers)] {
      for (const auto& [done, outcome] : answers) done(outcome);
    });
  }
}

void Writer::save(const Save& save) {
  if (broken_) return;
  const auto position = static_cast<Number>(save.snapshot.position);
  try {
    begin();
    const Number shelf = shelf_of(save.account).number;
    *session_ << "DELETE FROM snapshot WHERE shelf = :shelf", soci::use(shelf);
    *session_ << "INSERT INTO snapshot (shelf, position, body) VALUES (:shelf, :position, :body)",
        soci::use(shelf), soci::use(position), soci::use(save.snapshot.text);
    statements_.commit();
  } catch (const SqlFailure& failure) {
    roll_back(*session_);
    shelves_.clear();
    give_up(failure);
  } catch (const soci::soci_error& error) {
    const SqlFailure failure(trouble_of(*session_), error.what());
    roll_back(*session_);
    shelves_.clear();
    give_up(failure);
  }
}

}  // namespace usher::adapters
