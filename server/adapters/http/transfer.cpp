#include "adapters/http/transfer.hpp"

#include <sys/socket.h>

#include <new>
#include <string>

#include "adapters/http/public_address.hpp"
#include "core/limits.hpp"

namespace usher::adapters {

using ports::HttpTrouble;

Transfer::Transfer(Asked asked, bool allow_private)
    : asked_(std::move(asked)), allow_private_(allow_private), handle_(curl_easy_init()) {
  if (!handle_) throw std::bad_alloc();
  set_up();
  set_limits();
}

void Transfer::set_up() {
  CURL* const handle = handle_.get();
  const auto& request = asked_.request;
  for (const auto& [name, value] : request.headers) {
    std::string line = name;
    line.append(": ").append(value);
    curl_slist* const longer = curl_slist_append(headers_.get(), line.c_str());
    if (!longer) throw std::bad_alloc();
    static_cast<void>(headers_.release());
    headers_.reset(longer);
  }
  curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(handle, CURLOPT_POST, 1L);
  curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.data());
  curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE,
                   static_cast<curl_off_t>(request.body.size()));
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers_.get());
  curl_easy_setopt(handle, CURLOPT_USERAGENT, "Usher");
  curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &Transfer::take);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &Transfer::take);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, this);
}

// Where it may go and how far.
void Transfer::set_limits() {
  CURL* const handle = handle_.get();
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(handle, CURLOPT_PROXY, "");  // the environment's would be asked instead
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  // The end of a request does not wait for a name that is still being resolved.
  curl_easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(limits::http_client_ms));
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits::http_connect_ms));
  // Each request looks at the address that it goes to itself.
  curl_easy_setopt(handle, CURLOPT_FORBID_REUSE, 1L);
  curl_easy_setopt(handle, CURLOPT_DNS_CACHE_TIMEOUT, 0L);
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, &Transfer::open);
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, this);
}

// Counts what comes and keeps none of it: the status is enough. Taking less than there is makes
// curl hang up.
std::size_t Transfer::take(char*, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  transfer.bytes_read_ += size * count;
  return transfer.bytes_read_ > limits::http_answer_bytes_max ? 0 : size * count;
}

// After the name was resolved, for each address that curl is about to try.
curl_socket_t Transfer::open(void* self, curlsocktype, curl_sockaddr* address) {
  auto& transfer = *static_cast<Transfer*>(self);
  if (!transfer.allow_private_ && !is_public(address->addr)) {
    transfer.refused_ = true;
    return CURL_SOCKET_BAD;
  }
  transfer.connects_ = true;
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

ports::HttpResult Transfer::result(CURLcode code) const {
  long status = 0;
  curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
  // An answer that was cut off for its length is an answer.
  const bool too_long = bytes_read_ > limits::http_answer_bytes_max;
  if (status >= 200 && (code == CURLE_OK || too_long)) {
    return ports::HttpStatus{static_cast<unsigned>(status)};
  }
  switch (code) {
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:  // also of an answer that is not HTTP
      return connects_ ? HttpTrouble::unreachable : HttpTrouble::bad_url;
    case CURLE_COULDNT_RESOLVE_HOST:
      return HttpTrouble::unknown_host;
    case CURLE_OPERATION_TIMEDOUT:
      return HttpTrouble::timed_out;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
      return HttpTrouble::tls_failed;
    default:  // curl's codes are its own and grow in number
      return refused_ ? HttpTrouble::refused_address : HttpTrouble::unreachable;
  }
}

}  // namespace usher::adapters
