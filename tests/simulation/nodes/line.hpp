#pragma once
// One connection, between a client and a node. Each end lives on its own loop and hears of the
// other only by what is posted there.

#include <cstdint>
#include <string>

namespace usher::simulation {

// The client's end. Its calls come on the client's loop.
class LineEnd {
 public:
  virtual ~LineEnd() = default;
  virtual void on_open(std::uint64_t line) = 0;
  virtual void on_frame(std::uint64_t line, const std::string& text) = 0;
  // A close code, an HTTP status below 1000, or 0: it broke.
  virtual void on_gone(std::uint64_t line, int code) = 0;
};

}  // namespace usher::simulation
