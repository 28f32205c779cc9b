#pragma once
// The parts of a web address that tell where a visit came from. Reads the first
// limits::url_bytes_max bytes; nothing here fails on any bytes.

#include <optional>
#include <string>
#include <string_view>

namespace usher::app {

struct Address {
  std::string host;        // lower case, without port, user and the dot at its end
  std::string_view query;  // of the address that was read, without "?" and fragment
};

// None: no address of a page (or of an Android app, which has its package as host).
std::optional<Address> read_address(std::string_view url);

// The bytes of the first parameter of that name that is not empty; names in any case. Escapes are
// decoded, broken ones stay as they are. None: there is no such parameter, not even an empty one.
std::optional<std::string> parameter(std::string_view query, std::string_view name);

}  // namespace usher::app
