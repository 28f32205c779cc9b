#pragma once
// Which addresses lie on the public internet, by IANA's registries of special-purpose addresses
// (RFC 6890 and what updates it). Whoever may name an address for the server to call must not reach
// what only the server can reach.

#include <sys/socket.h>

namespace usher::adapters {

// What is neither IPv4 nor IPv6 is not.
bool is_public(const sockaddr& address);

}  // namespace usher::adapters
