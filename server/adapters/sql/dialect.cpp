#include "adapters/sql/dialect.hpp"

namespace usher::adapters {

const Dialect& dialect_of(const SqlOptions& options) {
  return options.postgres.empty() ? sqlite_dialect() : postgres_dialect();
}

const Dialect& dialect_of(soci::session& session) {
  return session.get_backend_name() == "postgresql" ? postgres_dialect() : sqlite_dialect();
}

std::unique_ptr<soci::session> connect(const SqlOptions& options, std::size_t cache_kib) {
  return dialect_of(options).connect(options, cache_kib);
}

Trouble trouble_of(soci::session& session, const soci::soci_error& error) {
  return dialect_of(session).trouble_of(session, error);
}

void begin_write(soci::session& session) { dialect_of(session).begin_write(session); }

bool wipe_log(soci::session& session) { return dialect_of(session).wipe_log(session); }

void roll_back(soci::session& session) noexcept { dialect_of(session).roll_back(session); }

}  // namespace usher::adapters
