#pragma once
// Which node a floor belongs to while nothing else speaks against it: every node comes to the same
// answer by itself, and when a node comes or goes, only floors move that it gains or had.

#include <optional>
#include <span>

#include "core/ids.hpp"
#include "ports/lease.hpp"

namespace usher::app {

// The account's home among the nodes that take floors; none: nobody does. Rendezvous hashing:
// Thaler and Ravishankar, "Using name-based mappings to increase hit rates", 1998.
std::optional<ports::NodeId> home_of(core::AccountId account, std::span<const ports::Node> nodes);

}  // namespace usher::app
