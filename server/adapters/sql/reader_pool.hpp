#pragma once
// A few threads, each with a connection of its own, that run reads in the order they came.

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "adapters/sql/rows.hpp"
#include "adapters/sql/store.hpp"

namespace usher::adapters {

class ReaderPool {
 public:
  // Must not throw. Null: there is no connection now.
  using Read = std::function<void(Rows*)>;

  explicit ReaderPool(const SqlOptions& options);
  ~ReaderPool();  // finishes the reads under way; the waiting ones never run

  void run(Read read);

 private:
  void work(soci::session& session);
  bool take(Read& read);

  const SqlOptions options_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Read> reads_;
  bool stopping_ = false;
  std::vector<std::unique_ptr<soci::session>> sessions_;
  std::vector<std::thread> threads_;
};

}  // namespace usher::adapters
