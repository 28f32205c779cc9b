#pragma once
// What a scenario found: for people as a table, for programs as one JSON object a line.

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

namespace usher::load {

struct Figure {
  std::string name;
  double value = 0;
  int decimals = 0;
  std::string note;     // for the table: unit or target
  bool in_json = true;  // the JSON has the agreed fields only
};

struct Report {
  std::string scenario;
  std::vector<Figure> figures;
};

void print_table(std::ostream& out, const Report& report);
void print_json(std::ostream& out, const Report& report);

}  // namespace usher::load
