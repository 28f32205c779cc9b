#include "adapters/memory/directory.hpp"

#include <algorithm>
#include <cctype>

namespace usher::adapters {
namespace {

// Logins are ASCII where case matters; the SQL adapter's NOCASE folds ASCII only, too.
std::string folded(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  });
  return text;
}

// A row never goes to another account.
template <class Rows, class Id>
void require_own(const Rows& rows, Id id, core::AccountId account) {
  const auto found = rows.find(id);
  if (found != rows.end() && found->second.account != account) {
    throw ports::DirectoryError("another account has a row of this id");
  }
}

}  // namespace

std::uint64_t MemoryDirectory::version() {
  const std::lock_guard lock(mutex_);
  return version_;
}

std::vector<ports::Account> MemoryDirectory::accounts() {
  const std::lock_guard lock(mutex_);
  std::vector<ports::Account> found;
  for (const auto& [id, account] : accounts_) found.push_back(account);
  return found;
}

std::vector<ports::Site> MemoryDirectory::sites() {
  const std::lock_guard lock(mutex_);
  std::vector<ports::Site> found;
  for (const auto& [id, site] : sites_) found.push_back(site);
  return found;
}

std::vector<ports::Queue> MemoryDirectory::queues(core::AccountId account) {
  const std::lock_guard lock(mutex_);
  std::vector<ports::Queue> found;
  for (const auto& [id, queue] : queues_) {
    if (queue.account == account) found.push_back(queue);
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.rank < b.rank; });
  return found;
}

std::vector<ports::Agent> MemoryDirectory::agents(core::AccountId account) {
  const std::lock_guard lock(mutex_);
  std::vector<ports::Agent> found;
  for (const auto& [id, agent] : agents_) {
    if (agent.account == account) found.push_back(agent);
  }
  return found;
}

std::optional<ports::Agent> MemoryDirectory::agent(core::AgentId id) {
  const std::lock_guard lock(mutex_);
  const auto found = agents_.find(id);
  return found == agents_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<ports::Agent> MemoryDirectory::agent_by_login(const std::string& login) {
  const std::lock_guard lock(mutex_);
  for (const auto& [id, agent] : agents_) {
    if (folded(agent.login) == folded(login)) return agent;
  }
  return std::nullopt;
}

std::vector<ports::CannedReply> MemoryDirectory::canned_replies(core::AccountId account) {
  const std::lock_guard lock(mutex_);
  std::vector<ports::CannedReply> found;
  for (const auto& [id, reply] : canned_replies_) {
    if (reply.account == account) found.push_back(reply);
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.name < b.name; });
  return found;
}

std::vector<ports::FaqEntry> MemoryDirectory::faq(core::AccountId account) {
  const std::lock_guard lock(mutex_);
  std::vector<ports::FaqEntry> found;
  for (const auto& [id, entry] : faq_) {
    if (entry.account == account) found.push_back(entry);
  }
  std::ranges::stable_sort(found, {}, &ports::FaqEntry::rank);
  return found;
}

std::map<ports::FaqEntryId, ports::FaqTally> MemoryDirectory::faq_tallies(core::AccountId account) {
  const std::lock_guard lock(mutex_);
  auto found = faq_tallies_;
  std::erase_if(found, [&](const auto& one) { return faq_.at(one.first).account != account; });
  return found;
}

std::vector<ports::InvitationRuleRow> MemoryDirectory::invitation_rules(core::AccountId account) {
  const std::lock_guard lock(mutex_);
  std::vector<ports::InvitationRuleRow> found;
  for (const auto& [id, row] : invitation_rules_) {
    if (row.account == account) found.push_back(row);
  }
  std::ranges::stable_sort(found, {}, &ports::InvitationRuleRow::rank);
  return found;
}

void MemoryDirectory::put(const ports::Account& account) {
  const std::lock_guard lock(mutex_);
  accounts_[account.id] = account;
  ++version_;
}

void MemoryDirectory::put(const ports::Site& site) {
  const std::lock_guard lock(mutex_);
  require_account(site.account);
  require_own(sites_, site.id, site.account);
  for (const auto& [id, other] : sites_) {
    if (id != site.id && other.key == site.key) {
      throw ports::DirectoryError("another site has the key \"" + site.key + "\"");
    }
  }
  sites_[site.id] = site;
  ++version_;
}

void MemoryDirectory::put(const ports::Queue& queue) {
  const std::lock_guard lock(mutex_);
  require_account(queue.account);
  require_own(queues_, queue.setting.id, queue.account);
  queues_[queue.setting.id] = queue;
  ++version_;
}

