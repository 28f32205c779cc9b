#include "adapters/log/spdlog_log.hpp"

#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <chrono>
#include <string>

namespace usher::adapters {
namespace {

constexpr std::size_t lines_waiting_max = 8'192;

}  // namespace

struct SpdlogLog::Parts {
  ports::Level least;
  std::shared_ptr<spdlog::details::thread_pool> thread =
      std::make_shared<spdlog::details::thread_pool>(lines_waiting_max, 1);
  // Its pool asks for a shared pointer to it.
  std::shared_ptr<spdlog::async_logger> logger = std::make_shared<spdlog::async_logger>(
      "usher", std::make_shared<spdlog::sinks::stderr_sink_mt>(), thread,
      spdlog::async_overflow_policy::overrun_oldest);
};

SpdlogLog::SpdlogLog(ports::Level least) : parts_(std::make_unique<Parts>()) {
  parts_->least = least;
  parts_->logger->set_pattern("%v");
  parts_->logger->set_level(spdlog::level::trace);
}

// The pool's destructor writes what is waiting.
SpdlogLog::~SpdlogLog() = default;

void SpdlogLog::write(ports::Level level, std::string_view event,
                      std::initializer_list<Field> fields) {
  if (level < parts_->least) return;
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  const auto at_ms = std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
  parts_->logger->log(spdlog::level::info,
                      spdlog::string_view_t(log_line(at_ms, level, event, fields)));
}

}  // namespace usher::adapters
