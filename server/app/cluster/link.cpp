#include "app/cluster/link.hpp"

#include <utility>

#include "core/cluster_limits.hpp"

namespace usher::app {
namespace {

void send_bare(ports::Bus& bus, const ports::NodeId& to, const Envelope& envelope) {
  std::string message;
  append_head(message, envelope);
  bus.send(to, std::move(message));
}

}  // namespace

LinkEnd::LinkEnd(World world, ports::NodeId other, core::AccountId account, std::uint64_t id,
                 bool to_owner)
    : world_(std::move(world)),
      other_(std::move(other)),
      account_(account),
      id_(id),
      to_owner_(to_owner),
      sent_at_(world_.clock.now()),
      heard_at_(sent_at_) {}

void LinkEnd::put(ItemKind kind, std::uint32_t number, std::string_view content) {
  const std::size_t size = item_head_bytes + content.size();
  if (items_.size() + size > limits::link_message_bytes_max) send();
  append_item(items_, {kind, number, content});
  if (!std::exchange(stirred_, true)) world_.stirred();
}

void LinkEnd::put_parts(std::uint32_t number, std::string_view content) {
  do {
    const std::string_view part = content.substr(0, limits::link_part_bytes_max);
    content.remove_prefix(part.size());
    std::string bytes(1, content.empty() ? '\1' : '\0');
    put(ItemKind::part, number, bytes.append(part));
  } while (!content.empty());
}

void LinkEnd::flush() {
  stirred_ = false;
  if (!items_.empty()) send();
}

void LinkEnd::beat() {
  const std::int64_t quiet_ms = world_.clock.now() - sent_at_;
  if (quiet_ms >= limits::link_beat_ms || quiet_ms < 0) send();
}

void LinkEnd::send() {
  std::string message;
  message.reserve(64 + world_.me.size() + items_.size());
  append_head(message, {to_owner_ ? EnvelopeKind::to_owner : EnvelopeKind::to_edge,
                        ++sent_,
                        id_,
                        account_,
                        world_.me,
                        {}});
  message += items_;
  items_.clear();
  sent_at_ = world_.clock.now();
  world_.bus.send(other_, std::move(message));
}

void LinkEnd::send_reset() const {
  send_bare(world_.bus, other_,
            {to_owner_ ? EnvelopeKind::reset_to_owner : EnvelopeKind::reset_to_edge,
             0,
             id_,
             account_,
             world_.me,
             {}});
}

LinkEnd::Heard LinkEnd::hear(std::uint64_t seq) {
  if (seq <= heard_) return Heard::doubled;
  if (seq != heard_ + 1) return Heard::gap;
  heard_ = seq;
  heard_at_ = world_.clock.now();
  return Heard::next;
}

bool LinkEnd::silent() const { return world_.clock.now() - heard_at_ > limits::link_silence_ms; }

void refuse_link(ports::Bus& bus, const ports::NodeId& me, const Envelope& unknown) {
  const bool to_owner = unknown.kind == EnvelopeKind::to_owner;
  send_bare(bus, unknown.from,
            {to_owner ? EnvelopeKind::reset_to_edge : EnvelopeKind::reset_to_owner,
             0,
             unknown.link,
             unknown.account,
             me,
             {}});
}

}  // namespace usher::app
