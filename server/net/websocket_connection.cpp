#include "net/websocket_connection.hpp"

#include <array>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <exception>
#include <utility>

#include "core/limits.hpp"
#include "net/websocket_layer.hpp"
#include "net/wire.hpp"

namespace usher::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using boost::system::error_code;

using HandshakeRequest = http::request<http::empty_body>;

constexpr unsigned char text_frame = 0x81;  // FIN and the opcode, RFC 6455, 5.2
constexpr unsigned char close_frame = 0x88;
constexpr std::uint16_t internal_error = 1011;

// An idle connection carries this buffer, so it is small; longer frames come in several parts.
constexpr std::size_t read_part_bytes = 256;

class WebSocketConnection final : public app::Connection,
                                  public Swept,
                                  public Wire::Owner,
                                  public WebSocketLayer::Gate,
                                  public std::enable_shared_from_this<WebSocketConnection> {
 public:
  WebSocketConnection(Hub& hub, app::Front& front, ports::Log& log, Upgrade upgrade);

  void start(RawRequest request);

  void send(std::string_view frame) override;
  void close(app::CloseCode code, std::string_view reason) override {
    close_with(static_cast<std::uint16_t>(code), reason);
  }

  void sweep(std::uint32_t now_s) override;
  void retire() override { close(app::CloseCode::draining, "the server is going down; come back"); }
  void cut() override;
  void abandon() override;

  std::shared_ptr<void> keep() override { return shared_from_this(); }
  void on_all_sent() override {
    if (phase_ == Phase::lingering) wire_.stream().finish_sending();
  }
  void on_broken() override { cut(); }
  void on_beast_writes(std::string_view bytes) override;

 private:
  enum class Phase : unsigned char {
    handshaking,
    open,
    answering,  // the other end closes; Beast answers, nothing else may leave
    closing,    // our close frame is the last; waiting for the other end's
    lingering,  // the protocol is over; what is queued leaves, what still comes is thrown away
    gone,
  };

  void on_handshake(error_code error);
  void next_part();
  void on_part(error_code error, std::size_t bytes);
  void deliver(std::string_view frame);
  void close_with(std::uint16_t code, std::string_view reason);
  void end_session();
  void cut_too_slow();
  void linger();
  void throw_away();

  Hub* hub_;
  app::Front& front_;
  ports::Log& log_;
  Wire wire_;
  websocket::stream<WebSocketLayer, false> websocket_;
  std::unique_ptr<app::Session> session_;
  std::unique_ptr<app::Admission> admission_;  // until the session is open
  Door::Ticket ticket_;
  std::string partial_;       // of a message that came in more than one part
  std::uint32_t deadline_s_;  // of the phase; open and answering ones have none
  Phase phase_ = Phase::handshaking;
  std::array<char, read_part_bytes> part_;
};

WebSocketConnection::WebSocketConnection(Hub& hub, app::Front& front, ports::Log& log,
                                         Upgrade upgrade)
    : hub_(&hub),
      front_(front),
      log_(log),
      wire_(hub, Stream(hub.readiness(), std::move(upgrade.socket)), std::move(upgrade.rest),
            *this),
      websocket_(wire_, *this),
      admission_(std::make_unique<app::Admission>(std::move(upgrade.admission))),
      ticket_(std::move(upgrade.ticket)),
      deadline_s_(hub.now_s() + whole_seconds(limits::request_ms)) {
  hub.add(*this);
}

void WebSocketConnection::start(RawRequest request) {
  auto handshake = std::make_shared<HandshakeRequest>();
  handshake->method_string(request.method);
  handshake->target(request.target);
  handshake->version(request.is_http_1_0 ? 10 : 11);
  for (const auto& [name, value] : request.headers) handshake->insert(name, value);
  websocket_.set_option(websocket::stream_base::timeout{websocket::stream_base::none(),
                                                        websocket::stream_base::none(), false});
  websocket_.read_message_max(limits::frame_bytes_max);
  websocket_.control_callback([this](websocket::frame_type kind, beast::string_view) {
    if (kind == websocket::frame_type::close && phase_ == Phase::open) phase_ = Phase::answering;
  });
  websocket_.async_accept(*handshake, [self = shared_from_this(), handshake](error_code error) {
    self->on_handshake(error);
  });
}

void WebSocketConnection::on_handshake(error_code error) {
  if (phase_ == Phase::gone) return;
  if (error) return linger();
  phase_ = Phase::open;
  const std::unique_ptr<app::Admission> admission = std::move(admission_);
  try {
    session_ = front_.open(*admission, *this);
    if (!session_ || hub_->is_retired()) close(app::CloseCode::draining, "draining");
  } catch (const std::exception& failure) {
    log_.error("session_failed", {{"when", "open"}, {"reason", failure.what()}});
    close_with(internal_error, "internal error");
  }
  next_part();
}

