#pragma once
// The socket of a WebSocket: bytes in when there are some, bytes out at the end of the loop's turn,
// in one system call for all that was queued in it. Knows neither frames nor sessions.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "net/hub.hpp"
#include "net/stream.hpp"

namespace usher::net {

class Wire final : public Flushed {
 public:
  class Owner {
   public:
    virtual std::shared_ptr<void> keep() = 0;  // while the socket is waited for
    virtual void on_all_sent() = 0;            // nothing is queued any more
    virtual void on_broken() = 0;              // nothing can be sent any more

   protected:
    ~Owner() = default;
  };

  // `rest`: what was read from the socket already. Everything outlives the wire, or forget_hub().
  Wire(Hub& hub, Stream stream, std::string rest, Owner& owner);
  ~Wire() override;

  // --- In. ---

  // handler(error_code) when read() has something to give; never inside this call.
  template <class Handler>
  void wait_to_read(Handler&& handler);
  Moved read(std::span<char> into);
  std::uint32_t heard_s() const { return heard_s_; }  // when something last came

  // --- Out. ---

  // Whether so many bytes may be queued: up to the limit, or one larger frame (the list of a busy
  // console) with that much behind it. Sends at once what it can when there is no room; the owner
  // may be told that the wire is broken meanwhile.
  bool make_room_for(std::size_t bytes);
  void queue(std::string_view bytes);
  void queue_frame(unsigned char opcode, std::string_view payload);
  void flush() override;
  // Something has been waiting to leave for longer than allowed, whatever was queued behind it.
  bool is_stuck(std::uint32_t now_s) const;

  Stream& stream() { return stream_; }
  void close() { stream_.close(); }
  void forget_hub() { hub_ = nullptr; }

 private:
  std::size_t queued_bytes() const { return output_.size() - sent_; }
  bool has_room_for(std::size_t bytes) const;
  void made_dirty(std::size_t bytes);
  void write_out();

  Hub* hub_;
  Owner& owner_;
  Stream stream_;
  std::string rest_;
  std::string output_;  // lent by the hub while there is something in it
  std::size_t sent_ = 0;
  std::size_t oversize_bytes_ = 0;  // of the one large frame, until the queue is empty
  std::size_t oldest_bytes_ = 0;    // of the queue, waiting since oldest_s_
  std::uint32_t oldest_s_ = 0;
  std::uint32_t heard_s_;
  bool dirty_ = false;    // the hub will flush it
  bool blocked_ = false;  // waits for the socket to become writable
};

template <class Handler>
void Wire::wait_to_read(Handler&& handler) {
  if (!rest_.empty() || stream_.has_buffered()) {
    stream_.post(std::forward<Handler>(handler));
  } else {
    stream_.wait(Progress::want_read, std::forward<Handler>(handler));
  }
}

}  // namespace usher::net
