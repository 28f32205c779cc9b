#pragma once
// Comma-separated values, RFC 4180, for spreadsheets: they take a cell that begins with one of
// "=+-@", a tab or a carriage return for a formula, so that an apostrophe goes before it, and is
// taken away again when it is read. Pure.

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace usher::app {

inline constexpr std::string_view csv_byte_order_mark = "\xEF\xBB\xBF";

void append_csv_row(std::string& out, const std::vector<std::string>& cells);

struct CsvRow {
  std::size_t line = 0;  // where it begins: 1, 2, 3 …
  std::vector<std::string> cells;

  friend bool operator==(const CsvRow&, const CsvRow&) = default;
};
// Why a text is no such table.
struct CsvFault {
  std::size_t line = 0;
  std::string_view why;

  friend bool operator==(const CsvFault&, const CsvFault&) = default;
};
// Empty lines are skipped, a byte order mark too. Any of the three line ends will do.
std::variant<std::vector<CsvRow>, CsvFault> read_csv(std::string_view text, std::size_t rows_max);

}  // namespace usher::app
