#pragma once
// Requests and answers as bytes, on their way between nodes.

#include <optional>
#include <string>
#include <string_view>

#include "app/front.hpp"

namespace usher::app {

std::string encode(const HttpRequest& request);
std::string encode(const HttpResponse& response);

// None: not what encode() writes. Bytes at the end, of a newer release, are left alone.
std::optional<HttpRequest> decode_request(std::string_view bytes);
std::optional<HttpResponse> decode_response(std::string_view bytes);

}  // namespace usher::app
