// What comes from visitors' pages, and how they are told from others.

#include <algorithm>

#include "app/beacon.hpp"
#include "app/house.hpp"
#include "app/source/read_device.hpp"
#include "app/source/read_region.hpp"
#include "core/limits.hpp"

namespace usher::app {

namespace {

bool names_origin(const ports::Site& site, const HttpRequest& request) {
  const auto origin = request.headers.find("origin");
  if (origin == request.headers.end()) return false;
  const auto& allowed = site.origins;
  return std::find(allowed.begin(), allowed.end(), origin->second) != allowed.end();
}

std::string_view header(const HttpRequest& request, const char* name) {
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? std::string_view() : found->second;
}

std::optional<core::Device> device_of(const HttpRequest& request) {
  const std::string_view agent = header(request, "user-agent");
  if (agent.empty()) return std::nullopt;
  return read_device(
      {agent, header(request, "sec-ch-ua-platform"), header(request, "sec-ch-ua-mobile")});
}

}  // namespace

std::variant<Admission, HttpResponse> House::admit_visitor(const HttpRequest& request) {
  const auto key = request.query.find("site");
  const auto site = key == request.query.end() ? sites_.end() : sites_.find(key->second);
  if (site == sites_.end()) return error_response(404, "unknown_site", "no such site");
  if (!same_origin(request) && !names_origin(site->second, request)) {
    return error_response(403, "foreign_origin", "this origin is not in the site's list");
  }
  if (nobody_serves(site->second.account)) return too_busy();
  const Room& room = *rooms_.at(site->second.account);
  Admission::Visitor visitor{site->second.id, device_of(request),
                             read_region(world_.regions, request.peer, world_.charset)};
  return Admission{site->second.account, room.loop_index, std::move(visitor), request.peer};
}

// Who it says it is and what it says are checked here; what the floor makes of it is not waited
// for.
HttpResponse House::hear_beacon(const HttpRequest& request) {
  if (!serving_ || draining_) return too_busy();
  if (request.body.size() > limits::beacon_bytes_max) {
    return error_response(413, "too_long", "a beacon has at most 16 KiB");
  }
  auto admitted = admit_visitor(request);
  if (auto* refused = std::get_if<HttpResponse>(&admitted)) return std::move(*refused);
  auto read = read_beacon(request.body);
  if (const auto* bad = std::get_if<protocol::FrameError>(&read)) {
    return error_response(400, protocol::name_of(bad->code), bad->message, bad->field);
  }
  auto& beacon = std::get<Beacon>(read);
  const Admission& admission = std::get<Admission>(admitted);
  const auto& from = std::get<Admission::Visitor>(admission.who);
  const Room& room = *rooms_.at(admission.account);
  const auto visitor = room.tokens->verify(from.site, beacon.token);
  if (!visitor) return error_response(401, "bad_token", "the token is not good here");
  if (beacons_.size() > limits::beacon_visitors_max) beacons_.clear();
  const std::uint32_t rate = options_.frames_per_second > 0 ? limits::beacons_per_second : 0;
  auto& bucket = beacons_.try_emplace({admission.account, *visitor}, rate, limits::beacons_burst)
                     .first->second;
  if (!bucket.take(world_.clock.now())) {
    return error_response(429, "rate_limited", "too many beacons of one visitor");
  }
  room.loop->post([host = room.host.get(), from, visitor = *visitor, said = std::move(beacon),
                   &charset = world_.charset] {
    if (said.page && visits(from.device)) {
      const auto fresh = host->mint<core::VisitId>();
      host->apply(view_page(visitor, from, fresh, *said.page, charset));
    }
    if (said.dwell) host->apply(report_dwell(visitor, *said.dwell));
  });
  return {204, {{"cache-control", "no-store"}}, {}};
}

std::optional<PrivacyDesk::Subject> House::visitor_of(const HttpRequest& request,
                                                      const Respond& respond) {
  if (!serving_ || draining_) return respond(too_busy()), std::nullopt;
  auto admitted = admit_visitor(request);
  if (auto* refused = std::get_if<HttpResponse>(&admitted)) {
    return respond(std::move(*refused)), std::nullopt;
  }
  const Admission& admission = std::get<Admission>(admitted);
  const Room& room = *rooms_.at(admission.account);
  constexpr std::string_view scheme = "Bearer ";
  const std::string_view proof = header(request, "authorization");
  const auto visitor = proof.starts_with(scheme)
                           ? room.tokens->verify(std::get<Admission::Visitor>(admission.who).site,
                                                 proof.substr(scheme.size()))
                           : std::nullopt;
  if (visitor) return PrivacyDesk::Subject{admission.account, *visitor};
  respond(error_response(401, "bad_token", "the token is not good here"));
  return std::nullopt;
}

void House::take_visitor_file(const HttpRequest& request, const Respond& respond) {
  const auto who = visitor_of(request, respond);
  if (!who) return;
  const Room& room = *rooms_.at(who->account);
  files_.take(*room.files, who->account, core::author_of(who->visitor), request, respond);
}

}  // namespace usher::app
