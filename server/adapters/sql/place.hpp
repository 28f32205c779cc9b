#pragma once
// Where an event stands in the store: its account's shelf and its position, in one sortable number.

#include <cstdint>

#include "core/event.hpp"
#include "core/floor.hpp"
#include "core/ids.hpp"

namespace usher::adapters {

inline constexpr int position_bits = 40;

// Numbers as the engines know them.
using Number = long long;
template <class Tag>
constexpr Number number(core::Id<Tag> id) {
  return static_cast<Number>(id.value);
}
template <class Id>
Id id_of(Number stored) {
  return Id{static_cast<std::uint64_t>(stored)};
}

constexpr Number place_of(Number shelf, core::Position position) {
  return (shelf << position_bits) | static_cast<Number>(position);
}
constexpr core::Position position_of(Number place) {
  return static_cast<core::Position>(place) & ((1ULL << position_bits) - 1);
}
constexpr Number shelf_of(Number place) { return place >> position_bits; }
constexpr Number last_place_of(Number shelf) {
  return place_of(shelf, (1ULL << position_bits) - 1);
}

// Of a message's author and client id. Equal keys have equal hashes; equal hashes prove nothing, as
// a visitor can choose its client ids.
inline Number message_hash(core::Author author, std::string_view client_id) {
  const std::uint64_t who = author.id * 2 + static_cast<std::uint64_t>(author.kind);
  return static_cast<Number>(core::text_hash(client_id) ^ (who * 0x9E37'79B9'7F4A'7C15ULL));
}

}  // namespace usher::adapters
