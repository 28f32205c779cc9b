#include "adapters/sql/reader_pool.hpp"

#include <algorithm>

#include "adapters/sql/dialect.hpp"

namespace usher::adapters {

ReaderPool::ReaderPool(const SqlOptions& options) {
  const std::size_t count = std::max<std::size_t>(options.readers, 1);
  for (std::size_t i = 0; i < count; ++i) {
    sessions_.push_back(connect(options, options.reader_cache_kib));
  }
  for (const auto& session : sessions_) {
    threads_.emplace_back([this, &session] { work(*session); });
  }
}

ReaderPool::~ReaderPool() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void ReaderPool::run(Read read) {
  {
    const std::lock_guard lock(mutex_);
    reads_.push_back(std::move(read));
  }
  changed_.notify_one();
}

void ReaderPool::work(soci::session& session) {
  Rows rows(session);
  for (;;) {
    Read read;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || !reads_.empty(); });
      if (stopping_) return;
      read = std::move(reads_.front());
      reads_.pop_front();
    }
    read(rows);
  }
}

}  // namespace usher::adapters
