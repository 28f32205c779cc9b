#pragma once
// Where an address lies, as text that may be stored and shown.

#include <optional>
#include <string>

#include "core/region.hpp"
#include "ports/charset.hpp"
#include "ports/regions.hpp"

namespace usher::app {

// A name that is no text, or longer than limits::region_name_bytes_max, is left out or cut. None:
// nothing is known.
std::optional<core::Region> read_region(const ports::Regions& regions, const std::string& address,
                                        const ports::Charset& charset);

}  // namespace usher::app
