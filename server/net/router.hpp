#pragma once
// Which part of the house answers a request. On the front's loop; knows no sockets.

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "app/front.hpp"
#include "net/assets.hpp"
#include "net/poll_desk.hpp"
#include "ports/log.hpp"

namespace usher::net {

// `asset` is sent instead of the response's body when it is set; it lives as long as the program.
struct Reply {
  app::HttpResponse response;
  std::optional<std::string_view> asset;
};

class Router {
 public:
  Router(app::Front& front, const AssetTable& assets, PollDesk& polls, ports::Log& log)
      : front_(front), assets_(assets), polls_(polls), log_(log) {}

  // An admission: the socket is to become a WebSocket. None: `answer` has run, or will, once.
  std::optional<app::Admission> serve(app::HttpRequest request, bool asks_for_websocket,
                                      const std::function<void(Reply)>& answer);

 private:
  using Answer = std::function<void(Reply)>;

  std::optional<app::Admission> upgrade(const app::HttpRequest& request, bool asks_for_websocket,
                                        const Answer& answer);
  void poll(app::HttpRequest request, const Answer& answer);
  void page(const app::HttpRequest& request, const Answer& answer);

  app::Front& front_;
  const AssetTable& assets_;
  PollDesk& polls_;
  ports::Log& log_;
};

}  // namespace usher::net
