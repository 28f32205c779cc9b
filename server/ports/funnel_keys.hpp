#pragma once
// What visits are grouped by in a funnel (ports/archive.hpp), told from what is known of them.

#include <string>

#include "core/source.hpp"

namespace usher::ports {

// "search baidu", "ad google", "referral blog.example", "direct".
inline std::string source_key(const core::Source& source) {
  std::string key(core::channel_words[static_cast<std::size_t>(source.channel)]);
  const std::string& name = source.name.empty() ? source.host : source.name;
  if (source.channel == core::Channel::internal || name.empty()) return key;
  return key + ' ' + name;
}

// The part of an address that names the page: neither the site nor what is asked of the page.
inline std::string path_of(const std::string& url) {
  const std::size_t scheme = url.find("://");
  const std::size_t path = url.find('/', scheme == std::string::npos ? 0 : scheme + 3);
  return path == std::string::npos ? "/" : url.substr(path, url.find_first_of("?#", path) - path);
}

}  // namespace usher::ports
