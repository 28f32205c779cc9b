#pragma once
// What a page says with its last breath, over HTTP, because its socket may be gone: the frames that
// it would have sent, one a line. First visitor_hello with the token, then `page` if the server may
// not know of it yet, then `dwell`.

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "app/front.hpp"
#include "core/command.hpp"
#include "ports/charset.hpp"
#include "protocol/frames.gen.hpp"
#include "protocol/read.hpp"

namespace usher::app {

struct Beacon {
  std::string token;
  std::optional<protocol::Page> page;
  std::optional<protocol::Dwell> dwell;
};

std::variant<Beacon, protocol::FrameError> read_beacon(std::string_view body);

// The frames as what they ask of a floor.
core::command::ViewPage view_page(core::VisitorId visitor, const Admission::Visitor& admitted,
                                  core::VisitId fresh_visit, const protocol::Page& frame,
                                  const ports::Charset& charset);
// Whether pages opened with this device make a visit: those of bots do not.
bool visits(const std::optional<core::Device>& device);
core::command::ReportDwell report_dwell(core::VisitorId visitor, const protocol::Dwell& frame);

}  // namespace usher::app
