#pragma once
// HTTP/1.1 requests out of bytes, strictly: whatever two servers could read differently is refused.
// No socket and no clock: bytes go in, a step comes out.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace usher::net {

// One whole request. Names in lower case, in the order of their arrival.
struct RawRequest {
  std::string method;
  std::string target;
  bool keep_alive = true;
  bool is_http_1_0 = false;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;

  // Empty when it is absent; the first when it is repeated.
  std::string_view header(std::string_view name) const;
};

class HttpReader {
 public:
  enum class Step : unsigned char { more, ready, refused };

  HttpReader();
  ~HttpReader();
  HttpReader(HttpReader&&) noexcept;

  // Takes bytes as they come. After `ready`, take() the request, then feed("") for one that may
  // already have followed it. After `refused` the connection can only be closed.
  Step feed(std::string_view bytes);

  RawRequest take();
  unsigned status() const { return status_; }  // of the answer to a refused request
  // Bytes that came behind the request, and are not part of it. Leaves none.
  // A copy, because the buffer has grown to the size of a request.
  std::string take_rest() { return std::string(std::string_view(std::exchange(bytes_, {}))); }

  // Between requests: nothing of the next one has come.
  bool is_idle() const { return !parser_ && bytes_.empty(); }
  bool has_head() const { return parser_ != nullptr; }
  // A body that may be long is on its way.
  bool is_upload() const { return parser_ && upload_; }
  // The client waits for leave to send its body ("Expect: 100-continue"). True once.
  bool wants_continue();

 private:
  struct Parser;

  Step refuse(unsigned status);
  Step read_head();
  Step read_body();

  std::string bytes_;        // not parsed yet
  std::size_t scanned_ = 0;  // of them, without the end of a head
  std::unique_ptr<Parser> parser_;
  bool expects_continue_ = false;
  bool upload_ = false;
  unsigned status_ = 0;
};

}  // namespace usher::net
