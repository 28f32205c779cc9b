#pragma once
// Where a visitor's address lies, as far as a file of the owner's tells. What is not known is
// empty.

#include <string>

namespace usher::core {

struct RegionNames {
  std::string country;
  std::string province;  // a state, a prefecture, whatever a country is made of
  std::string city;

  friend bool operator==(const RegionNames&, const RegionNames&) = default;
};

struct Region {
  std::string country;  // its code of ISO 3166-1, like "CN"
  RegionNames zh;
  RegionNames en;

  friend bool operator==(const Region&, const Region&) = default;
};

}  // namespace usher::core
