#include "core/evolve.hpp"

#include "core/decide.hpp"

namespace usher::core {

void evolve(Floor& floor, const Event& event, Time at) {
  count(floor, event, at);
  floor.now = at;
  std::visit([&](const auto& e) { evolving::apply(floor, e, at); }, event);
  if (is_durable(event)) ++floor.position;
}

}  // namespace usher::core
