#include "net/wire.hpp"

#include <algorithm>

namespace usher::net {

Wire::Wire(Hub& hub, Stream stream, std::string rest, Owner& owner)
    : hub_(&hub),
      owner_(owner),
      stream_(std::move(stream)),
      rest_(std::move(rest)),
      heard_s_(hub.now_s()) {}

Wire::~Wire() {
  if (hub_ && dirty_) hub_->forget(*this);
}

Moved Wire::read(std::span<char> into) {
  heard_s_ = hub_->now_s();
  if (rest_.empty()) return stream_.read(into);
  const std::size_t bytes = std::min(into.size(), rest_.size());
  std::copy_n(rest_.data(), bytes, into.data());
  rest_.erase(0, bytes);
  if (rest_.empty()) rest_.shrink_to_fit();
  return {Progress::done, bytes};
}

bool Wire::has_room_for(std::size_t bytes) const {
  const std::size_t queued = queued_bytes() + bytes;
  if (queued <= limits::send_queue_bytes_max + oversize_bytes_) return true;
  return oversize_bytes_ == 0 && queued_bytes() <= limits::send_queue_bytes_max &&
         bytes > limits::send_queue_bytes_max;
}

bool Wire::make_room_for(std::size_t bytes) {
  if (!has_room_for(bytes)) write_out();
  return has_room_for(bytes);
}

void Wire::queue(std::string_view bytes) {
  made_dirty(bytes.size());
  output_.append(bytes);
}

// RFC 6455, 5.2: the opcode with FIN, the length in one, three or nine bytes, no mask.
void Wire::queue_frame(unsigned char opcode, std::string_view payload) {
  made_dirty(payload.size());
  output_.push_back(static_cast<char>(opcode));
  const std::size_t size = payload.size();
  const int length_bytes = size < 126 ? 0 : size < 65'536 ? 2 : 8;
  output_.push_back(static_cast<char>(length_bytes == 0 ? size : length_bytes == 2 ? 126 : 127));
  for (int i = length_bytes - 1; i >= 0; --i) {
    output_.push_back(static_cast<char>((size >> (8 * i)) & 0xff));
  }
  output_.append(payload);
}

void Wire::made_dirty(std::size_t bytes) {
  if (bytes > limits::send_queue_bytes_max) oversize_bytes_ = bytes;
  if (output_.empty() && output_.capacity() <= sizeof(std::string)) output_ = hub_->borrow();
  if (dirty_ || blocked_) return;
  dirty_ = true;
  hub_->flush_later(*this);
}

void Wire::flush() {
  dirty_ = false;
  write_out();
}

void Wire::write_out() {
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
    if (moved.progress == Progress::ended) return owner_.on_broken();
    // What is queued now must have left in time, whatever is queued behind it.
    if (oldest_bytes_ == 0) {
      oldest_bytes_ = queued_bytes();
      oldest_s_ = hub_->now_s();
    }
    output_.erase(0, std::exchange(sent_, 0));
    blocked_ = true;
    stream_.wait(moved.progress,
                 [this, owner = owner_.keep()](const boost::system::error_code& error) {
                   blocked_ = false;
                   if (!error) write_out();
                 });
    return;
  }
  oldest_bytes_ = oversize_bytes_ = sent_ = 0;
  hub_->give_back(std::exchange(output_, {}));
  owner_.on_all_sent();
}

bool Wire::is_stuck(std::uint32_t now_s) const {
  return oldest_bytes_ > 0 && now_s - oldest_s_ >= whole_seconds(hub_->waits().write_ms);
}

}  // namespace usher::net
