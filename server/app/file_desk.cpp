#include "app/file_desk.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "app/api_route.hpp"
#include "app/file_kind.hpp"
#include "core/cluster_limits.hpp"
#include "core/hex.hpp"
#include "core/limits.hpp"
#include "protocol/json_write.hpp"

namespace usher::app {

namespace {

// A name as a person would give it: nothing that breaks a header or leads out of a folder. That it
// is UTF-8 the request's reader saw to.
bool is_name(std::string_view name) {
  const auto is_plain = [](char c) {
    return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f && c != '/' && c != '\\';
  };
  return !name.empty() && name.size() <= limits::file_name_bytes_max &&
         std::ranges::all_of(name, is_plain);
}

std::optional<HttpResponse> refusal(const HttpRequest& request, const std::string& name) {
  if (!is_name(name)) {
    return error_response(400, "bad_value", "a file needs a name of at most 255 bytes", "name");
  }
  if (request.body.empty()) return error_response(400, "empty_file", "there is nothing in it");
  if (request.body.size() > limits::file_bytes_max) {
    return error_response(413, "too_long", "a file has at most 10 MiB");
  }
  if (kind_of(request.body) == FileKind::program) {
    return error_response(415, "file_kind", "programs are not taken");
  }
  return std::nullopt;
}

// RFC 8187: what is not plain is percent-encoded.
std::string attachment(std::string_view name) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string header = "attachment; filename*=UTF-8''";
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       c == '.' || c == '-' || c == '_';
    if (plain) {
      header += c;
    } else {
      header += {'%', digits[byte >> 4], digits[byte & 15]};
    }
  }
  return header;
}

// As a thing to save, not to run: only <img> shows it, and only if it is one.
HttpResponse file_response(std::string bytes, std::string_view name) {
  const std::string_view type = content_type_of(kind_of(bytes));
  return {200,
          {{"content-type", std::string(type)},
           {"content-disposition", attachment(name)},
           {"content-security-policy", "sandbox; default-src 'none'"},
           {"cross-origin-resource-policy", "cross-origin"},
           {"cache-control", "private, max-age=31536000, immutable"}},
          std::move(bytes)};
}

}  // namespace

void append_ticket(std::string& out, const FileTickets& tickets, core::Author by,
                   const core::File& file) {
  protocol::ObjectWriter writer(out);
  writer.text("ticket", tickets.issue(by, file));
  writer.text("key", file.key);
  writer.text("name", file.name);
  writer.integer("bytes", file.bytes);
  writer.boolean("image", file.image);
  writer.end();
}

bool FileDesk::may_upload(const UnsentFiles::Owner& owner, std::size_t bytes) {
  if (uploads_.size() > limits::uploaders_max) uploads_.clear();
  const std::uint32_t rate = options_.frames_per_second > 0 ? limits::uploads_per_second : 0;
  return unsent_.may_add(owner, bytes) && uploads_.try_emplace(owner, rate, limits::uploads_burst)
                                              .first->second.take(world_.clock.now());
}

void FileDesk::sweep() {
  const core::Time now = world_.clock.now();
  if (world_.one_of_several) {
    unsent_.take_old(now, limits::unsent_file_counts_ms);
    return;
  }
  for (std::string& key : unsent_.take_old(now, limits::unsent_file_keep_ms)) {
    world_.files.remove(std::move(key));
  }
}

void FileDesk::keep(const std::string& key) {
  world_.front.post([this, key] { unsent_.forget(key); });
}

void FileDesk::take(const FileTickets& tickets, core::AccountId account, core::Author by,
                    const HttpRequest& request, const Respond& respond) {
  const auto named = request.query.find("name");
  core::File file;
  if (named != request.query.end()) file.name = named->second;
  if (auto no = refusal(request, file.name)) return respond(std::move(*no));
  sweep();
  const UnsentFiles::Owner owner{account, by};
  if (!may_upload(owner, request.body.size())) {
    return respond(error_response(429, "rate_limited", "too many files of one person"));
  }
  std::array<std::uint8_t, 16> chance{};
  world_.random.fill(chance);
  file.key = core::to_hex({reinterpret_cast<const char*>(chance.data()), chance.size()});
  file.bytes = request.body.size();
  file.image = is_image(kind_of(request.body));
  unsent_.add(owner, file.key, request.body.size(), world_.clock.now());
  world_.files.put(file.key, request.body, world_.front,
                   [this, &tickets, by, file, respond](ports::FileStored stored) {
                     std::string body;
                     if (stored != ports::FileStored::done) unsent_.forget(file.key);
                     switch (stored) {
                       case ports::FileStored::done:
                         append_ticket(body, tickets, by, file);
                         return respond(json_response(201, std::move(body)));
                       case ports::FileStored::full:
                         world_.log.error("file_not_stored", {{"why", "the disk is full"}});
                         return respond(error_response(507, "storage_full", "the disk is full"));
                       case ports::FileStored::failed:
                         return respond(too_busy());
                     }
                   });
}

void FileDesk::give(const HttpRequest& request, const Respond& respond) {
  if (request.method != "GET" && request.method != "HEAD") {
    HttpResponse response = error_response(405, "method_not_allowed", "allowed: GET");
    response.headers.emplace_back("allow", "GET");
    return respond(std::move(response));
  }
  const std::string rest = request.path.substr(files_prefix.size());
  const std::size_t slash = rest.find('/');
  std::string key = rest.substr(0, slash);
  std::string name = slash == std::string::npos ? key : rest.substr(slash + 1);
  if (!ports::is_file_key(key) || !is_name(name)) return respond(not_found());
  world_.files.get(std::move(key), world_.front,
                   [respond, name = std::move(name)](std::optional<std::string> bytes) {
                     respond(bytes ? file_response(std::move(*bytes), name) : not_found());
                   });
}

}  // namespace usher::app
