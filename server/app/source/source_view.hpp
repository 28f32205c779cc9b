#pragma once
// A source as agents see it. The view points into it.

#include "core/source.hpp"
#include "protocol/frames.gen.hpp"

namespace usher::app {

protocol::SourceChannel channel_view(core::Channel channel);
protocol::Source source_view(const core::Source& source);

}  // namespace usher::app
