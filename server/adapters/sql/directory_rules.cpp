// Rules that invite visitors.

#include "adapters/sql/directory_rows.hpp"

namespace usher::adapters {
namespace {

using Number = long long;

}  // namespace

std::vector<ports::InvitationRuleRow> read_rules(soci::session& session, core::AccountId account) {
  const auto owner = static_cast<Number>(account.value);
  Number rank = 0;
  std::string body;
  std::vector<ports::InvitationRuleRow> found;
  soci::statement rows =
      (session.prepare << "SELECT rank, body FROM invitation_rule WHERE account = :account"
                          " ORDER BY rank, id",
       soci::use(owner), soci::into(rank), soci::into(body));
  rows.execute();
  while (rows.fetch()) {
    auto rule = core::decode_rule(body);
    if (rule) found.push_back({account, *std::move(rule), static_cast<std::uint32_t>(rank)});
  }
  return found;
}

void write_row(soci::session& session, const ports::InvitationRuleRow& row) {
  const auto id = static_cast<Number>(row.rule.id.value);
  const auto account = static_cast<Number>(row.account.value);
  const auto rank = static_cast<Number>(row.rank);
  const std::string body = core::encode_rule(row.rule);
  session << "INSERT INTO invitation_rule (id, account, rank, body)"
             " VALUES (:id, :account, :rank, :body) ON CONFLICT (id) DO UPDATE SET " +
                 own_account("invitation_rule") + ", rank = excluded.rank, body = excluded.body",
      soci::use(id), soci::use(account), soci::use(rank), soci::use(body);
}

void remove_row(soci::session& session, core::InvitationRuleId rule) {
  const auto id = static_cast<Number>(rule.value);
  session << "DELETE FROM invitation_rule WHERE id = :id", soci::use(id);
}

}  // namespace usher::adapters
