#pragma once
// Keeps the write-ahead log short without holding up commits.
//
// A thread of its own moves the log's pages into the database while commits go on. Then only the
// few newest are left, and the writer moves those itself between two commits: only when everything
// was moved does the log begin anew instead of growing.

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "adapters/sql/dialect.hpp"

namespace usher::adapters {

class LogKeeper {
 public:
  explicit LogKeeper(const SqlOptions& options);
  ~LogKeeper();

  // After each commit, with the log's length.
  void log_is(int pages);
  // True once after each time that the thread has done its part.
  bool wants_end() { return wants_end_.exchange(false); }
  // Touches the database no more.
  void stop();

 private:
  void run();

  std::unique_ptr<soci::session> session_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool due_ = false;
  bool stopping_ = false;
  int pages_moved_ = 0;  // the writer's
  std::atomic<bool> wants_end_ = false;
  std::thread thread_;
};

}  // namespace usher::adapters
