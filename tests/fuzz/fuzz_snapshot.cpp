// Input: a snapshot without its last line, whose sum is made to fit so that mutations get past it.
// A floor that is read can be written, read again alike, and worked with.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/codec.hpp"
#include "core/decide.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace usher::core;
  std::string text(reinterpret_cast<const char*>(data), size);
  if (decode_snapshot(text) && text.empty()) std::abort();
  text += "end\t" + std::to_string(text_hash(text)) + "\n";
  std::optional<Floor> floor = decode_snapshot(text);
  if (!floor) return 0;
  const std::string written = encode_snapshot(*floor);
  const std::optional<Floor> again = decode_snapshot(written);
  if (!again || *again != *floor) std::abort();
  try {
    step(*floor, command::Recover{}, floor->now);
  } catch (const std::exception&) {
    // The records contradict each other in ways that their form doesn't show.
  }
  return 0;
}
