#pragma once
// What alarms, in a snapshot: the words of the list, and the alarms that nobody acknowledged. For
// the codec of snapshots only.

#include <string>
#include <string_view>

#include "core/floor.hpp"
#include "core/record.hpp"

namespace usher::core {

void encode_alarms(const Floor& floor, std::string& out);
// False: no line of these, or none that fits `floor`, whose conversations were read before.
bool decode_alarms(Floor& floor, std::string_view kind, record::Reader& reader);

}  // namespace usher::core
