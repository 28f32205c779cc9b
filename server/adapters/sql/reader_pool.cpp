#include "adapters/sql/reader_pool.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

#include "adapters/sql/dialect.hpp"

namespace usher::adapters {

namespace {

// A server that did not answer is left alone for so long.
constexpr std::chrono::seconds pause(1);

}  // namespace

ReaderPool::ReaderPool(const SqlOptions& options) : options_(options) {
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

bool ReaderPool::take(Read& read) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return stopping_ || !reads_.empty(); });
  if (stopping_) return false;
  read = std::move(reads_.front());
  reads_.pop_front();
  return true;
}

void ReaderPool::work(soci::session& session) {
  const Dialect& dialect = dialect_of(options_);
  auto next_try = std::chrono::steady_clock::now();
  std::optional<Rows> rows;
  const auto connect_again = [&] {
    const auto now = std::chrono::steady_clock::now();
    if (now < next_try) return;
    next_try = now + pause;
    try {
      if (!dialect.is_connected(session)) dialect.reconnect(session, options_);
      rows.emplace(session);
    } catch (const std::runtime_error&) {  // the read hears of it
    }
  };
  for (Read read; take(read);) {
    if (rows && !dialect.is_connected(session)) rows.reset();
    if (!rows) connect_again();
    read(rows ? &*rows : nullptr);
  }
}

}  // namespace usher::adapters
