#include "adapters/sql/writer.hpp"

#include <pthread.h>
#include <sched.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "adapters/sql/errors.hpp"

namespace usher::adapters {
namespace {

const std::vector<double> second_bounds{0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05,
                                        0.1,    0.25,  0.5,   1,     2.5,  5};
const std::vector<double> batch_bounds{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000};

// Commits begin at least this far apart: a disk does only so many syncs a second, and makes those
// wait that come too fast (performance.md has the figures).
constexpr std::chrono::microseconds commit_pause(500);

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
    : options_(options),
      tail_(tail),
      log_(log),
      gate_(gate),
      keeper_(options.postgres.empty() ? std::make_unique<LogKeeper>(options) : nullptr),
      log_grown_([this](int pages) { keeper_->log_is(pages); }),
      session_(connect(options, options.writer_cache_kib)),
      statements_(claimed_statements(options, *session_)),
      rows_(*session_),
      indexer_(*statements_, tail),
      known_(tail, rows_),
      commits_(metrics.counter("usher_journal_commits_total", "Transactions of the journal")),
      events_(metrics.counter("usher_journal_events_total", "Events stored")),
      commit_seconds_(metrics.histogram("usher_journal_commit_seconds",
                                        "Time to store a batch, its sync included", second_bounds)),
      batch_appends_(metrics.histogram("usher_journal_batch_appends",
                                       "Appends that shared a commit", batch_bounds)),
      broken_gauge_(metrics.gauge("usher_journal_failed",
                                  "1 when the journal refuses to write after an I/O error")) {
  if (keeper_) {
    if (options.log_kib > 0) lengthen_log(*session_, options, options.log_kib * 1024);
    watch_log(*session_, log_grown_);
  }
  if (!recover()) throw NotADatabase("the journal holds a damaged event");
  holder_ = statements_->holder();
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

bool Writer::forget_failure(core::AccountId account) {
  if (away_) return false;
  std::promise<void> done;
  put(Forget{account, &done});
  done.get_future().wait();
  return !away_;
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
  const auto wanted = [this] { return stopping_ || !jobs_.empty(); };
  if (away_) {
    changed_.wait_until(lock, next_try_, wanted);
  } else {
    changed_.wait(lock, wanted);
  }
  changed_.wait_until(lock, pause_until_, [this] { return stopping_; });
  pause_until_ = std::chrono::steady_clock::now() + commit_pause;
  jobs.swap(jobs_);
  return !jobs.empty() || (away_ && !stopping_);
}

void Writer::run() {
  let_loops_go_first();
  std::vector<Job> jobs;
  while (take(jobs)) {
    if (away_ && !broken_) come_back();
    handle(jobs);
    if (keeper_ && keeper_->wants_end() && !broken_) checkpoint(*session_);
  }
  if (!broken_ && !away_) finish();
}

// Appends share a transaction; a snapshot comes after them, the others between what they part.
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
    } else if (auto* adopted = std::get_if<Adopt>(&job)) {
      flush();
      adopted->done->set_value(take_in(*adopted));
    } else if (auto* abandoned = std::get_if<Abandon>(&job)) {
      flush();
      let_go(abandoned->account);
      abandoned->done->set_value();
    }
  }
  flush();
}

// False: floors were lost; the rest can be stored.
bool Writer::store_what_is_ours(std::vector<Append>& appends, Batch& batch) {
  batch = {};
  batch.outcomes.resize(appends.size(), ports::Stored::failed);
  try {
    store_in_transaction(appends, batch);
    return true;
  } catch (const FloorsLost& lost) {
    roll_back(*session_);
    indexer_.rolled_back();
    if (!lose(lost)) throw SqlFailure(Trouble::broken, lost.what());
    return false;
  }
}

// Fills in the outcomes. False: nothing was stored, and it may be tried again at once.
bool Writer::try_to_store(std::vector<Append>& appends, Batch& batch) {
  std::optional<ports::Stored> outcome;
  try {
    while (!store_what_is_ours(appends, batch)) {
    }
    indexer_.committed(batch.entries, batch.last, batch.events);
    outcome = ports::Stored::stored;
  } catch (const SqlFailure& failure) {
    roll_back(*session_);
    indexer_.rolled_back();
    shelves_.clear();
    outcome = failure.trouble == Trouble::lost ? find_out(failure, batch) : give_up(failure);
  }
  if (outcome == ports::Stored::stored) {
    commits_.add();
    events_.add(static_cast<double>(batch.events));
  } else {
    std::ranges::fill(batch.outcomes, outcome.value_or(ports::Stored::away));
  }
  return outcome.has_value();
}

void Writer::store(std::vector<Append>& appends) {
  const auto begun = std::chrono::steady_clock::now();
  Batch batch;
  if (broken_ || away_) {
    batch.outcomes.assign(appends.size(), broken_ ? ports::Stored::failed : ports::Stored::away);
    for (const Append& append : appends) failed_.insert(append.account);
    answer(appends, batch.outcomes);
    return;
  }
  // A store that comes back at once without the batch gets it a second time.
  if (!try_to_store(appends, batch)) try_to_store(appends, batch);
  for (std::size_t i = 0; i < appends.size(); ++i) {
    if (batch.outcomes[i] != ports::Stored::stored) failed_.insert(appends[i].account);
  }
  answer(appends, batch.outcomes);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  commit_seconds_.observe(took.count());
  batch_appends_.observe(static_cast<double>(appends.size()));
}

// Another process may hold the write lock (`usher agent add`): we wait for it, with a line in the
// log.
void Writer::begin() {
  for (;;) {
    try {
      statements_->begin();
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
    case Trouble::lost:
      go_away(failure);
      return ports::Stored::away;
    case Trouble::damaged:
    case Trouble::broken:
    case Trouble::fenced:
      break;
  }
  return stop_writing(failure);
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
  const auto position = static_cast<Number>(save.snapshot.position);
  attempt([&] {
    if (!is_ours(save.account)) return;
    begin();
    if (options_.shared) statements_->will_write(shelf_of(save.account).number);
    statements_->join_session();
    const Number shelf = shelf_of(save.account).number;
    *session_ << "DELETE FROM snapshot WHERE shelf = :shelf", soci::use(shelf);
    *session_ << "INSERT INTO snapshot (shelf, position, body) VALUES (:shelf, :position, :body)",
        soci::use(shelf), soci::use(position), soci::use(save.snapshot.text);
    statements_->commit();
  });
}

void Writer::attempt(const std::function<void()>& work) {
  if (broken_ || away_) return;
  try {
    return work();
  } catch (const FloorsLost& lost) {
    roll_back(*session_);
    if (!lose(lost)) stop_writing(lost);
  } catch (const SqlFailure& failure) {
    roll_back(*session_);
    shelves_.clear();
    give_up(failure);
  } catch (const soci::soci_error& error) {
    const SqlFailure failure(trouble_of(*session_, error), error.what());
    roll_back(*session_);
    shelves_.clear();
    give_up(failure);
  }
}

}  // namespace usher::adapters
