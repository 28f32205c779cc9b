#pragma once
// Looks at everything that `serve` needs, and at what a browser reaches from outside.

#include <string>

#include "main/options.hpp"

namespace usher {

struct DoctorOptions {
  ServeOptions serve;
  std::string
      url;  // where browsers reach the server, "https://chat.example.com"; empty: not looked
};

// Prints a line for each thing looked at. 0 when all is well, else 1.
int doctor(const DoctorOptions& options);

}  // namespace usher
