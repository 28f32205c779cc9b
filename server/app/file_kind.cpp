#include "app/file_kind.hpp"

#include <array>
#include <utility>

namespace usher::app {

namespace {

using namespace std::string_view_literals;

// https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern; ELF, PE, Mach-O and Java
// class files by their own specifications.
constexpr std::array signatures{
    std::pair{"\x89PNG\r\n\x1a\n"sv, FileKind::png},
    std::pair{"\xff\xd8\xff"sv, FileKind::jpeg},
    std::pair{"GIF87a"sv, FileKind::gif},
    std::pair{"GIF89a"sv, FileKind::gif},
    std::pair{"MZ"sv, FileKind::program},
    std::pair{"\x7f"
              "ELF"sv,
              FileKind::program},
    std::pair{"#!"sv, FileKind::program},
    std::pair{"\xfe\xed\xfa\xce"sv, FileKind::program},
    std::pair{"\xfe\xed\xfa\xcf"sv, FileKind::program},
    std::pair{"\xce\xfa\xed\xfe"sv, FileKind::program},
    std::pair{"\xcf\xfa\xed\xfe"sv, FileKind::program},
    std::pair{"\xca\xfe\xba\xbe"sv, FileKind::program},
};

}  // namespace

FileKind kind_of(std::string_view bytes) {
  for (const auto& [start, kind] : signatures) {
    if (bytes.starts_with(start)) return kind;
  }
  const bool riff = bytes.starts_with("RIFF") && bytes.size() >= 14;
  return riff && bytes.substr(8, 6) == "WEBPVP" ? FileKind::webp : FileKind::other;
}

std::string_view content_type_of(FileKind kind) {
  switch (kind) {
    case FileKind::png:
      return "image/png";
    case FileKind::jpeg:
      return "image/jpeg";
    case FileKind::gif:
      return "image/gif";
    case FileKind::webp:
      return "image/webp";
    case FileKind::program:
    case FileKind::other:
      return "application/octet-stream";
  }
  return "application/octet-stream";
}

}  // namespace usher::app
