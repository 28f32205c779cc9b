#include "net/assets.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

namespace usher::net {
namespace {

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Takes the next member of a comma-separated list off its front.
std::string_view next_member(std::string_view& list, char separator = ',') {
  const std::size_t at = list.find(separator);
  const std::string_view member = trim(list.substr(0, at));
  list = at == std::string_view::npos ? std::string_view() : list.substr(at + 1);
  return member;
}

bool same_word(std::string_view a, std::string_view lower) {
  return std::equal(a.begin(), a.end(), lower.begin(), lower.end(), [](char x, char y) {
    return (x >= 'A' && x <= 'Z' ? static_cast<char>(x - 'A' + 'a') : x) == y;
  });
}

// Whether a quality value is above zero: "0", "0.", "0.000" are not.
bool is_wanted(std::string_view parameters) {
  while (!parameters.empty()) {
    std::string_view parameter = next_member(parameters, ';');
    if (parameter.size() < 2 || !same_word(parameter.substr(0, 2), "q=")) continue;
    return parameter.substr(2).find_first_not_of("0.") != std::string_view::npos;
  }
  return true;
}

struct Wanted {
  std::optional<bool> identity, gzip, brotli, others;
};

Wanted read_wanted(std::string_view header) {
  Wanted wanted;
  while (!header.empty()) {
    std::string_view member = next_member(header);
    const std::string_view coding = next_member(member, ';');
    const bool yes = is_wanted(member);
    if (same_word(coding, "br")) wanted.brotli = yes;
    if (same_word(coding, "gzip") || same_word(coding, "x-gzip")) wanted.gzip = yes;
    if (same_word(coding, "identity")) wanted.identity = yes;
    if (coding == "*") wanted.others = yes;
  }
  return wanted;
}

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

}  // namespace

Encoding negotiate(std::string_view accept_encoding, const Asset& asset) {
  const Wanted wanted = read_wanted(accept_encoding);
  const auto allowed = [&](const std::optional<bool>& named, bool otherwise) {
    return named.value_or(wanted.others.value_or(otherwise));
  };
  Encoding best = allowed(wanted.identity, true) ? Encoding::identity : Encoding::none;
  std::size_t size =
      best == Encoding::none ? std::numeric_limits<std::size_t>::max() : asset.identity.size();
  if (!asset.gzip.empty() && asset.gzip.size() < size && allowed(wanted.gzip, false)) {
    best = Encoding::gzip;
    size = asset.gzip.size();
  }
  if (!asset.brotli.empty() && asset.brotli.size() < size && allowed(wanted.brotli, false)) {
    best = Encoding::brotli;
  }
  return best;
}

bool etag_matches(std::string_view if_none_match, std::string_view etag) {
  while (!if_none_match.empty()) {
    std::string_view member = next_member(if_none_match);
    if (member == "*") return true;
    if (member.starts_with("W/")) member.remove_prefix(2);
    if (member.size() == etag.size() + 2 && member.front() == '"' && member.back() == '"' &&
        member.substr(1, etag.size()) == etag) {
      return true;
    }
  }
  return false;
}

bool is_immutable(std::string_view path) {
  const std::size_t dash = path.rfind('-');
  if (dash == std::string_view::npos) return false;
  std::size_t at = dash + 1;
  while (at < path.size() && is_hex(path[at])) ++at;
  return at - dash - 1 >= 8 && at < path.size() && path[at] == '.' &&
         path.find('/', at) == std::string_view::npos;
}

AssetTable::AssetTable(std::span<const Asset> assets, bool demo) {
  for (const Asset& asset : assets) {
    if (!demo && asset.path.starts_with("/demo/")) continue;
    by_path_.emplace(asset.path, &asset);
  }
}

const Asset* AssetTable::find(std::string_view path) const {
  if (const auto at = by_path_.find(path); at != by_path_.end()) return at->second;
  if (path.ends_with('/')) {
    const auto at = by_path_.find(std::string(path) + "index.html");
    if (at != by_path_.end()) return at->second;
  }
  // The chat page finds its site in its own address: "/chat/s_demo".
  constexpr std::string_view chat = "/chat/";
  if (path.size() > chat.size() && path.starts_with(chat) &&
      path.find('/', chat.size()) == std::string_view::npos) {
    const auto at = by_path_.find("/chat/index.html");
    if (at != by_path_.end()) return at->second;
  }
  return nullptr;
}

bool AssetTable::is_folder(std::string_view path) const {
  return by_path_.contains(std::string(path) + "/index.html");
}

}  // namespace usher::net
