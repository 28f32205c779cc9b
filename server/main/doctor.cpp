#include "main/doctor.hpp"

#include <cstdlib>
#include <iostream>

#include "adapters/geo/region_file.hpp"
#include "adapters/http/reach.hpp"
#include "adapters/redis/check.hpp"
#include "adapters/sql/errors.hpp"
#include "adapters/sql/store.hpp"
#include "adapters/system/clock.hpp"
#include "main/membership.hpp"

namespace usher {
namespace {

constexpr std::uintmax_t space_min_bytes = 256 * 1024 * 1024;
constexpr std::int64_t year_2026_s = 1'767'225'600;
constexpr std::int64_t clock_skew_max_s = 60;
constexpr std::int64_t day_s = 86'400;
constexpr std::int64_t certificate_left_min_s = 14 * day_s;

// What was looked at, and what is wrong with it: nothing, if empty.
class Findings {
 public:
  void tell(const std::string& what, const std::string& trouble) {
    std::cout << (trouble.empty() ? "ok     " : "WRONG  ") << what;
    if (!trouble.empty()) std::cout << ": " << trouble;
    std::cout << "\n";
    wrong_ = wrong_ || !trouble.empty();
  }
  bool wrong() const { return wrong_; }

 private:
  bool wrong_ = false;
};

std::int64_t now_s() { return adapters::SystemClock().now().ms / 1'000; }

void look_at_store(const ServeOptions& options, Findings& findings) {
  std::string trouble;
  try {
    trouble = adapters::check_store(options.store());
  } catch (const adapters::StoreError& error) {
    trouble = error.what();
  }
  findings.tell(
      options.postgres.empty() ? "data folder " + options.data.string() : std::string("PostgreSQL"),
      trouble);
  std::error_code failed;
  const auto space = std::filesystem::space(options.data, failed);
  findings.tell("disk space",
                !failed && space.available < space_min_bytes ? "less than 256 MiB left" : "");
}

void look_at_redis(const ServeOptions& options, Findings& findings) {
  const adapters::RedisAddress address = redis_address(options);
  findings.tell("Redis " + adapters::shown(address), adapters::check_redis(address));
  const bool shared = options.files.has_value();
  findings.tell("uploaded files", shared ? "" : "--files is not set: each node keeps its own");
}

void look_at_files(const ServeOptions& options, Findings& findings) {
  if (options.net.tls) {
    for (const auto& file : {options.net.tls->certificate, options.net.tls->key}) {
      findings.tell("TLS file " + file,
                    std::filesystem::is_regular_file(file) ? "" : "cannot be found");
    }
  }
  if (!options.region_file) return;
  std::string trouble;
  try {
    adapters::RegionFile::check(*options.region_file);
  } catch (const adapters::RegionFileError& error) {
    trouble = error.what();
  }
  findings.tell("regions", trouble);
}

std::string trouble_of(const adapters::Reached& ready) {
  if (!ready.trouble.empty()) return ready.trouble;
  if (ready.status == 503) return "the server is starting, draining, or unable to store";
  if (ready.status != 200) return "status " + std::to_string(ready.status) + ", expected 200";
  return {};
}

// The server says 426 to who does not ask for a WebSocket, and asks who is there otherwise.
std::string trouble_of_upgrade(const adapters::Reached& asked) {
  if (!asked.trouble.empty()) return asked.trouble;
  if (asked.status == 426) {
    return "the proxy does not pass Upgrade and Connection on (see deploy/nginx.conf)";
  }
  if (asked.status == 401 || asked.status == 403) return {};
  return "status " + std::to_string(asked.status) + ": /ws/ does not lead to usher";
}

void look_from_outside(std::string url, Findings& findings) {
  while (url.ends_with('/')) url.pop_back();
  const adapters::Reached ready = adapters::reach(url + "/readyz");
  findings.tell(url + "/readyz", trouble_of(ready));
  if (!ready.trouble.empty()) return;
  const adapters::Reached asked = adapters::reach(
      url + "/ws/agent", {"Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
                          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="});
  findings.tell("WebSocket upgrade", trouble_of_upgrade(asked));
  if (ready.date_s) {
    const std::int64_t skew_s = std::llabs(*ready.date_s - now_s());
    findings.tell("clocks here and there",
                  skew_s > clock_skew_max_s ? std::to_string(skew_s) + " s apart" : "");
  }
  if (ready.certificate_end_s) {
    const std::int64_t left_s = *ready.certificate_end_s - now_s();
    findings.tell("certificate", left_s < certificate_left_min_s
                                     ? "ends in " + std::to_string(left_s / day_s) + " days"
                                     : "");
  }
}

}  // namespace

int doctor(const DoctorOptions& options) {
  Findings findings;
  look_at_store(options.serve, findings);
  if (!options.serve.redis.empty()) look_at_redis(options.serve, findings);
  findings.tell("clock", now_s() < year_2026_s ? "it shows a time before 2026" : "");
  look_at_files(options.serve, findings);
  if (!options.url.empty()) look_from_outside(options.url, findings);
  return findings.wrong() ? 1 : 0;
}

}  // namespace usher
