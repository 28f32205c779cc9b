#include "net/websocket_connection.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <exception>
#include <optional>
#include <utility>

#include "core/limits.hpp"

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

std::uint32_t seconds(std::int64_t ms) { return static_cast<std::uint32_t>(ms / 1'000); }

void append_frame(std::string& out, unsigned char opcode, std::string_view payload) {
  out.push_back(static_cast<char>(opcode));
  const std::size_t size = payload.size();
  const int length_bytes = size < 126 ? 0 : size < 65'536 ? 2 : 8;
  out.push_back(static_cast<char>(length_bytes == 0 ? size : length_bytes == 2 ? 126 : 127));
  for (int i = length_bytes - 1; i >= 0; --i) {
    out.push_back(static_cast<char>((size >> (8 * i)) & 0xff));
  }
  out.append(payload);
}

class WebSocketConnection final : public app::Connection,
                                  public Swept,
                                  public Flushed,
                                  public std::enable_shared_from_this<WebSocketConnection> {
 public:
  WebSocketConnection(Hub& hub, app::Front& front, ports::Log& log, Upgrade upgrade);
  ~WebSocketConnection() override;

  void start(RawRequest request);

  void send(std::string_view frame) override;
  void close(app::CloseCode code, std::string_view reason) override {
    close_with(static_cast<std::uint16_t>(code), reason);
  }

  void sweep(std::uint32_t now_s) override;
  void cut() override;
  void abandon() override;
  void flush() override;

 private:
  enum class Phase : unsigned char {
    handshaking,
    open,
    answering,  // the other end closes; Beast answers, nothing else may leave
    closing,    // our close frame is the last; waiting for the other end's
    lingering,  // the protocol is over; what is queued leaves, what still comes is thrown away
    gone,
  };

  // What Beast takes for the socket. What it writes (the handshake's answer, pongs, close frames)
  // goes to the same queue as our frames, whole, so the two never mix.
  class Layer {
   public:
    using executor_type = Executor;
    explicit Layer(WebSocketConnection& owner) : owner_(owner) {}
    executor_type get_executor() const { return owner_.stream_.executor(); }

    template <class Buffers, class Handler>
    void async_read_some(const Buffers& buffers, Handler&& handler) {
      owner_.read(ReadOperation<std::decay_t<Handler>>{
          owner_, asio::mutable_buffer(*asio::buffer_sequence_begin(buffers)),
          std::forward<Handler>(handler)});
    }
    template <class Buffers, class Handler>
    void async_write_some(const Buffers& buffers, Handler&& handler) {
      std::size_t bytes = 0;
      for (auto at = asio::buffer_sequence_begin(buffers); at != asio::buffer_sequence_end(buffers);
           ++at) {
        const asio::const_buffer part(*at);
        owner_.queue_raw({static_cast<const char*>(part.data()), part.size()});
        bytes += part.size();
      }
      asio::post(get_executor(),
                 beast::bind_front_handler(std::forward<Handler>(handler), error_code(), bytes));
    }
    // Ends of the connection are this class's business, never Beast's.
    template <class Handler>
    friend void async_teardown(beast::role_type, Layer& layer, Handler&& handler) {
      asio::post(layer.get_executor(),
                 beast::bind_front_handler(std::forward<Handler>(handler), error_code()));
    }
    friend void beast_close_socket(Layer& layer) { layer.close(); }

   private:
    void close() { owner_.stream_.close(); }

    WebSocketConnection& owner_;
  };

  // Waits until there is something to read, then reads it: no buffer is lent to the kernel
  // meanwhile.
  template <class Handler>
  struct ReadOperation {
    using allocator_type = asio::associated_allocator_t<Handler>;
    using executor_type = asio::associated_executor_t<Handler, Executor>;
    WebSocketConnection& owner;
    asio::mutable_buffer into;
    Handler handler;

    allocator_type get_allocator() const { return asio::get_associated_allocator(handler); }
    executor_type get_executor() const {
      return asio::get_associated_executor(handler, owner.stream_.executor());
    }
    void operator()(error_code error) {
      if (error) return handler(error, std::size_t{0});
      const Moved moved = owner.read_now({static_cast<char*>(into.data()), into.size()});
      switch (moved.progress) {
        case Progress::done:
          return handler(error_code(), moved.bytes);
        case Progress::ended:
          return handler(error_code(asio::error::eof), std::size_t{0});
        case Progress::want_read:
        case Progress::want_write:
          owner.stream_.wait(moved.progress, std::move(*this));
      }
    }
  };

  template <class Operation>
  void read(Operation operation) {
    if (!rest_.empty() || stream_.has_buffered()) {
      // Never inside the call that began the read.
      asio::post(stream_.executor(), beast::bind_front_handler(std::move(operation), error_code()));
    } else {
      stream_.wait(Progress::want_read, std::move(operation));
    }
  }
  Moved read_now(std::span<char> into);

  void on_handshake(error_code error);
  void next_part();
  void on_part(error_code error, std::size_t bytes);
  void deliver(std::string_view frame);
  void close_with(std::uint16_t code, std::string_view reason);
  void end_session();
  void queue_raw(std::string_view bytes);
  void queue_frame(unsigned char opcode, std::string_view payload);
  void made_dirty();
  void cut_too_slow();
  void linger();
  void throw_away();
  std::size_t queued_bytes() const { return output_.size() - sent_; }

  Hub* hub_;
  app::Front& front_;
  ports::Log& log_;
  Stream stream_;
  websocket::stream<Layer, false> websocket_;
  std::unique_ptr<app::Session> session_;
  std::unique_ptr<app::Admission> admission_;  // until the session is open
  Door::Ticket ticket_;
  std::string rest_;     // came behind the handshake
  std::string partial_;  // of a message that came in more than one part
  std::string output_;   // lent by the hub while there is something in it
  std::size_t sent_ = 0;
  std::size_t oldest_bytes_ = 0;  // of the queue, waiting since oldest_s_
  std::uint32_t oldest_s_ = 0;
  std::uint32_t heard_s_;
  std::uint32_t deadline_s_;  // of the phase; open and answering ones have none
  Phase phase_ = Phase::handshaking;
  bool dirty_ = false;    // the hub will flush it
  bool blocked_ = false;  // waits for the socket to become writable
  bool cut_slow_ = false;
  std::array<char, read_part_bytes> part_;
};

WebSocketConnection::WebSocketConnection(Hub& hub, app::Front& front, ports::Log& log,
                                         Upgrade upgrade)
    : hub_(&hub),
      front_(front),
      log_(log),
      stream_(Stream::attach(hub.context(), std::move(upgrade.socket))),
      websocket_(*this),
      admission_(std::make_unique<app::Admission>(std::move(upgrade.admission))),
      ticket_(std::move(upgrade.ticket)),
      rest_(std::move(upgrade.rest)),
      heard_s_(hub.now_s()),
      deadline_s_(hub.now_s() + seconds(limits::request_ms)) {
  hub.add(*this);
}

WebSocketConnection::~WebSocketConnection() {
  if (hub_ && dirty_) hub_->forget(*this);
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
    if (!session_) close(app::CloseCode::draining, "draining");
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
  if (queued_bytes() + frame.size() > limits::send_queue_bytes_max) return cut_too_slow();
  ++hub_->counts.frames_out;
  queue_frame(text_frame, frame);
}

void WebSocketConnection::close_with(std::uint16_t code, std::string_view reason) {
  if (phase_ != Phase::open) return;
  phase_ = Phase::closing;
  deadline_s_ = hub_->now_s() + seconds(limits::close_ms);
  std::string payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
  payload.append(reason.substr(0, 123));
  queue_frame(close_frame, payload);
}

void WebSocketConnection::cut_too_slow() {
  ++hub_->counts.cut_too_slow;
  close(app::CloseCode::too_slow, "too slow");
}

// --- Sending ---

void WebSocketConnection::queue_raw(std::string_view bytes) {
  if (phase_ == Phase::closing || phase_ == Phase::gone) return;
  if (queued_bytes() + bytes.size() > limits::send_queue_bytes_max) return cut_too_slow();
  made_dirty();
  output_.append(bytes);
}

void WebSocketConnection::queue_frame(unsigned char opcode, std::string_view payload) {
  made_dirty();
  append_frame(output_, opcode, payload);
}

void WebSocketConnection::made_dirty() {
  if (output_.empty() && output_.capacity() <= sizeof(std::string)) output_ = hub_->borrow();
  if (dirty_ || blocked_) return;
  dirty_ = true;
  hub_->flush_later(*this);
}

void WebSocketConnection::flush() {
  dirty_ = false;
  if (!stream_.is_open() || blocked_) return;
  while (queued_bytes() > 0) {
    const Moved moved = stream_.write(std::string_view(output_).substr(sent_));
    if (moved.progress == Progress::done) {
      ++hub_->counts.sends;
      hub_->counts.bytes_out += moved.bytes;
      sent_ += moved.bytes;
      oldest_bytes_ -= std::min(oldest_bytes_, moved.bytes);
      continue;
    }
    if (moved.progress == Progress::ended) return cut();
    // What is queued now must have left in time, whatever is queued behind it.
    if (oldest_bytes_ == 0) {
      oldest_bytes_ = queued_bytes();
      oldest_s_ = hub_->now_s();
    }
    output_.erase(0, std::exchange(sent_, 0));
    blocked_ = true;
    stream_.wait(moved.progress, [self = shared_from_this()](error_code error) {
      self->blocked_ = false;
      if (!error) self->flush();
    });
    return;
  }
  oldest_bytes_ = sent_ = 0;
  hub_->give_back(std::exchange(output_, {}));
  if (phase_ == Phase::lingering) stream_.finish_sending();
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
  deadline_s_ = hub_->now_s() + seconds(limits::close_ms);
  flush();
  throw_away();
}

void WebSocketConnection::throw_away() {
  stream_.wait(Progress::want_read, [self = shared_from_this()](error_code error) {
    if (error || self->phase_ == Phase::gone) return;
    const Moved moved = self->stream_.read(self->hub_->scratch());
    if (moved.progress == Progress::ended) return self->cut();
    self->throw_away();
  });
}

// The waits that are pending end as aborted; the session hears of it there, never inside this call.
void WebSocketConnection::cut() {
  phase_ = Phase::gone;
  stream_.close();
}

void WebSocketConnection::abandon() {
  cut();
  end_session();
  hub_ = nullptr;
}

void WebSocketConnection::sweep(std::uint32_t now_s) {
  switch (phase_) {
    case Phase::open:
    case Phase::answering:
      if (oldest_bytes_ > 0 && now_s - oldest_s_ >= seconds(limits::write_ms)) {
        ++hub_->counts.cut_too_slow;
        return cut();
      }
      if (now_s - heard_s_ >= seconds(limits::silence_ms)) {
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

Moved WebSocketConnection::read_now(std::span<char> into) {
  heard_s_ = hub_->now_s();
  if (rest_.empty()) return stream_.read(into);
  const std::size_t bytes = std::min(into.size(), rest_.size());
  std::copy_n(rest_.data(), bytes, into.data());
  rest_.erase(0, bytes);
  if (rest_.empty()) rest_.shrink_to_fit();
  return {Progress::done, bytes};
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
