#pragma once
// What a request's text says, beyond what an HTTP parser reads: its target, decoded, and who sent
// it, seen through proxies. Pure; a client controls every byte of the input.

#include <boost/asio/ip/address.hpp>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace usher::net {

struct Target {
  std::string path;  // decoded
  std::map<std::string, std::string> query;
};

// None for anything that is not an absolute path with sound percent-encoding and without control
// characters.
std::optional<Target> read_target(std::string_view target);

// A host with an optional port, as a Host header must have it.
bool is_host(std::string_view host);

// How long a request's body may be, by its head: uploads may be longer than others.
std::size_t body_bytes_max(std::string_view head);

// Valid UTF-8, as RFC 3629 defines it.
bool is_utf8(std::string_view text);

// Addresses and networks, for example of the proxies in front of this server. An IPv4 address in
// IPv6 clothes ("::ffff:10.0.0.1") counts as what it is.
class Networks {
 public:
  // "10.0.0.7", "10.0.0.0/8", "::1". False, unchanged, when it is neither.
  bool add(std::string_view text);
  bool contains(const boost::asio::ip::address& address) const;

 private:
  struct Network {
    boost::asio::ip::address_v6 address;
    unsigned prefix = 128;
  };
  std::vector<Network> networks_;
};

struct Client {
  std::string address;
  bool secure = false;
};

// Who sent a request that arrived from `peer`. Forwarding headers count only when the peer is
// trusted; then the client is the right-most hop that is not, since everything left of it can be
// invented.
Client client_of(const boost::asio::ip::address& peer, bool tls, const Networks& trusted,
                 std::string_view forwarded_for, std::string_view forwarded_proto);

}  // namespace usher::net
