#pragma once
// One HTTP request over one connection, blocking: for setting up, not for measuring.

#include <cstdint>
#include <string>
#include <string_view>

namespace usher::load {

struct HttpAnswer {
  int status = 0;  // 0: no connection, or no sensible answer within five seconds
  std::string head;
  std::string body;
};

// `headers` are whole lines; Host, Content-Length and Connection: close are added.
HttpAnswer http(std::uint16_t port, std::string_view method, std::string_view path,
                std::string_view headers = {}, std::string_view body = {});

// Whether something accepts connections there.
bool listens(std::uint16_t port);

}  // namespace usher::load
