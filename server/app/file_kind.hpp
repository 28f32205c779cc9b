#pragma once
// What a file is, by its first bytes, whatever its name says.

#include <cstdint>
#include <string_view>

namespace usher::app {

enum class FileKind : std::uint8_t {
  png,
  jpeg,
  gif,
  webp,
  program,  // runs when it is opened: not taken
  other,
};

FileKind kind_of(std::string_view bytes);
constexpr bool is_image(FileKind kind) { return kind < FileKind::program; }
// What browsers are told; nothing but images is ever shown by them.
std::string_view content_type_of(FileKind kind);

}  // namespace usher::app
