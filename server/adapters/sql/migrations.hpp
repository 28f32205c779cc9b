#pragma once
// The statements that lead from schema n to n + 1, for n = 0, 1, … Never changed once released.
//
// Both lists say the same in their engine's words: as many steps, and the same tables with the same
// columns after the last (the contract ring compares them).

#include <string>
#include <vector>

namespace usher::adapters {

const std::vector<std::vector<std::string>>& sqlite_migrations();
const std::vector<std::vector<std::string>>& postgres_migrations();

}  // namespace usher::adapters
