#pragma once
// libpq, as this folder's PostgreSQL files use it.

#include <libpq-fe.h>
#include <soci/soci.h>

#include <memory>
#include <string>
#include <string_view>

#include "adapters/sql/dialect.hpp"

namespace usher::adapters::postgres {

using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

PGconn* handle_of(soci::session& session);
// `state`: the failure's SQLSTATE, empty when the server sent none.
Trouble trouble_of(PGconn* handle, std::string_view state);
// Statements parted by semicolons; the last one's result. Throws SqlFailure.
Result run(PGconn* handle, const std::string& sql);
// Throws SqlFailure when the call that gave it failed.
void check(PGconn* handle, const PGresult* result);

}  // namespace usher::adapters::postgres
