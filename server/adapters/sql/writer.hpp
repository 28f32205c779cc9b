#pragma once
// The one thread that writes the journal.
//
// It takes everything that waits, stores it in one transaction, and tells each loop in one task.
// While it waits for the disk, the next batch gathers: the busier the server, the more messages
// share a commit.
//
// When the store is a server that goes away, the thread looks for it, ever less often. What it
// knows of the store is then read anew: see writer_away.cpp.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "adapters/sql/dialect.hpp"
#include "adapters/sql/indexer.hpp"
#include "adapters/sql/known_messages.hpp"
#include "adapters/sql/log_keeper.hpp"
#include "adapters/sql/writer_jobs.hpp"
#include "ports/callback_gate.hpp"
#include "ports/journal.hpp"
#include "ports/log.hpp"
#include "ports/metrics.hpp"

namespace usher::adapters {

class Writer {
 public:
  Writer(const SqlOptions& options, Tail& tail, ports::CallbackGate& gate, ports::Log& log,
         ports::Metrics& metrics);
  ~Writer();  // stores what waits

  // From any thread.
  void append(Append append);
  void erase(Erase erase);
  void save_snapshot(core::AccountId account, ports::Journal::Snapshot snapshot);
  // Waits until all earlier appends are settled, then clears the account's failure. False when the
  // store is away.
  bool forget_failure(core::AccountId account);

  // --- Of a shared store. These wait until all earlier appends are settled. ---

  // The account was claimed in the name of `holder`, and that is the shelf's unindexed end. False:
  // the claim is not good any more; make it again.
  bool adopt(core::AccountId account, Number shelf, const std::string& holder,
             Indexer::Unindexed unindexed);
  // Nothing is stored for the account from now on. False when the store is away.
  bool abandon(core::AccountId account);
  std::string holder();  // now

 private:
  using Job = WriterJob;
  struct Shelf {
    Number number = 0;
    core::Position last = 0;
  };

  // Events that are not in the table yet.
  struct PendingRows {
    std::vector<HotStatements::EventRow> rows;  // without bodies
    std::vector<std::size_t> ends;              // of their bodies
    std::string bodies;
    void clear();  // keeps the memory
  };

  // What one transaction has put in so far.
  struct Batch {
    std::vector<ports::Stored> outcomes;
    std::vector<Tail::Entry> entries;
    std::map<Number, core::Position> last;
    std::size_t events = 0;
  };

  void put(Job job);
  bool take(std::vector<Job>& jobs);
  void run();
  void handle(std::vector<Job>& jobs);

  void store(std::vector<Append>& appends);
  bool store_what_is_ours(std::vector<Append>& appends, Batch& batch);
  bool try_to_store(std::vector<Append>& appends, Batch& batch);
  void store_in_transaction(std::vector<Append>& appends, Batch& batch);
  ports::Stored insert(const Append& append, Batch& batch);
  bool is_double(const Append& append, const core::EventKey& message, const Tail::Entry& entry,
                 const Batch& batch);
  void insert_pending();
  Shelf& shelf_of(core::AccountId account);
  void begin();
  ports::Stored give_up(const SqlFailure& failure);
  ports::Stored stop_writing(const SqlFailure& failure);
  void answer(std::vector<Append>& appends, const std::vector<ports::Stored>& outcomes);

  void go_away(const SqlFailure& failure);
  bool come_back();
  // None: it is back, and has not stored the batch.
  std::optional<ports::Stored> find_out(const SqlFailure& failure, const Batch& batch);

  // Runs `work`, unless nothing can be stored now. What it began and failed at is rolled back.
  void attempt(const std::function<void()>& work);
  void save(const Save& save);
  // writer_floors.cpp
  bool is_ours(core::AccountId account) const;
  bool take_in(Adopt& adopt);
  void let_go(core::AccountId account);
  bool lose(const FloorsLost& lost);
  bool recover();
  void finish();
  // writer_erasing.cpp
  void work_at(Erase erase);
  bool may_erase(const Erase& erase);
  void erase_slice(Erase& erase);

  const SqlOptions options_;
  Tail& tail_;
  ports::Log& log_;
  ports::CallbackGate& gate_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Job> jobs_;
  bool stopping_ = false;
  std::string holder_;

  // The thread's own.
  std::unique_ptr<LogKeeper> keeper_;  // of a file's log
  std::function<void(int)> log_grown_;
  std::unique_ptr<soci::session> session_;
  std::unique_ptr<HotStatements> statements_;
  Rows rows_;
  Indexer indexer_;
  KnownMessages known_;
  PendingRows pending_;
  std::unordered_map<std::uint64_t, Shelf> shelves_;  // by account; dropped when a commit fails
  std::set<core::AccountId> failed_;
  std::map<core::AccountId, Number> floors_;  // of a shared store: ours, by account, and the shelf
  std::set<Number> former_floors_;            // shelves that were ours at some time
  bool broken_ = false;
  std::atomic<bool> away_ = false;  // written by the thread only
  std::chrono::steady_clock::time_point next_try_;
  std::chrono::milliseconds patience_{0};  // between two tries, at most
  std::minstd_rand chance_{std::random_device()()};
  std::chrono::steady_clock::time_point pause_until_;

  ports::Counter& commits_;
  ports::Counter& events_;
  ports::Histogram& commit_seconds_;
  ports::Histogram& batch_appends_;
  ports::Gauge& broken_gauge_;
  std::thread thread_;  // the last member: it uses the others
};

}  // namespace usher::adapters
