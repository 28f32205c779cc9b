#pragma once
// An answer as bytes, with the headers that keep browsers safe. Pure but for the Date.

#include <string>
#include <string_view>

#include "app/front.hpp"

namespace usher::net {

// A small plain-text answer: "404 Not Found".
app::HttpResponse plain_answer(unsigned status);

std::string_view reason_phrase(unsigned status);

// Whether `name`, in any case, is among the response's headers.
bool has_header(const app::HttpResponse& response, std::string_view name);

// Adds what every answer for this path must carry and does not have yet: nosniff, a referrer policy
// and, by the kind of page, a content security policy and who may frame or read it:
//   /chat/      framed by any site; /w/ readable by any site; /console/ framed by none;
//   /api/, /poll/ and errors   never cached, nothing may load from them.
// `host` is the request's, checked: pages may open sockets to it.
void add_policies(std::string_view path, std::string_view host, app::HttpResponse& response);

struct HeadOptions {
  std::size_t content_length = 0;
  bool keep_alive = true;
};
// Status line and headers, with Date, Content-Length and Connection. Header values that would break
// out of their line are left out.
std::string write_head(const app::HttpResponse& response, HeadOptions options);

}  // namespace usher::net
