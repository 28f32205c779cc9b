#pragma once
// One connection for whatever is rare and small: the directory, the webhooks. One caller at a time,
// from any thread; every failure is a ports::DirectoryError.

#include <chrono>
#include <memory>
#include <mutex>
#include <string>

#include "adapters/sql/dialect.hpp"
#include "ports/directory.hpp"

namespace usher::adapters {

class SharedSession {
 public:
  // Calls prepare_store(); throws what it throws.
  explicit SharedSession(const SqlOptions& options) : options_(options) {
    prepare_store(options);
    session_ = connect(options, cache_kib);
  }

  template <class Do>
  auto read(Do what) {
    const std::lock_guard lock(mutex_);
    try {
      stay_connected();
      return what(*session_);
    } catch (const SqlFailure& failure) {
      throw ports::DirectoryError(std::string("cannot read the settings: ") + failure.what());
    } catch (const soci::soci_error& error) {
      throw ports::DirectoryError(std::string("cannot read the settings: ") + error.what());
    }
  }

  // In one transaction.
  template <class Do>
  void write(Do what) {
    const std::lock_guard lock(mutex_);
    try {
      stay_connected();
      begin_write(*session_);
      what(*session_);
      *session_ << "COMMIT";
    } catch (const SqlFailure& failure) {
      roll_back(*session_);
      throw ports::DirectoryError(std::string("cannot change the settings: ") + failure.what());
    } catch (const soci::soci_error& error) {
      const bool conflict = trouble_of(*session_, error) == Trouble::conflict;
      roll_back(*session_);
      throw ports::DirectoryError(
          (conflict ? "the settings refuse it: " : "cannot change the settings: ") +
          std::string(error.what()));
    }
  }

 private:
  static constexpr std::size_t cache_kib = 1'024;
  // A server that did not answer is left alone for so long: callers hear so at once.
  static constexpr std::chrono::seconds pause{1};

  void stay_connected() {
    const Dialect& dialect = dialect_of(options_);
    if (dialect.is_connected(*session_)) return;
    const auto now = std::chrono::steady_clock::now();
    if (now < next_try_) throw SqlFailure(Trouble::lost, "the store is away");
    next_try_ = now + pause;
    dialect.reconnect(*session_, options_);
  }

  const SqlOptions options_;
  std::mutex mutex_;
  std::chrono::steady_clock::time_point next_try_;
  std::unique_ptr<soci::session> session_;
};

}  // namespace usher::adapters
