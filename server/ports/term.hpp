#pragma once
// The number of a floor's ownership. It rises with each owner: whoever has the highest is the
// owner, and the journal refuses all others (a fencing token). 0: nobody has owned it yet.

#include <cstdint>

namespace usher::ports {

using Term = std::uint64_t;

}  // namespace usher::ports
