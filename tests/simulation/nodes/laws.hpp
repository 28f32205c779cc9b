#pragma once
// What is found broken is kept until somebody looks, for the app catches what its sessions throw.

#include <optional>
#include <string>

#include "simulation/expect.hpp"

namespace usher::simulation {

class Laws {
 public:
  void expect(bool holds, const char* law, const std::string& detail) {
    if (!holds && !broken_) broken_.emplace(law, detail);
  }
  // Throws the first that was broken.
  void look() const {
    if (broken_) throw *broken_;
  }

 private:
  std::optional<Broken> broken_;
};

}  // namespace usher::simulation
