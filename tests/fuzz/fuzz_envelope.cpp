// Input: a message of the bus. Items that are read can be written, and read again alike; bodies of
// requests and answers are read, too.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "app/cluster/envelope.hpp"
#include "app/cluster/forwarded_http.hpp"

namespace {

namespace envelope = usher::app::envelope;

void read_http(std::string_view bytes) {
  using namespace usher::app;
  if (const auto request = decode_request(bytes)) {
    const std::string written = encode(*request);
    const auto again = decode_request(written);
    if (!again || encode(*again) != written) std::abort();
  }
  if (const auto response = decode_response(bytes)) {
    const std::string written = encode(*response);
    const auto again = decode_response(written);
    if (!again || encode(*again) != written) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view message(reinterpret_cast<const char*>(data), size);
  read_http(message);
  envelope::Reader reader(message);
  std::string written;
  envelope::put(written, reader.head());
  while (const auto item = reader.next()) {
    std::visit([&](const auto& one) { envelope::put(written, one); }, *item);
    if (const auto* part = std::get_if<envelope::RequestPart>(&*item)) read_http(part->bytes);
    if (const auto* part = std::get_if<envelope::AnswerPart>(&*item)) read_http(part->bytes);
  }
  if (reader.ok() && reader.head().version == envelope::own_version && written != message) {
    std::abort();
  }
  return 0;
}
