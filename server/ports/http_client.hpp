#pragma once
// Requests to other people's servers, whose addresses other people chose.
//
// Guarantees of every adapter (tests/contract/http_clients.cpp holds them to it):
//   - Only http and https, and only the address that was given: no redirect is followed, no proxy
//     of the environment is used, no cookie is kept.
//   - Whatever a name resolves to is looked at before anything is sent: an address that is not on
//     the public internet is `refused_address`, unless the operator allows such.
//   - It ends within limits::http_client_ms, and reads at most limits::http_answer_bytes_max.
//   - The callback runs on the loop given with the call, exactly once, never inside the call. After
//     the client's destruction it does not run.
// Threads: every method may be called from any thread; none blocks.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "ports/loop.hpp"

namespace usher::ports {

struct HttpPost {
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

struct HttpStatus {
  unsigned code = 0;

  friend bool operator==(const HttpStatus&, const HttpStatus&) = default;
};

enum class HttpTrouble : std::uint8_t {
  bad_url,          // not one that can be asked
  unknown_host,     // its name resolves to nothing
  refused_address,  // it lies where requests may not go
  unreachable,      // nobody answers there, or the connection broke
  tls_failed,       // no secure connection, or the certificate is not to be trusted
  timed_out,
  too_busy,  // too many requests are under way here
};

// As the HTTP API and people's logs say it.
constexpr std::string_view word_of(HttpTrouble trouble) {
  switch (trouble) {
    case HttpTrouble::bad_url:
      return "bad_url";
    case HttpTrouble::unknown_host:
      return "unknown_host";
    case HttpTrouble::refused_address:
      return "refused_address";
    case HttpTrouble::unreachable:
      return "unreachable";
    case HttpTrouble::tls_failed:
      return "tls_failed";
    case HttpTrouble::timed_out:
      return "timed_out";
    case HttpTrouble::too_busy:
      return "too_busy";
  }
  return {};
}

using HttpResult = std::variant<HttpStatus, HttpTrouble>;

class HttpClient {
 public:
  virtual ~HttpClient() = default;
  virtual void post(HttpPost request, Loop& loop, std::function<void(HttpResult)> done) = 0;
};

}  // namespace usher::ports
