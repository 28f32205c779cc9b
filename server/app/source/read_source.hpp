#pragma once
// Where a visit came from.

#include <string_view>

#include "core/source.hpp"
#include "ports/charset.hpp"

namespace usher::app {

// `referrer`: the address of the page before, empty when the browser names none; `landing`: that of
// the visit's first page. Any bytes will do: what is no address tells nothing.
core::Source read_source(std::string_view referrer, std::string_view landing,
                         const ports::Charset& charset);

}  // namespace usher::app
