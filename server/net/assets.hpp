#pragma once
// The pages and scripts that the binary carries: what a build of the web parts left, in up to three
// encodings, and which of them a browser gets.

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>

namespace usher::net {

// One file. All views live as long as the program. `brotli` and `gzip` are empty where they would
// not have been smaller.
struct Asset {
  std::string_view path;          // "/w/v1.js"
  std::string_view content_type;  // "text/javascript; charset=utf-8"
  std::string_view etag;          // without quotes
  std::span<const std::byte> identity;
  std::span<const std::byte> brotli;
  std::span<const std::byte> gzip;
};

enum class Encoding : unsigned char { identity, gzip, brotli, none };

// The smallest encoding that the asset has and the Accept-Encoding header allows; `none` when even
// identity is refused (RFC 9110, 12.5.3).
Encoding negotiate(std::string_view accept_encoding, const Asset& asset);

// Whether an If-None-Match header names this etag (weak comparison; "*" names all).
bool etag_matches(std::string_view if_none_match, std::string_view etag);

// A name with a content hash of eight or more hex digits before its last dot: it never changes.
bool is_immutable(std::string_view path);

class AssetTable {
 public:
  // Demo pages ("/demo/…") are left out unless `demo`.
  AssetTable(std::span<const Asset> assets, bool demo);

  // "/x/" finds "/x/index.html", "/chat/<anything>" without a file of its own the chat page. Null:
  // none.
  const Asset* find(std::string_view path) const;
  // Whether "/x" lacks only the slash that would find "/x/index.html".
  bool is_folder(std::string_view path) const;

 private:
  std::map<std::string, const Asset*, std::less<>> by_path_;
};

}  // namespace usher::net
