#pragma once
// A region as agents see it. The view points into it.

#include "core/region.hpp"
#include "protocol/frames.gen.hpp"

namespace usher::app {

protocol::Region region_view(const core::Region& region);

}  // namespace usher::app
