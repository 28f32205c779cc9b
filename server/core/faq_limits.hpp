#pragma once
// The limits of questions and answers: of what admins write, visitors search and the server counts.

#include "core/limits.hpp"

namespace usher::limits {

// An account's entries.
inline constexpr std::size_t faq_entries_max = 2'000;
inline constexpr std::size_t faq_category_bytes_max = 64;
inline constexpr std::size_t faq_question_bytes_max = 300;
inline constexpr std::size_t faq_answer_bytes_max = 4'000;
inline constexpr std::size_t faq_sites_max = 50;  // that an entry is told on
inline constexpr std::size_t language_bytes_max = 35;

// The search in them.
inline constexpr std::size_t faq_query_bytes_max = 200;
inline constexpr std::size_t faq_query_terms_max = 64;       // what is beyond is not looked for
inline constexpr std::size_t faq_indexed_bytes_max = 2'000;  // of an answer, from its beginning
inline constexpr std::size_t faq_prefix_terms_max = 100;     // words that a beginning may stand for
inline constexpr std::size_t faq_found_max = 6;              // told to a visitor at once
inline constexpr std::uint32_t faq_searches_per_second = 2;  // of one connection, sustained
inline constexpr std::uint32_t faq_searches_burst = 20;
inline constexpr std::size_t faq_visits_max = 10'000;    // that are remembered to have read answers
inline constexpr std::size_t faq_marks_max = 100;        // of each
inline constexpr std::int64_t faq_count_ms = second_ms;  // at most between two writes of counts

static_assert(faq_query_bytes_max <= faq_question_bytes_max);

}  // namespace usher::limits
