#pragma once
// A file that somebody sends with a message. Its bytes are the shell's; the floor only remembers
// which they are and what to call them.

#include <cstdint>
#include <string>

namespace usher::core {

struct File {
  std::string key;  // names the bytes, for ever; 128 random bits as hex: who knows it may read them
  std::string name;  // as its sender calls it
  std::uint64_t bytes = 0;
  bool image = false;  // of a kind that browsers show safely

  friend bool operator==(const File&, const File&) = default;
};

}  // namespace usher::core
