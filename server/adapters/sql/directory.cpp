#include "adapters/sql/directory.hpp"

#include "adapters/sql/directory_rows.hpp"
#include "adapters/sql/shared_session.hpp"

namespace usher::adapters {

struct SqlDirectory::Parts {
  explicit Parts(const SqlOptions& options) : session(options) {}

  template <class Do>
  auto read(Do what) {
    return session.read(what);
  }

  // In one transaction; `visible` changes give the directory a new version.
  template <class Do>
  void write(bool visible, Do what) {
    session.write([&](soci::session& open) {
      what(open);
      if (visible) {
        open << "UPDATE meta SET value = CAST(value AS BIGINT) + 1 WHERE name = 'directory'";
      }
    });
  }

  SharedSession session;
};

SqlDirectory::SqlDirectory(const SqlOptions& options) : parts_(std::make_unique<Parts>(options)) {}
SqlDirectory::~SqlDirectory() = default;

std::uint64_t SqlDirectory::version() {
  return parts_->read([](soci::session& session) {
    std::string value;
    session << "SELECT value FROM meta WHERE name = 'directory'", soci::into(value);
    return static_cast<std::uint64_t>(std::stoull(value));
  });
}

std::vector<ports::Account> SqlDirectory::accounts() {
  return parts_->read([](soci::session& session) { return read_accounts(session); });
}

std::vector<ports::Site> SqlDirectory::sites() {
  return parts_->read([](soci::session& session) { return read_sites(session); });
}

std::vector<ports::Queue> SqlDirectory::queues(core::AccountId account) {
  return parts_->read([&](soci::session& session) { return read_queues(session, account); });
}

std::vector<ports::Agent> SqlDirectory::agents(core::AccountId account) {
  return parts_->read([&](soci::session& session) { return read_agents(session, account); });
}

std::optional<ports::Agent> SqlDirectory::agent(core::AgentId id) {
  return parts_->read([&](soci::session& session) { return read_agent(session, id); });
}

std::optional<ports::Agent> SqlDirectory::agent_by_login(const std::string& login) {
  return parts_->read([&](soci::session& session) { return read_agent(session, login); });
}

std::vector<ports::CannedReply> SqlDirectory::canned_replies(core::AccountId account) {
  return parts_->read([&](soci::session& session) { return read_canned(session, account); });
}

std::vector<ports::FaqEntry> SqlDirectory::faq(core::AccountId account) {
  return parts_->read([&](soci::session& session) { return read_faq(session, account); });
}

std::map<ports::FaqEntryId, ports::FaqTally> SqlDirectory::faq_tallies(core::AccountId account) {
  return parts_->read([&](soci::session& session) { return read_faq_tallies(session, account); });
}

std::vector<ports::InvitationRuleRow> SqlDirectory::invitation_rules(core::AccountId account) {
  return parts_->read([&](soci::session& session) { return read_rules(session, account); });
}

void SqlDirectory::put(const ports::Account& account) {
  parts_->write(true, [&](soci::session& session) { write_row(session, account); });
}

void SqlDirectory::put(const ports::Site& site) {
  parts_->write(true, [&](soci::session& session) { write_row(session, site); });
}

void SqlDirectory::put(const ports::Queue& queue) {
  parts_->write(true, [&](soci::session& session) { write_row(session, queue); });
}

void SqlDirectory::put(const ports::Agent& agent) {
  parts_->write(true, [&](soci::session& session) { write_row(session, agent); });
}

void SqlDirectory::put(const ports::CannedReply& reply) {
  parts_->write(true, [&](soci::session& session) { write_row(session, reply); });
}

void SqlDirectory::put(const std::vector<ports::FaqEntry>& entries) {
  parts_->write(true, [&](soci::session& session) {
    for (const ports::FaqEntry& entry : entries) write_row(session, entry);
  });
}

void SqlDirectory::put(const std::vector<ports::InvitationRuleRow>& rules) {
  parts_->write(true, [&](soci::session& session) {
    for (const ports::InvitationRuleRow& row : rules) write_row(session, row);
  });
}

void SqlDirectory::remove(core::QueueId queue) {
  parts_->write(true, [&](soci::session& session) { remove_row(session, queue); });
}

void SqlDirectory::remove(core::AgentId agent) {
  parts_->write(true, [&](soci::session& session) { remove_row(session, agent); });
}

void SqlDirectory::remove(ports::CannedReplyId reply) {
  parts_->write(true, [&](soci::session& session) { remove_row(session, reply); });
}

void SqlDirectory::remove(ports::FaqEntryId entry) {
  parts_->write(true, [&](soci::session& session) { remove_row(session, entry); });
}

void SqlDirectory::remove(core::InvitationRuleId rule) {
  parts_->write(true, [&](soci::session& session) { remove_row(session, rule); });
}

void SqlDirectory::count(const std::map<ports::FaqEntryId, ports::FaqTally>& more) {
  parts_->write(false, [&](soci::session& session) {
    for (const auto& [entry, tally] : more) add_to_row(session, entry, tally);
  });
}

void SqlDirectory::put(const ports::SignIn& sign_in) {
  parts_->write(false, [&](soci::session& session) { write_row(session, sign_in); });
}

std::optional<ports::SignIn> SqlDirectory::sign_in(const std::string& token_hash) {
  return parts_->read([&](soci::session& session) { return read_sign_in(session, token_hash); });
}

void SqlDirectory::remove_sign_in(const std::string& token_hash) {
  parts_->write(false, [&](soci::session& session) {
    session << "DELETE FROM sign_in WHERE token_hash = :hash", soci::use(token_hash);
  });
}

void SqlDirectory::remove_expired_sign_ins(core::Time now) {
  const auto at = static_cast<long long>(now.ms);
  parts_->write(false, [&](soci::session& session) {
    session << "DELETE FROM sign_in WHERE expires_at <= :now", soci::use(at);
  });
}

}  // namespace usher::adapters
