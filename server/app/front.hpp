#pragma once
// The app as the network sees it: requests in, answers out, no sockets.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "app/connection.hpp"
#include "core/device.hpp"
#include "core/ids.hpp"
#include "core/region.hpp"

namespace usher::app {

struct HttpRequest {
  std::string method;                        // "GET", "POST", …
  std::string path;                          // without the query, percent-decoded, begins with '/'
  std::map<std::string, std::string> query;  // decoded; the last of a repeated name wins
  std::map<std::string, std::string>
      headers;  // names in lower case; only those that appear once or are lists
  std::string body;
  std::string peer;     // the client's address, seen through trusted proxies
  std::string host;     // the Host header
  bool secure = false;  // TLS, here or at a trusted proxy
};

struct HttpResponse {
  unsigned status = 200;
  std::vector<std::pair<std::string, std::string>> headers;  // content-type among them
  std::string body;
};
using Respond = std::function<void(HttpResponse)>;

// Who may open a connection, and on which loop its floor lives.
struct Admission {
  core::AccountId account;
  std::size_t loop = 0;  // index into the loops that the app was given
  struct Visitor {
    core::SiteId site;
    std::optional<core::Device> device = {};  // none: its request does not say
    std::optional<core::Region> region = {};  // none: of its address nothing is known
  };
  struct Agent {
    core::AgentId agent;
    std::string sign_in;  // token hash; the connection is closed when the sign-in ends
    std::uint32_t generation = 0;
  };
  std::variant<Visitor, Agent> who;
  std::string peer;
};

class Front {
 public:
  virtual ~Front() = default;

  // --- On the front's loop. ---

  // For "/ws/visitor?site=KEY", "/ws/agent" and their long-poll twins. A refusal is an answer to
  // send instead of the upgrade: 403 for a foreign origin, 401 without a sign-in, 404 for an
  // unknown site, 503 while starting or draining.
  virtual std::variant<Admission, HttpResponse> admit(const HttpRequest& request) = 0;

  // "/api/…", "/healthz", "/readyz", "/metrics". `respond` runs once, on the front's loop, now or
  // later.
  virtual void handle(HttpRequest request, Respond respond) = 0;

  // --- On the admission's loop, after the upgrade. ---

  // The session keeps a reference to the connection, which must outlive it until on_closed().
  // Null when the floor stopped meanwhile: close with `draining`.
  virtual std::unique_ptr<Session> open(const Admission& admission, Connection& connection) = 0;
};

}  // namespace usher::app