void WebSocketConnection::next_part() {
  websocket_.async_read_some(asio::buffer(part_),
                             [self = shared_from_this()](error_code error, std::size_t bytes) {
                               self->on_part(error, bytes);
                             });
}

void WebSocketConnection::on_part(error_code error, std::size_t bytes) {
  if (phase_ == Phase::gone || error) {
    end_session();
    if (phase_ != Phase::gone) linger();
    return;
  }
  if (phase_ == Phase::open) {
    const std::string_view part(part_.data(), bytes);
    if (websocket_.got_binary()) {
      close(app::CloseCode::binary_frame, "text only");
    } else if (!websocket_.is_message_done()) {
      partial_.append(part);
    } else if (partial_.empty()) {
      deliver(part);
    } else {
      partial_.append(part);
      deliver(std::exchange(partial_, {}));
    }
  }
  next_part();
}

void WebSocketConnection::deliver(std::string_view frame) {
  ++hub_->counts.frames_in;
  try {
    if (session_) session_->on_frame(frame);
  } catch (const std::exception& failure) {
    log_.error("session_failed", {{"when", "frame"}, {"reason", failure.what()}});
    close_with(internal_error, "internal error");
  }
}

void WebSocketConnection::send(std::string_view frame) {
  if (phase_ != Phase::open) return;
  if (!wire_.make_room_for(frame.size())) return cut_too_slow();
  if (phase_ != Phase::open) return;  // it broke just now
  ++hub_->counts.frames_out;
  wire_.queue_frame(text_frame, frame);
}

void WebSocketConnection::close_with(std::uint16_t code, std::string_view reason) {
  if (phase_ != Phase::open) return;
  phase_ = Phase::closing;
  deadline_s_ = hub_->now_s() + whole_seconds(hub_->waits().close_ms);
  std::string payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
  payload.append(reason.substr(0, 123));
  wire_.queue_frame(close_frame, payload);
}

void WebSocketConnection::cut_too_slow() {
  ++hub_->counts.cut_too_slow;
  close(app::CloseCode::too_slow, "too slow");
}

// Behind our own close frame nothing may follow.
void WebSocketConnection::on_beast_writes(std::string_view bytes) {
  if (phase_ == Phase::closing || phase_ == Phase::gone) return;
  if (!wire_.make_room_for(bytes.size())) return cut_too_slow();
  wire_.queue(bytes);
}

// --- Ending ---

void WebSocketConnection::end_session() {
  const std::unique_ptr<app::Session> session = std::move(session_);
  if (!session) return;
  try {
    session->on_closed();
  } catch (const std::exception& failure) {
    log_.error("session_failed", {{"when", "closed"}, {"reason", failure.what()}});
  }
}

// Closing at once with unread bytes in the socket would reset the connection, and the reset can
// overtake the close frame (RFC 9112, 9.6 tells the same of HTTP).
void WebSocketConnection::linger() {
  phase_ = Phase::lingering;
  deadline_s_ = hub_->now_s() + whole_seconds(hub_->waits().close_ms);
  wire_.flush();
  throw_away();
}

void WebSocketConnection::throw_away() {
  wire_.stream().wait(Progress::want_read, [self = shared_from_this()](error_code error) {
    if (error || self->phase_ == Phase::gone) return;
    const Moved moved = self->wire_.stream().read(self->hub_->scratch());
    if (moved.progress == Progress::ended) return self->cut();
    self->throw_away();
  });
}

// The waits that are pending end as aborted; the session hears of it there, never inside this call.
void WebSocketConnection::cut() {
  phase_ = Phase::gone;
  wire_.close();
}

void WebSocketConnection::abandon() {
  cut();
  end_session();
  hub_ = nullptr;
  wire_.forget_hub();
}

void WebSocketConnection::sweep(std::uint32_t now_s) {
  switch (phase_) {
    case Phase::open:
    case Phase::answering:
      if (wire_.is_stuck(now_s)) {
        ++hub_->counts.cut_too_slow;
        return cut();
      }
      if (now_s - wire_.heard_s() >= whole_seconds(hub_->waits().silence_ms)) {
        ++hub_->counts.cut_silent;
        if (phase_ == Phase::answering) return cut();
        close(app::CloseCode::silent, "silent");
      }
      return;
    case Phase::handshaking:
    case Phase::closing:
    case Phase::lingering:
      if (now_s >= deadline_s_) cut();
      return;
    case Phase::gone:
      return;
  }
}

}  // namespace

bool asks_for_websocket(const RawRequest& request) {
  return beast::iequals(request.header("upgrade"), "websocket");
}

void start_websocket(Hub& hub, app::Front& front, ports::Log& log, Upgrade upgrade) {
  if (upgrade.socket.descriptor < 0) return;
  RawRequest request = std::move(upgrade.request);
  auto connection = std::make_shared<WebSocketConnection>(hub, front, log, std::move(upgrade));
  connection->start(std::move(request));
}

}  // namespace usher::net
