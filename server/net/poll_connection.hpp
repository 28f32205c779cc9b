#pragma once
// The long-poll twin of a WebSocket, for networks that block those: the same frames in the same
// order under the same promises. Both directions are numbered from 1, so that a request or an
// answer that was lost on the way is repeated, and nothing is applied twice.

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/front.hpp"
#include "net/door.hpp"
#include "net/hub.hpp"
#include "net/poll_body.hpp"
#include "ports/log.hpp"

namespace usher::net {

class PollConnection final : public app::Connection,
                             public Swept,
                             public Flushed,
                             public std::enable_shared_from_this<PollConnection> {
 public:
  // The answer to one exchange. Runs once, on the hub's loop.
  using Answer = std::function<void(app::HttpResponse)>;

  // `gone` runs once on the hub's loop when the id is of no more use.
  PollConnection(Hub& hub, app::Front& front, ports::Log& log, std::function<void()> gone);
  ~PollConnection() override;

  // Opens the session. Then exchange() whenever a request comes; both on the hub's loop.
  void open(const app::Admission& admission);
  // `text` is the request's body. An older exchange that is still held is answered, empty, first.
  void exchange(const std::string& text, Answer answer);

  void send(std::string_view frame) override;
  void close(app::CloseCode code, std::string_view reason) override;

  void sweep(std::uint32_t now_s) override;
  void retire() override { close(app::CloseCode::draining, "the server is going down; come back"); }
  void cut() override;
  void abandon() override;
  void flush() override;

 private:
  void deliver(const PollBody& body);
  void answer_held();
  void wake();
  void end();  // session and id
  void fail(const char* when, const char* reason);
  std::string text_of_answer() const;

  Hub* hub_;
  app::Front& front_;
  ports::Log& log_;
  std::function<void()> gone_;
  std::unique_ptr<app::Session> session_;
  std::deque<std::string> kept_;  // sent and not acknowledged
  std::size_t kept_bytes_ = 0;
  std::size_t oversize_bytes_ = 0;  // of the one large frame, until nothing is kept
  std::uint64_t first_kept_ = 1;    // the number of kept_'s first, or of the next one
  std::uint64_t applied_ = 0;       // the client's frames up to this one
  Answer held_;
  std::uint32_t held_s_ = 0;
  std::uint32_t heard_s_;
  struct Closing {
    unsigned code = 0;
    std::string reason;
    std::uint32_t deadline_s = 0;
  };
  std::optional<Closing> closing_;
  bool dirty_ = false;
  bool ended_ = false;
};

}  // namespace usher::net
