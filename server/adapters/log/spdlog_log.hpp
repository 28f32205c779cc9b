#pragma once
// ports::Log as one JSON object a line on standard error, written by a thread of its own. When that
// thread falls behind, the oldest waiting lines are dropped rather than anybody made to wait.
//
// Text from outside cannot forge a line or a field: control characters and quotes are escaped,
// bytes that are no UTF-8 are replaced.

#include <initializer_list>
#include <memory>
#include <string_view>

#include "ports/log.hpp"

namespace usher::adapters {

class SpdlogLog final : public ports::Log {
 public:
  // Less important events than `least` are not written.
  explicit SpdlogLog(ports::Level least = ports::Level::info);
  ~SpdlogLog() override;  // writes what is waiting
  void write(ports::Level level, std::string_view event,
             std::initializer_list<Field> fields) override;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

// The line of one event, without its end. `at_ms` since 1970.
std::string log_line(std::int64_t at_ms, ports::Level level, std::string_view event,
                     std::initializer_list<ports::Log::Field> fields);

}  // namespace usher::adapters
