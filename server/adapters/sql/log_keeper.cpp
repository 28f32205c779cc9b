#include "adapters/sql/log_keeper.hpp"

namespace usher::adapters {
namespace {

constexpr int pages_between = 2'000;  // 16 MiB
constexpr std::size_t cache_kib = 256;

}  // namespace

LogKeeper::LogKeeper(const SqlOptions& options)
    : session_(connect(options, cache_kib)), thread_([this] { run(); }) {}

LogKeeper::~LogKeeper() { stop(); }

void LogKeeper::log_is(int pages) {
  if (pages < pages_moved_) pages_moved_ = 0;  // it began anew
  if (pages - pages_moved_ < pages_between) return;
  pages_moved_ = pages;
  {
    const std::lock_guard lock(mutex_);
    due_ = true;
  }
  changed_.notify_one();
}

void LogKeeper::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void LogKeeper::run() {
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return due_ || stopping_; });
      if (stopping_) return;
      due_ = false;
    }
    checkpoint(*session_);
    wants_end_ = true;
  }
}

}  // namespace usher::adapters
