#pragma once
// How the auditor says that a law is broken.

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>

namespace usher::simulation {

struct Broken : std::runtime_error {
  Broken(std::string broken_law, const std::string& detail)
      : std::runtime_error(broken_law + ": " + detail), law(std::move(broken_law)) {}
  std::string law;
};

inline void expect(bool holds, const char* law, std::uint64_t id, const char* detail) {
  if (!holds) throw Broken(law, std::string(detail) + " (" + std::to_string(id) + ")");
}

}  // namespace usher::simulation
