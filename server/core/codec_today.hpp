#pragma once
// The figures of a snapshot: the lines of a Today. For the snapshot's codec only.

#include <string>
#include <string_view>

#include "core/figures.hpp"
#include "core/record.hpp"

namespace usher::core {

void encode_today(const Today& today, std::string& out);
// Takes one line into `today`. False: it is no such line, or a second one of the same thing.
bool decode_today(Today& today, std::string_view kind, record::Reader& reader);

}  // namespace usher::core
