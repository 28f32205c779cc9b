#pragma once
// Texts in the one encoding beside UTF-8 that search engines still send.

#include <optional>
#include <string>
#include <string_view>

namespace usher::ports {

// From any thread.
class Charset {
 public:
  virtual ~Charset() = default;
  // GBK (or its superset GB18030) as valid UTF-8. None: it is no such text.
  virtual std::optional<std::string> from_gbk(std::string_view bytes) const = 0;
};

}  // namespace usher::ports
