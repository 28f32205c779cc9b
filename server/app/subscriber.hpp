#pragma once
// One connection that said hello, as the floor's fan-out sees it.

#include <map>
#include <memory>
#include <string>

#include "app/connection.hpp"
#include "core/ids.hpp"

namespace usher::app {

// Where frames go. Outlives the connection while frames wait for a commit; null once it is closed.
struct Outlet {
  Connection* connection = nullptr;
};

struct Subscriber {
  std::shared_ptr<Outlet> outlet;
  core::VisitorId visitor;  // exactly one of these two is set
  core::AgentId agent;
  core::SiteId site;                     // a visitor's
  bool forgotten = false;                // this visitor was erased
  const std::string* sign_in = nullptr;  // an agent's: the hash of its session cookie's token

  // What an agent's console lists now: rows, and how many of them each visitor has. Kept by
  // Publisher.
  std::map<core::ConversationId, core::VisitorId> rows;
  std::map<core::VisitorId, std::uint32_t> visitors;
  core::ConversationId viewing;  // what it shows, as it says
};

}  // namespace usher::app
