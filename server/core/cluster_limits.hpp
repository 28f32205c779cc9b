#pragma once
// Limits of several nodes that serve together; see limits.hpp.

#include <cstddef>
#include <cstdint>

namespace usher::limits {

// A node's lease lasts so long; who lost it is dead to the others, who take over what it owned.
inline constexpr std::int64_t node_lease_ms = 6'000;
inline constexpr std::int64_t beat_every_ms = 1'000;    // it is renewed so often
inline constexpr std::int64_t lease_answer_ms = 2'000;  // the store of leases answers by then
inline constexpr std::int64_t store_patience_ms =
    6'000;  // without its journal a node serves nobody
inline constexpr std::int64_t unfit_ms_min =
    10'000;  // who could not load a floor takes none so long
inline constexpr std::int64_t unfit_ms_max = 600'000;
inline constexpr std::uint64_t steady_beats = 3;  // nodes came and went before: no balancing
inline constexpr int claims_max = 3;              // that one taking tries
inline constexpr std::int64_t forgetful_pause_ms =
    3'000;  // after it forgot, before a floor is taken
inline constexpr std::int64_t presence_every_ms = 1'000;  // who came and went is told so often
inline constexpr std::size_t bus_message_bytes_max = 2 * 1024 * 1024;
inline constexpr std::size_t bus_queue_bytes_max = 16 * 1024 * 1024;  // not sent yet, of one node
inline constexpr std::int64_t link_beat_ms = 2'000;     // a link that has nothing to say says so
inline constexpr std::int64_t link_silence_ms = 6'000;  // then it is cut
inline constexpr std::size_t link_message_bytes_max = 512 * 1024;  // of one message of a link
inline constexpr std::size_t link_part_bytes_max = 256 * 1024;     // of a longer content
inline constexpr std::size_t link_requests_max = 256;              // that wait for one owner
inline constexpr std::uint32_t link_idle_looks = 60;               // seconds without use: it ends
inline constexpr std::size_t forwarded_bytes_max = 20 * 1024 * 1024;  // a request, or its answer
inline constexpr std::int64_t forwarded_ms = 10'000;  // a request waits so long for its owner
inline constexpr std::size_t hand_overs_max = 4;      // floors that move in one beat, to balance
inline constexpr std::size_t node_name_bytes_max = 32;

static_assert(node_lease_ms > 3 * beat_every_ms);
static_assert(link_message_bytes_max < bus_message_bytes_max);
static_assert(link_part_bytes_max < link_message_bytes_max);
static_assert(link_silence_ms > 2 * link_beat_ms);

}  // namespace usher::limits
