#include "core/floor.hpp"

namespace usher::core {
namespace {

template <class Map, class Key>
auto find_in(const Map& map, Key id) -> const typename Map::mapped_type* {
  const auto it = map.find(id);
  return it == map.end() ? nullptr : &it->second;
}

}  // namespace

const Visitor* find(const Floor& floor, VisitorId id) { return find_in(floor.visitors, id); }
const Agent* find(const Floor& floor, AgentId id) { return find_in(floor.agents, id); }
const Queue* find(const Floor& floor, QueueId id) { return find_in(floor.queues, id); }
const Conversation* find(const Floor& floor, ConversationId id) {
  return find_in(floor.conversations, id);
}

}  // namespace usher::core
