#pragma once
// Limits of several nodes that serve together; see limits.hpp.

#include <cstddef>
#include <cstdint>

#include "core/limits.hpp"

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
inline constexpr std::int64_t unsent_file_counts_ms = 600'000;  // then nobody knows if it was sent
inline constexpr std::size_t bus_message_bytes_max = 2 * 1024 * 1024;
inline constexpr std::size_t bus_queue_bytes_max = 16 * 1024 * 1024;  // not sent yet, of one node
inline constexpr std::int64_t link_beat_ms = 2'000;     // a link that has nothing to say says so
inline constexpr std::int64_t link_silence_ms = 6'000;  // then it is cut
inline constexpr std::size_t forwarded_bytes_max = http_body_bytes_max;  // a request's body
inline constexpr std::int64_t forwarded_ms = 10'000;  // a request waits so long for its owner
inline constexpr std::size_t hand_overs_max = 4;      // floors that move in one beat, to balance
inline constexpr std::size_t node_name_bytes_max = 32;
inline constexpr std::size_t node_id_bytes_max = 64;        // of another node, maybe a newer one
inline constexpr std::int64_t link_tick_ms = 1'000;         // silence is counted in these
inline constexpr std::size_t links_max = 16'384;            // of one loop
inline constexpr std::size_t links_remembered = 1'024;      // ended ones, so that none begins twice
inline constexpr std::size_t link_requests_max = 256;       // of one link, not answered yet
inline constexpr std::size_t link_part_bytes = 256 * 1024;  // of a request or an answer, in one go
inline constexpr std::size_t link_waiting_bytes_max =
    64 * 1024 * 1024;  // of one link's requests and answers
inline constexpr std::size_t relay_inbox_bytes_max =
    64 * 1024 * 1024;  // that came for one loop, which has not seen them yet
inline constexpr std::size_t relayed_frame_bytes_max = send_queue_bytes_max;
inline constexpr std::size_t close_reason_bytes_max = 123;       // RFC 6455, 5.5
inline constexpr std::uint32_t relayed_frames_per_second = 200;  // of one socket, sustained
inline constexpr std::uint32_t relayed_frames_burst = 1'000;
inline constexpr std::size_t forwarded_head_bytes_max = 64 * 1024;
inline constexpr std::size_t forwarded_answer_bytes_max =
    export_bytes_max + 1024 * 1024;  // and its head

static_assert(node_lease_ms > 3 * beat_every_ms);
static_assert(link_silence_ms > 2 * link_beat_ms);
static_assert(link_beat_ms >= 2 * link_tick_ms);
static_assert(bus_message_bytes_max >= 4 * link_part_bytes);
static_assert(bus_message_bytes_max >= 2 * relayed_frame_bytes_max);
static_assert(link_waiting_bytes_max >= 2 * forwarded_answer_bytes_max);

}  // namespace usher::limits
