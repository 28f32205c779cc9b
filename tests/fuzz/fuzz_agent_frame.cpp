// Any bytes as an agent's frame: what is read is within its limits.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "protocol/ids.hpp"
#include "protocol/read.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace usher::protocol;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const AgentRead read = read_agent_frame(text);
  const auto* frame = std::get_if<AgentFrame>(&read);
  if (!frame) return 0;
  const auto* post = std::get_if<Post>(frame);
  if (post && (post->text.empty() || post->text.size() > 16'384 || post->client_id.empty() ||
               post->client_id.size() > 64 || post->conversation > id_max)) {
    std::abort();
  }
  const auto* history = std::get_if<History>(frame);
  if (history && (history->before < 1 || history->limit < 1 || history->limit > 200)) std::abort();
  return 0;
}
