#include "report.hpp"

#include <iomanip>
#include <ostream>

namespace usher::load {

void print_table(std::ostream& out, const Report& report) {
  out << report.scenario << "\n";
  for (const Figure& figure : report.figures) {
    out << "  " << std::left << std::setw(26) << figure.name << std::right << std::setw(14)
        << std::fixed << std::setprecision(figure.decimals) << figure.value << "  " << figure.note
        << "\n";
  }
  out.flush();
}

void print_json(std::ostream& out, const Report& report) {
  out << R"({"scenario":")" << report.scenario << "\"";
  for (const Figure& figure : report.figures) {
    if (!figure.in_json) continue;
    out << ",\"" << figure.name << "\":" << std::fixed << std::setprecision(figure.decimals)
        << figure.value;
  }
  out << "}" << std::endl;
}

}  // namespace usher::load
