#include "adapters/system/charset.hpp"

#include <iconv.h>

#include <cstdint>

namespace usher::adapters {
namespace {

// A converter has a state of its own, so each text gets a fresh one.
class Converter {
 public:
  Converter() : handle_(iconv_open("UTF-8", "GB18030")) {}
  ~Converter() {
    if (is_open()) iconv_close(handle_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  bool is_open() const { return reinterpret_cast<std::intptr_t>(handle_) != -1; }

  // How many bytes it wrote; none: it stopped before the end of the input.
  std::optional<std::size_t> convert(std::string_view bytes, std::string& out) {
    char* from = const_cast<char*>(bytes.data());  // iconv reads it only
    std::size_t from_left = bytes.size();
    char* to = out.data();
    std::size_t to_left = out.size();
    if (iconv(handle_, &from, &from_left, &to, &to_left) != 0) return std::nullopt;
    return out.size() - to_left;
  }

 private:
  iconv_t handle_;
};

}  // namespace

std::optional<std::string> SystemCharset::from_gbk(std::string_view bytes) const {
  Converter converter;
  if (!converter.is_open()) return std::nullopt;  // a system without this module
  std::string out(bytes.size() * 3, '\0');        // two bytes become three at most
  const auto size = converter.convert(bytes, out);
  if (!size) return std::nullopt;
  out.resize(*size);
  return out;
}

}  // namespace usher::adapters
