#include "app/beacon.hpp"

#include <algorithm>
#include <utility>

#include "app/source/read_source.hpp"

namespace usher::app {

namespace {

protocol::FrameError out_of_place(std::string_view type) {
  return {protocol::ErrorCode::not_allowed,
          "a beacon is visitor_hello with a token, then page and dwell, once each",
          {},
          {},
          std::string(type)};
}

// The frame's own place in the beacon, if it is still free.
bool put(Beacon& beacon, protocol::VisitorFrame& frame) {
  if (auto* hello = std::get_if<protocol::VisitorHello>(&frame)) {
    const bool greets = hello->token && hello->protocol == protocol::version;
    if (!greets || !beacon.token.empty()) return false;
    beacon.token = std::move(*hello->token);
    return !beacon.token.empty();
  }
  if (beacon.token.empty()) return false;
  if (auto* page = std::get_if<protocol::Page>(&frame)) {
    if (beacon.page || beacon.dwell) return false;
    beacon.page = std::move(*page);
    return true;
  }
  if (auto* dwell = std::get_if<protocol::Dwell>(&frame)) {
    if (beacon.dwell) return false;
    beacon.dwell = std::move(*dwell);
    return true;
  }
  return false;
}

}  // namespace

std::variant<Beacon, protocol::FrameError> read_beacon(std::string_view body) {
  Beacon beacon;
  while (!body.empty()) {
    const std::size_t end = std::min(body.find('\n'), body.size());
    auto read = protocol::read_visitor_frame(body.substr(0, end));
    body.remove_prefix(std::min(end + 1, body.size()));
    if (auto* error = std::get_if<protocol::FrameError>(&read)) return std::move(*error);
    auto& frame = std::get<protocol::VisitorFrame>(read);
    if (put(beacon, frame)) continue;
    return out_of_place(std::visit([](const auto& it) { return it.type; }, frame));
  }
  if (!beacon.page && !beacon.dwell) return out_of_place({});
  return beacon;
}

core::command::ViewPage view_page(core::VisitorId visitor, const Admission::Visitor& admitted,
                                  core::VisitId fresh_visit, const protocol::Page& frame,
                                  const ports::Charset& charset) {
  return {visitor,
          admitted.site,
          fresh_visit,
          frame.url,
          frame.title,
          frame.referrer,
          frame.view.value_or(""),
          frame.ago_ms.value_or(0),
          read_source(frame.referrer, frame.url, charset),
          admitted.device,
          admitted.region};
}

bool visits(const std::optional<core::Device>& device) {
  return !device || device->kind != core::DeviceKind::bot;
}

core::command::ReportDwell report_dwell(core::VisitorId visitor, const protocol::Dwell& frame) {
  return {visitor, frame.view, {frame.visible_ms, frame.active_ms}, frame.over};
}

}  // namespace usher::app
