#pragma once
// Where long-poll requests meet their connections. The desk lives on the front's loop, each
// connection on its floor's; they talk by posted tasks.

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/front.hpp"
#include "net/door.hpp"
#include "net/hub.hpp"
#include "net/poll_connection.hpp"
#include "ports/clock.hpp"
#include "ports/log.hpp"

namespace usher::net {

class PollDesk {
 public:
  // All references outlive the desk, and no loop runs when it goes.
  PollDesk(Hub& front_hub, std::vector<Hub*> hubs, app::Front& front, ports::Random& random,
           ports::Log& log, std::shared_ptr<Door> door);

  // An admitted request to open one: answers {"poll":"<id>"}. The id is a secret of 128 bits; it
  // works for the same `origin` only.
  void open(app::Admission admission, std::string origin, app::Respond respond);
  // One exchange; 404 when the id is unknown or the connection is gone.
  void exchange(const std::string& id, const std::string& origin, std::string body,
                app::Respond respond);

  std::size_t open_count() const { return polls_.size(); }

 private:
  struct Poll {
    std::shared_ptr<PollConnection> connection;
    std::size_t loop;
    std::string origin;
    std::shared_ptr<Door::Ticket> ticket;
  };

  std::string fresh_id();
  // A request's answer owns the HTTP connection, which belongs to the front: it waits here, and the
  // floors' loops know its number only.
  std::uint64_t keep(app::Respond respond);
  void answer(std::uint64_t request, app::HttpResponse response);
  // A connection belongs to its floor's loop, and must end there.
  void forget(const std::string& id);

  Hub& front_hub_;
  std::vector<Hub*> hubs_;
  app::Front& front_;
  ports::Random& random_;
  ports::Log& log_;
  std::shared_ptr<Door> door_;
  std::map<std::string, Poll> polls_;
  std::map<std::uint64_t, app::Respond> waiting_;
  std::uint64_t requests_ = 0;
};

}  // namespace usher::net
