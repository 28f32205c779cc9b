#pragma once
// Limits of tables of people, as limits.hpp has the others.

#include <cstddef>

namespace usher::limits {

inline constexpr std::size_t export_rows_max = 200;    // of people, in one page of a table
inline constexpr std::size_t imports_max = 4;          // at once, of all accounts
inline constexpr std::size_t import_faults_max = 100;  // of rows, that are told one by one

}  // namespace usher::limits
