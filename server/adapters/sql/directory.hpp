#pragma once
// ports::Directory over SQL, in the same file as the journal. Another process may change it at any
// time (`usher agent add` while the server runs).

#include <memory>

#include "adapters/sql/store.hpp"
#include "ports/directory.hpp"

namespace usher::adapters {

class SqlDirectory final : public ports::Directory {
 public:
  // Calls prepare_store(); throws what it throws.
  explicit SqlDirectory(const SqlOptions& options);
  ~SqlDirectory() override;

  std::uint64_t version() override;
  std::vector<ports::Account> accounts() override;
  std::vector<ports::Site> sites() override;
  std::vector<ports::Queue> queues(core::AccountId account) override;
  std::vector<ports::Agent> agents(core::AccountId account) override;
  std::optional<ports::Agent> agent(core::AgentId id) override;
  std::optional<ports::Agent> agent_by_login(const std::string& login) override;
  std::vector<ports::CannedReply> canned_replies(core::AccountId account) override;
  std::vector<ports::FaqEntry> faq(core::AccountId account) override;
  std::map<ports::FaqEntryId, ports::FaqTally> faq_tallies(core::AccountId account) override;
  std::vector<ports::InvitationRuleRow> invitation_rules(core::AccountId account) override;
  void put(const ports::Account& account) override;
  void put(const ports::Site& site) override;
  void put(const ports::Queue& queue) override;
  void put(const ports::Agent& agent) override;
  void put(const ports::CannedReply& reply) override;
  void put(const std::vector<ports::FaqEntry>& entries) override;
  void put(const std::vector<ports::InvitationRuleRow>& rules) override;
  void remove(core::QueueId queue) override;
  void remove(core::AgentId agent) override;
  void remove(ports::CannedReplyId reply) override;
  void remove(ports::FaqEntryId entry) override;
  void remove(core::InvitationRuleId rule) override;
  void count(const std::map<ports::FaqEntryId, ports::FaqTally>& more) override;
  void put(const ports::SignIn& sign_in) override;
  std::optional<ports::SignIn> sign_in(const std::string& token_hash) override;
  void remove_sign_in(const std::string& token_hash) override;
  void remove_expired_sign_ins(core::Time now) override;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace usher::adapters
