#pragma once
// The pages and scripts that the build embedded into this binary; empty without USHER_WEB.

#include <span>

#include "net/assets.hpp"

namespace usher::assets {

std::span<const net::Asset> embedded();

}  // namespace usher::assets
