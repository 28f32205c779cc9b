#pragma once
// Asks an address for one answer, as a browser somewhere would: through its proxy and its TLS.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace usher::adapters {

struct Reached {
  int status = 0;
  std::string trouble;                            // why there was no answer; empty: there was one
  std::optional<std::int64_t> date_s;             // what its Date says, since 1970
  std::optional<std::int64_t> certificate_end_s;  // of the server's own; https only
};

// GET `url` with `headers` ("Name: value"); blocks, 10 s at most. Redirects are answers.
Reached reach(const std::string& url, const std::vector<std::string>& headers = {});

}  // namespace usher::adapters
