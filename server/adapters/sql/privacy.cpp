#include "adapters/sql/privacy.hpp"

#include <utility>

#include "adapters/sql/place.hpp"
#include "adapters/sql/shared_session.hpp"
#include "core/limits.hpp"

namespace usher::adapters {
namespace {

using soci::into;
using soci::use;

void add(soci::session& session, core::AccountId account, const ports::AuditEntry& entry) {
  const Number owner = number(account), agent = number(entry.by);
  const int kind = static_cast<int>(entry.kind);
  session << "INSERT INTO audit (account, at_ms, agent, kind, detail)"
             " VALUES (:account, :at, :agent, :kind, :detail)",
      use(owner), use(entry.at.ms), use(agent), use(kind), use(entry.detail);
  const auto kept = static_cast<Number>(limits::audit_entries_max);
  session << "DELETE FROM audit WHERE account = :account AND number <= (SELECT number FROM audit"
             " WHERE account = :same ORDER BY number DESC LIMIT 1 OFFSET :kept)",
      use(owner), use(owner), use(kept);
}

}  // namespace

SqlPrivacy::SqlPrivacy(const SqlOptions& options)
    : session_(std::make_unique<SharedSession>(options)) {}
SqlPrivacy::~SqlPrivacy() = default;

ports::Retention SqlPrivacy::retention(core::AccountId account) {
  return session_->read([&](soci::session& session) {
    ports::Retention retention{};
    const Number owner = number(account);
    Number which = 0, days = 0;
    soci::statement rows =
        (session.prepare << "SELECT class, days FROM retention WHERE account = :account",
         use(owner), into(which), into(days));
    rows.execute();
    while (rows.fetch()) {
      const auto at = static_cast<std::size_t>(which);
      if (at < retention.size()) retention[at] = static_cast<std::uint32_t>(days);
    }
    return retention;
  });
}

void SqlPrivacy::put(core::AccountId account, const ports::Retention& retention) {
  const Number owner = number(account);
  session_->write([&](soci::session& session) {
    session << "DELETE FROM retention WHERE account = :account", use(owner);
    for (std::size_t i = 0; i < retention.size(); ++i) {
      const auto which = static_cast<Number>(i), days = static_cast<Number>(retention[i]);
      if (days == 0) continue;
      session << "INSERT INTO retention (account, class, days) VALUES (:account, :class, :days)",
          use(owner), use(which), use(days);
    }
  });
}

std::vector<ports::ErasureWish> SqlPrivacy::wishes() {
  return session_->read([](soci::session& session) {
    std::vector<ports::ErasureWish> found;
    Number account = 0, visitor = 0, agent = 0, at = 0;
    soci::statement rows = (session.prepare << "SELECT account, visitor, agent, at_ms FROM erasure"
                                               " ORDER BY at_ms, visitor",
                            into(account), into(visitor), into(agent), into(at));
    rows.execute();
    while (rows.fetch()) {
      found.push_back({id_of<core::AccountId>(account), id_of<core::VisitorId>(visitor),
                       id_of<core::AgentId>(agent), core::Time{at}});
    }
    return found;
  });
}

void SqlPrivacy::wish(const ports::ErasureWish& wish, const std::string& mark) {
  const Number account = number(wish.account), visitor = number(wish.visitor),
               agent = number(wish.by);
  session_->write([&](soci::session& session) {
    session << "INSERT INTO erasure (account, visitor, agent, at_ms)"
               " VALUES (:account, :visitor, :agent, :at) ON CONFLICT DO NOTHING",
        use(account), use(visitor), use(agent), use(wish.at.ms);
    session << "INSERT INTO erased_mark (account, mark) VALUES (:account, :mark)"
               " ON CONFLICT DO NOTHING",
        use(account), use(mark);
  });
}

void SqlPrivacy::done(const ports::ErasureWish& wish, const ports::AuditEntry& entry) {
  const Number account = number(wish.account), visitor = number(wish.visitor);
  session_->write([&](soci::session& session) {
    soci::statement gone =
        (session.prepare << "DELETE FROM erasure WHERE account = :account AND visitor = :visitor",
         use(account), use(visitor));
    gone.execute(true);
    // A second try, to wipe the log, or another process's.
    if (gone.get_affected_rows() == 0) return;
    add(session, wish.account, entry);
  });
  session_->read([](soci::session& session) {
    if (!wipe_log(session)) throw ports::DirectoryError("the log could not be wiped");
  });
}

std::vector<std::string> SqlPrivacy::marks(core::AccountId account) {
  return session_->read([&](soci::session& session) {
    std::vector<std::string> found;
    std::string mark;
    const Number owner = number(account);
    soci::statement rows =
        (session.prepare << "SELECT mark FROM erased_mark WHERE account = :account", use(owner),
         into(mark));
    rows.execute();
    while (rows.fetch()) found.push_back(mark);
    return found;
  });
}

void SqlPrivacy::note(core::AccountId account, const ports::AuditEntry& entry) {
  session_->write([&](soci::session& session) { add(session, account, entry); });
}

std::uint64_t SqlPrivacy::erasures(core::AccountId account) {
  return session_->read([&](soci::session& session) {
    const Number owner = number(account);
    const int erased = static_cast<int>(ports::AuditKind::erased),
              swept = static_cast<int>(ports::AuditKind::swept);
    Number newest = 0;
    session << "SELECT coalesce(max(number), 0) FROM audit WHERE account = :account"
               " AND kind IN (:erased, :swept)",
        use(owner), use(erased), use(swept), into(newest);
    return static_cast<std::uint64_t>(newest);
  });
}

std::vector<ports::AuditEntry> SqlPrivacy::audit(core::AccountId account, std::uint64_t before,
                                                 std::size_t limit) {
  return session_->read([&](soci::session& session) {
    std::vector<ports::AuditEntry> found;
    const Number owner = number(account), mark = static_cast<Number>(before),
                 most = static_cast<Number>(limit);
    Number entry = 0, at = 0, agent = 0;
    int kind = 0;
    std::string detail;
    soci::statement rows =
        (session.prepare << "SELECT number, at_ms, agent, kind, detail FROM audit WHERE"
                            " account = :account AND (CAST(:mark AS BIGINT) = 0 OR number < :mark)"
                            " ORDER BY number DESC LIMIT :most",
         use(owner, "account"), use(mark, "mark"), use(most, "most"), into(entry), into(at),
         into(agent), into(kind), into(detail));
    rows.execute();
    while (rows.fetch()) {
      found.push_back({static_cast<std::uint64_t>(entry), core::Time{at},
                       id_of<core::AgentId>(agent), static_cast<ports::AuditKind>(kind), detail});
    }
    return found;
  });
}

}  // namespace usher::adapters
