#include "adapters/http/reach.hpp"

#include <curl/curl.h>

#include <array>
#include <memory>
#include <string_view>

namespace usher::adapters {
namespace {

constexpr long patience_ms = 10'000;

std::size_t drop_body(char*, std::size_t, std::size_t count, void*) { return count; }

// Both as curl reads dates: none for what is none.
std::optional<std::int64_t> date_of(const std::string& text) {
  const time_t date = curl_getdate(text.c_str(), nullptr);
  if (date < 0) return std::nullopt;
  return static_cast<std::int64_t>(date);
}

std::size_t read_header(char* bytes, std::size_t, std::size_t count, void* to) {
  constexpr std::string_view name = "date:";
  const std::string_view line(bytes, count);
  if (line.size() > name.size() && curl_strnequal(bytes, name.data(), name.size()) != 0) {
    static_cast<Reached*>(to)->date_s = date_of(std::string(line.substr(name.size())));
  }
  return count;
}

std::optional<std::int64_t> certificate_end(CURL* handle) {
  constexpr std::string_view name = "Expire date:";
  curl_certinfo* chain = nullptr;
  if (curl_easy_getinfo(handle, CURLINFO_CERTINFO, &chain) != CURLE_OK || !chain ||
      chain->num_of_certs == 0) {
    return std::nullopt;
  }
  for (const curl_slist* line = chain->certinfo[0]; line; line = line->next) {
    const std::string_view text(line->data);
    if (text.starts_with(name)) return date_of(std::string(text.substr(name.size())));
  }
  return std::nullopt;
}

}  // namespace

Reached reach(const std::string& url, const std::vector<std::string>& headers) {
  Reached reached;
  const std::unique_ptr<CURL, void (*)(CURL*)> handle(curl_easy_init(), &curl_easy_cleanup);
  if (!handle) return {0, "libcurl cannot start", {}, {}};
  curl_slist* list = nullptr;
  for (const std::string& header : headers) list = curl_slist_append(list, header.c_str());
  const std::unique_ptr<curl_slist, void (*)(curl_slist*)> sent(list, &curl_slist_free_all);
  std::array<char, CURL_ERROR_SIZE> error{};
  CURL* curl = handle.get();
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, sent.get());
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, patience_ms);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_CERTINFO, 1L);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error.data());
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &drop_body);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &read_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &reached);
  const CURLcode code = curl_easy_perform(curl);
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  reached.status = static_cast<int>(status);
  // An upgraded connection stays open and says nothing more: its status is the answer.
  if (code != CURLE_OK && status == 0) {
    reached.trouble = error[0] != '\0' ? error.data() : curl_easy_strerror(code);
  }
  reached.certificate_end_s = certificate_end(curl);
  return reached;
}

}  // namespace usher::adapters
