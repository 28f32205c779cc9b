#include "app/csv.hpp"

#include <algorithm>
#include <optional>

namespace usher::app {
namespace {

// Behind the apostrophes that it may begin with: one more stands for itself.
bool looks_like_formula(std::string_view cell) {
  const std::size_t first = cell.find_first_not_of('\'');
  return first != std::string_view::npos &&
         std::string_view("=+-@\t\r").find(cell[first]) != std::string_view::npos;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {
    if (rest_.starts_with(csv_byte_order_mark)) rest_.remove_prefix(csv_byte_order_mark.size());
  }

  bool at_end() const { return rest_.empty(); }
  std::size_t line() const { return line_; }

  // None: `why` says what is wrong, in which line.
  std::optional<CsvRow> row(CsvFault& fault) {
    CsvRow row{line_, {}};
    do {
      auto cell = rest_.starts_with('"') ? quoted(fault) : plain(fault);
      if (!cell) return std::nullopt;
      if (cell->starts_with('\'') && looks_like_formula(*cell)) cell->erase(0, 1);
      row.cells.push_back(*std::move(cell));
    } while (take(','));
    end_of_line();
    return row;
  }

 private:
  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool at_line_end() const { return rest_.starts_with('\r') || rest_.starts_with('\n'); }
  void end_of_line() {
    const bool returned = take('\r');
    if (take('\n') || returned) ++line_;
  }

  std::optional<std::string> plain(CsvFault& fault) {
    const std::size_t size = std::min(rest_.find_first_of(",\r\n\""), rest_.size());
    if (size < rest_.size() && rest_[size] == '"') {
      fault = {line_, "a quote stands inside a cell that is not quoted"};
      return std::nullopt;
    }
    std::string cell(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return cell;
  }

  std::optional<std::string> quoted(CsvFault& fault) {
    const std::size_t began_at = line_;
    std::string cell;
    rest_.remove_prefix(1);
    for (;;) {
      const std::size_t size = rest_.find('"');
      if (size == std::string_view::npos) {
        fault = {began_at, "a quote is not closed"};
        return std::nullopt;
      }
      const std::string_view part = rest_.substr(0, size);
      line_ += static_cast<std::size_t>(std::ranges::count(part, '\n'));
      cell += part;
      rest_.remove_prefix(size + 1);
      if (!take('"')) break;
      cell += '"';
    }
    if (rest_.empty() || rest_.starts_with(',') || at_line_end()) return cell;
    fault = {line_, "something stands behind a closing quote"};
    return std::nullopt;
  }

  std::string_view rest_;
  std::size_t line_ = 1;
};

}  // namespace

void append_csv_row(std::string& out, const std::vector<std::string>& cells) {
  bool first = true;
  for (const std::string& cell : cells) {
    if (!first) out += ',';
    first = false;
    const bool formula = looks_like_formula(cell);
    const bool quote = cell.find_first_of(",\"\r\n") != std::string::npos;
    if (quote) out += '"';
    if (formula) out += '\'';
    for (const char c : cell) {
      if (c == '"') out += '"';
      out += c;
    }
    if (quote) out += '"';
  }
  out += "\r\n";
}

std::variant<std::vector<CsvRow>, CsvFault> read_csv(std::string_view text, std::size_t rows_max) {
  std::vector<CsvRow> rows;
  Reader reader(text);
  while (!reader.at_end()) {
    CsvFault fault;
    auto row = reader.row(fault);
    if (!row) return fault;
    if (row->cells == std::vector<std::string>{""}) continue;
    if (rows.size() == rows_max) return CsvFault{row->line, "there are too many rows"};
    rows.push_back(*std::move(row));
  }
  return rows;
}

}  // namespace usher::app
