#pragma once
// What makes a server one node of several. All of it outlives the house.

#include "ports/bus.hpp"
#include "ports/claims.hpp"
#include "ports/lease.hpp"
#include "ports/loop.hpp"
#include "ports/presence.hpp"

namespace usher::app {

struct Nodes {
  ports::Leases& leases;
  ports::Claims& claims;
  ports::Bus& bus;
  ports::Presence& presence;
  ports::Loop& taking;  // may wait for the store
};

}  // namespace usher::app