void MemoryDirectory::put(const ports::Agent& agent) {
  const std::lock_guard lock(mutex_);
  require_account(agent.account);
  require_own(agents_, agent.setting.id, agent.account);
  for (const auto& [id, other] : agents_) {
    if (id != agent.setting.id && folded(other.login) == folded(agent.login)) {
      throw ports::DirectoryError("another agent has the login \"" + agent.login + "\"");
    }
  }
  agents_[agent.setting.id] = agent;
  ++version_;
}

void MemoryDirectory::put(const ports::CannedReply& reply) {
  const std::lock_guard lock(mutex_);
  require_account(reply.account);
  require_own(canned_replies_, reply.id, reply.account);
  canned_replies_[reply.id] = reply;
  ++version_;
}

void MemoryDirectory::put(const std::vector<ports::FaqEntry>& entries) {
  const std::lock_guard lock(mutex_);
  for (const ports::FaqEntry& entry : entries) {
    require_account(entry.account);
    require_own(faq_, entry.id, entry.account);
  }
  for (const ports::FaqEntry& entry : entries) faq_[entry.id] = entry;
  ++version_;
}

void MemoryDirectory::put(const std::vector<ports::InvitationRuleRow>& rules) {
  const std::lock_guard lock(mutex_);
  for (const ports::InvitationRuleRow& row : rules) {
    require_account(row.account);
    require_own(invitation_rules_, row.rule.id, row.account);
  }
  for (const ports::InvitationRuleRow& row : rules) invitation_rules_[row.rule.id] = row;
  ++version_;
}

void MemoryDirectory::remove(core::QueueId queue) {
  const std::lock_guard lock(mutex_);
  queues_.erase(queue);
  for (auto& [id, site] : sites_) {
    if (site.queue == queue) site.queue.reset();
  }
  for (auto& [id, agent] : agents_) {
    std::erase(agent.setting.queues, queue);
    std::erase_if(agent.setting.terms, [&](const auto& terms) { return terms.queue == queue; });
  }
  std::erase_if(canned_replies_, [&](const auto& entry) { return entry.second.queue == queue; });
  ++version_;
}

void MemoryDirectory::remove(core::AgentId agent) {
  const std::lock_guard lock(mutex_);
  agents_.erase(agent);
  std::erase_if(canned_replies_, [&](const auto& entry) { return entry.second.agent == agent; });
  std::erase_if(sign_ins_, [&](const auto& entry) { return entry.second.agent == agent; });
  ++version_;
}

void MemoryDirectory::remove(ports::CannedReplyId reply) {
  const std::lock_guard lock(mutex_);
  canned_replies_.erase(reply);
  ++version_;
}

void MemoryDirectory::remove(ports::FaqEntryId entry) {
  const std::lock_guard lock(mutex_);
  faq_.erase(entry);
  faq_tallies_.erase(entry);
  ++version_;
}

void MemoryDirectory::remove(core::InvitationRuleId rule) {
  const std::lock_guard lock(mutex_);
  invitation_rules_.erase(rule);
  ++version_;
}

void MemoryDirectory::count(const std::map<ports::FaqEntryId, ports::FaqTally>& more) {
  const std::lock_guard lock(mutex_);
  for (const auto& [id, tally] : more) {
    if (faq_.contains(id)) faq_tallies_[id] += tally;
  }
}

void MemoryDirectory::put(const ports::SignIn& sign_in) {
  const std::lock_guard lock(mutex_);
  require_account(sign_in.account);
  sign_ins_[sign_in.token_hash] = sign_in;
}

std::optional<ports::SignIn> MemoryDirectory::sign_in(const std::string& token_hash) {
  const std::lock_guard lock(mutex_);
  const auto found = sign_ins_.find(token_hash);
  return found == sign_ins_.end() ? std::nullopt : std::optional(found->second);
}

void MemoryDirectory::remove_sign_in(const std::string& token_hash) {
  const std::lock_guard lock(mutex_);
  sign_ins_.erase(token_hash);
}

void MemoryDirectory::remove_expired_sign_ins(core::Time now) {
  const std::lock_guard lock(mutex_);
  std::erase_if(sign_ins_, [&](const auto& entry) { return entry.second.expires_at <= now; });
}

// Call with the mutex held.
void MemoryDirectory::require_account(core::AccountId account) const {
  if (!accounts_.contains(account)) throw ports::DirectoryError("no such account");
}

}  // namespace usher::adapters
