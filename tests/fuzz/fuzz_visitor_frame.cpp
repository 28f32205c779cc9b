// Any bytes as a visitor's frame: they are read or refused, and a refusal can be written as an
// error.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "protocol/read.hpp"
#include "protocol/write.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace usher::protocol;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const VisitorRead read = read_visitor_frame(text);
  const auto* refusal = std::get_if<FrameError>(&read);
  if (!refusal) return 0;
  Error error{};
  error.code = refusal->code;
  error.message = refusal->message;
  error.field = refusal->field;
  error.client_id = refusal->client_id;
  error.reply_to = refusal->reply_to;
  std::string out;
  write(out, error);
  if (refusal->message.empty() || refusal->client_id.size() > 64 || out.size() > 4096) std::abort();
  return 0;
}
