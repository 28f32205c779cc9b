#pragma once
// How the auditor says that a law is broken.

#include <cstdint>
#include <string>

#include "simulation/auditor.hpp"

namespace usher::simulation {

inline void expect(bool holds, const char* law, std::uint64_t id, const char* detail) {
  if (!holds) throw Broken(law, std::string(detail) + " (" + std::to_string(id) + ")");
}

}  // namespace usher::simulation
