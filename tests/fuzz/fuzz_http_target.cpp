// What the network reads by itself: request heads and bodies, targets, forwarding headers, the long
// poll's envelope. Laws: nothing crashes, what was accepted is clean, and how the bytes were cut on
// the way changes nothing.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/limits.hpp"
#include "net/assets.hpp"
#include "net/http_reader.hpp"
#include "net/poll_body.hpp"
#include "net/request.hpp"

namespace {

using namespace usher;

void require(bool holds) {
  if (!holds) std::abort();
}

// The steps and targets of all requests in `text`, fed `part` bytes at a time.
std::string read_all(std::string_view text, std::size_t part) {
  using Step = net::HttpReader::Step;
  net::HttpReader reader;
  std::string seen;
  while (!text.empty()) {
    Step step = reader.feed(text.substr(0, part));
    text.remove_prefix(std::min(part, text.size()));
    while (step == Step::ready) {
      const net::RawRequest request = reader.take();
      require(request.body.size() <= limits::http_body_bytes_max);
      require(net::is_host(request.header("host")));
      seen.append(request.method).append(" ").append(request.target).append("\n");
      seen.append(request.body).append("\n");
      step = reader.is_idle() ? Step::more : reader.feed("");
    }
    if (step == Step::refused) return seen + std::to_string(reader.status());
  }
  return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  require(read_all(text, text.size()) == read_all(text, 7));

  if (const auto target = net::read_target(text)) {
    require(target->path.starts_with('/'));
    require(net::is_utf8(target->path) && target->path.find('\0') == std::string::npos);
  }
  if (const auto body = net::read_poll_body(text)) {
    for (const std::string_view frame : body->frames) {
      require(frame.front() == '{' && frame.back() == '}');
      require(frame.data() >= text.data() && frame.size() <= text.size());
    }
  }
  net::Networks trusted;
  trusted.add("127.0.0.0/8");
  trusted.add(text.substr(0, 50));
  const auto peer = boost::asio::ip::make_address("127.0.0.1");
  require(!net::client_of(peer, false, trusted, text, text).address.empty());
  net::negotiate(text, {});
  net::etag_matches(text, "etag");
  return 0;
}
