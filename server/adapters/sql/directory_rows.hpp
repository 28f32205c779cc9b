#pragma once
// The directory's tables, row by row. write_row() inserts or replaces by id and throws
// soci::soci_error when a unique column is taken.

#include <soci/soci.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ports/directory.hpp"

namespace usher::adapters {

// For the end of an INSERT that replaces: a row never goes to another account, should two processes
// have minted one id for two rows. It is refused then: the column takes no null.
inline std::string own_account(const std::string& table) {
  return "account = CASE WHEN " + table + ".account = excluded.account THEN excluded.account END";
}

std::vector<ports::Account> read_accounts(soci::session& session);
std::vector<ports::Site> read_sites(soci::session& session);
std::vector<ports::Queue> read_queues(soci::session& session, core::AccountId account);
// What is one line each in a text.
std::vector<std::string> lines_in(const std::string& text);

std::vector<ports::Agent> read_agents(soci::session& session, core::AccountId account);
std::optional<ports::Agent> read_agent(soci::session& session, core::AgentId id);
std::optional<ports::Agent> read_agent(soci::session& session, const std::string& login);
std::vector<ports::CannedReply> read_canned(soci::session& session, core::AccountId account);
std::vector<ports::FaqEntry> read_faq(soci::session& session, core::AccountId account);
std::map<ports::FaqEntryId, ports::FaqTally> read_faq_tallies(soci::session& session,
                                                              core::AccountId account);
// Without those that can't be read.
std::vector<ports::InvitationRuleRow> read_rules(soci::session& session, core::AccountId account);
std::optional<ports::SignIn> read_sign_in(soci::session& session, const std::string& token_hash);

void write_row(soci::session& session, const ports::Account& account);
void write_row(soci::session& session, const ports::Site& site);
void write_row(soci::session& session, const ports::Queue& queue);
void write_row(soci::session& session, const ports::Agent& agent);
void write_row(soci::session& session, const ports::CannedReply& reply);
void write_row(soci::session& session, const ports::FaqEntry& entry);
void write_row(soci::session& session, const ports::InvitationRuleRow& row);
void write_row(soci::session& session, const ports::SignIn& sign_in);

// Nothing when the entry is gone.
void add_to_row(soci::session& session, ports::FaqEntryId entry, const ports::FaqTally& more);

// With what hangs on it: see ports/directory.hpp.
void remove_row(soci::session& session, core::QueueId queue);
void remove_row(soci::session& session, core::AgentId agent);
void remove_row(soci::session& session, ports::CannedReplyId reply);
void remove_row(soci::session& session, ports::FaqEntryId entry);
void remove_row(soci::session& session, core::InvitationRuleId rule);

}  // namespace usher::adapters
