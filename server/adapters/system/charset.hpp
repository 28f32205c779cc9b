#pragma once
// ports::Charset: the C library's iconv.

#include "ports/charset.hpp"

namespace usher::adapters {

class SystemCharset final : public ports::Charset {
 public:
  std::optional<std::string> from_gbk(std::string_view bytes) const override;
};

}  // namespace usher::adapters
