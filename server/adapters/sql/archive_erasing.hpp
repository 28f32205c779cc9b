#pragma once
// How the archive's tables forget, and what in them has been kept long enough. What erases runs
// inside a transaction that somebody else has open. Failures: soci::soci_error.

#include <soci/soci.h>

#include "ports/archive.hpp"

namespace usher::adapters {

void erase_rows(soci::session& session, core::AccountId account, const core::Erasure& what);

void drop_rows(soci::session& session, core::AccountId account);

std::uint64_t read_erasures(soci::session& session, core::AccountId account);
void write_erasures(soci::session& session, core::AccountId account, std::uint64_t up_to);

ports::Stale find_stale(soci::session& session, core::AccountId account, ports::DataClass which,
                        core::Time before, std::size_t limit);

}  // namespace usher::adapters
