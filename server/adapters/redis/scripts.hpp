#pragma once
// The Lua scripts of scripts/, whole. Each says what it takes and gives.

#include <string_view>

namespace usher::adapters::redis_scripts {

extern const std::string_view beat;
extern const std::string_view give_up;
extern const std::string_view leave;
extern const std::string_view take;
extern const std::string_view who;

}  // namespace usher::adapters::redis_scripts
