#include "app/cluster/link.hpp"

#include <algorithm>

namespace usher::app {

namespace {

constexpr std::size_t reserved_bytes_max = 16 * 1024;

std::string make_reset(envelope::Head head) {
  head.version = envelope::own_version;
  head.seq = 0;
  std::string message;
  envelope::put(message, head);
  envelope::put(message, envelope::Reset{});
  return message;
}

}  // namespace

void Link::begin() {
  out_.reserve(std::min(usual_bytes_, reserved_bytes_max));
  envelope::put(out_, envelope::Head{envelope::own_version, way_.direction, way_.id, ++said_,
                                     way_.account, way_.me});
  if (flush_posted_) return;
  flush_posted_ = true;
  way_.loop.post([weak = weak_from_this()] {
    const std::shared_ptr<Link> link = weak.lock();
    if (!link) return;
    link->flush_posted_ = false;
    link->flush();
  });
}

// The last item goes with the next message.
void Link::split(std::size_t before) {
  const std::string item = out_.substr(before);
  out_.resize(before);
  flush();
  begin();
  out_ += item;
}

void Link::flush() {
  if (out_.empty()) return;
  usual_bytes_ = out_.size();
  quiet_ticks_ = 0;
  way_.messages.add();
  way_.bus.send(way_.to, std::move(out_));
  out_.clear();
}

Link::Heard Link::hear(std::uint64_t seq) {
  if (seq <= heard_) return Heard::doubled;
  if (seq != heard_ + 1) return Heard::gap;
  heard_ = seq;
  silent_ticks_ = 0;
  return Heard::next;
}

bool Link::tick() {
  if (++silent_ticks_ >= limits::link_silence_ms / limits::link_tick_ms) return false;
  if (++quiet_ticks_ >= limits::link_beat_ms / limits::link_tick_ms) say(envelope::Beat{});
  return true;
}

void Link::end(bool tell) {
  if (ended_) return;
  if (tell) {
    flush();
    way_.messages.add();
    way_.bus.send(way_.to, make_reset({.direction = way_.direction,
                                       .link = way_.id,
                                       .account = way_.account,
                                       .from = way_.me}));
  }
  ended_ = true;
  out_.clear();
}

std::string reset_message(const ports::NodeId& me, const envelope::Head& heard) {
  const bool to_owner = heard.direction == envelope::Direction::to_owner;
  return make_reset(
      {.direction = to_owner ? envelope::Direction::to_edge : envelope::Direction::to_owner,
       .link = heard.link,
       .account = heard.account,
       .from = me});
}

}  // namespace usher::app
