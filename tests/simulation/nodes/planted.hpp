#pragma once
// Bugs planted around the nodes, in what they stand on, to see whether the laws notice.

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

namespace usher::simulation {

enum class Planted : std::uint8_t {
  none,
  no_fence,           // who owned an account once may go on writing it
  early_answer,       // the journal says `stored` before it is
  lost_append,        // the journal says `stored`, now and then, of what it has not stored
  skipped_entry,      // a page of a conversation lacks its last entry
  endless_lease,      // a dead node's lease goes on
  forgotten_goodbye,  // a session is not told that its connection is gone
};

inline constexpr std::array planted_bugs{
    std::pair{Planted::no_fence, std::string_view{"no_fence"}},
    std::pair{Planted::early_answer, std::string_view{"early_answer"}},
    std::pair{Planted::lost_append, std::string_view{"lost_append"}},
    std::pair{Planted::skipped_entry, std::string_view{"skipped_entry"}},
    std::pair{Planted::endless_lease, std::string_view{"endless_lease"}},
    std::pair{Planted::forgotten_goodbye, std::string_view{"forgotten_goodbye"}},
};

}  // namespace usher::simulation
