#include "core/repair.hpp"

#include "core/codec.hpp"
#include "core/derived.hpp"

namespace usher::core {
namespace {

// What snapshots leave out, because it ends with the process.
void keep_transient(const Floor& from, Floor& to) {
  for (auto& [id, agent] : to.agents) {
    agent.lease_until = from.agents.at(id).lease_until;
    if (agent.connected) {
      derived::set_deadline(to, Floor::Due::lease, id.value, agent.lease_until);
    }
  }
  for (auto& [id, visitor] : to.visitors) {
    const Visitor& before = from.visitors.at(id);
    visitor.connected = before.connected;
    visitor.linger_until = before.linger_until;
    if (visitor.linger_until) {
      derived::set_deadline(to, Floor::Due::linger, id.value, *visitor.linger_until);
    }
  }
  for (auto& [id, conversation] : to.conversations)
    conversation.marks = from.conversations.at(id).marks;
}

}  // namespace

void look_again(Floor& floor) {
  for (const auto& [id, queue] : floor.queues) {
    if (!queue.waiting.empty()) floor.unsettled.insert(id);
  }
}

std::optional<Floor> rederived(const Floor& floor) {
  std::optional<Floor> fresh = decode_snapshot(encode_snapshot(floor));
  if (fresh) keep_transient(floor, *fresh);
  return fresh;
}

}  // namespace usher::core
