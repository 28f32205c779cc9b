#pragma once
// Every limit of the server. Sizes in bytes, times in milliseconds, unless the name says otherwise.
// The wire's own limits (sizes of fields and frames) stand in protocol/ and are checked against these.

#include <cstddef>
#include <cstdint>

namespace usher::limits {

inline constexpr std::int64_t second_ms = 1'000;
inline constexpr std::int64_t minute_ms = 60 * second_ms;
inline constexpr std::int64_t hour_ms = 60 * minute_ms;
inline constexpr std::int64_t day_ms = 24 * hour_ms;

// Text that people write or browsers report.
inline constexpr std::size_t message_bytes_max = 16 * 1024;
inline constexpr std::size_t client_id_bytes_max = 64;
inline constexpr std::size_t name_bytes_max = 256;
inline constexpr std::size_t email_bytes_max = 254;
inline constexpr std::size_t url_bytes_max = 2'048;
inline constexpr std::size_t title_bytes_max = 512;
inline constexpr std::size_t attribute_name_bytes_max = 64;
inline constexpr std::size_t attribute_value_bytes_max = 1'024;
inline constexpr std::size_t attributes_max = 64;

// The floor.
inline constexpr std::size_t trail_pages_max = 20;       // pages of a visit that the floor keeps in memory
inline constexpr std::size_t receipts_max = 1'000;       // per conversation; older ones are looked up in the journal
inline constexpr std::size_t receipts_closed_max = 64;   // the same, once it is closed
inline constexpr std::size_t capacity_max = 10'000;      // conversations of one agent at once
inline constexpr std::int64_t lease_ms = 30 * second_ms;            // an agent's, renewed by its heartbeats
inline constexpr std::int64_t grace_ms = 60 * second_ms;            // a lost agent keeps its conversations
inline constexpr std::int64_t ring_ms = 30 * second_ms;             // an offer's, unless its queue says otherwise
inline constexpr std::int64_t visit_linger_ms = 5 * minute_ms;      // a visit after its last connection
inline constexpr std::int64_t closed_keep_ms = 7 * day_ms;          // a closed conversation stays on the floor
inline constexpr std::uint32_t misses_until_away = 3;               // missed offers in a row

static_assert(grace_ms > lease_ms);
static_assert(receipts_closed_max < receipts_max);

}  // namespace usher::limits
