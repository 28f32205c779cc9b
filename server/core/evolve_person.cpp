#include "core/evolve.hpp"

namespace usher::core::evolving {

void apply(Floor& floor, const event::PersonEdited& e, Time at) {
  floor.staff_edits.edit(e.visitor, e.key, e.value, at);
}

}  // namespace usher::core::evolving
