#pragma once
// Who and what belongs to an account: sites, queues, agents, sign-ins. Small, changed by hand, read
// at start and whenever version() differs.
//
// Threads: every method may be called from any thread except a floor's: a write waits for the disk.
// Failure: methods that write throw DirectoryError when the store refuses (disk full, I/O).

#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/command.hpp"
#include "core/form.hpp"
#include "core/ids.hpp"
#include "core/invitation_rule.hpp"
#include "ports/canned.hpp"
#include "ports/faq.hpp"

namespace usher::ports {

struct Account {
  core::AccountId id;
  std::string name;
  std::string visitor_key;                // 32 random bytes: signs visitors' tokens
  std::string zone = "UTC";               // whose midnight begins a day of figures
  std::vector<std::string> words = {};    // that alarm when somebody writes them
  core::PersonFields person_fields = {};  // in the order in which they are shown
};

// What a site's backend signs with, to say who a visitor is. A secret that is kept as it is, since
// checking needs it: whoever reads the store can sign.
struct IdentityKey {
  std::string secret;  // as its owner got it: these bytes are the key
  core::Time made_at;

  friend bool operator==(const IdentityKey&, const IdentityKey&) = default;
};

struct Site {
  core::SiteId id;
  core::AccountId account;
  std::string key;  // public, in the script tag: "s_8f3k2"
  std::string name;
  std::vector<std::string> origins;  // exact: "https://shop.example"; empty: this server's own only
  std::string colour = "#0b6bcb";    // "#rrggbb"
  std::string greeting;              // empty: the widget's own words
  std::optional<core::QueueId> queue;  // where conversations go when the visitor names none
  core::Form form;                     // asked before a conversation opens
  std::string left_reply;              // read by who left a message; empty: the widget's own words
  bool typing_preview = false;         // agents see what visitors type before they send it
  std::string language;                // most visitors'; a tag, "zh-CN", or empty
  bool rating = true;                  // visitors are asked what they think of a conversation
  std::vector<std::string> rating_reasons = {};  // for them to choose from
  std::vector<IdentityKey> identity_keys = {};   // the newest first; all of them are good
  bool verified_only = false;  // names and addresses come from the backend, or not at all
  bool masks_numbers = false;  // visitors' messages are stored without cards' and papers' numbers
};

struct Queue {
  core::AccountId account;
  core::QueueSetting setting;
  std::uint32_t rank = 0;
};

struct Agent {
  core::AccountId account;
  core::AgentSetting setting;
  std::string login;          // unique over the whole server, compared without case
  std::string password_hash;  // argon2id, as libsodium writes it
  bool disabled = false;
  std::uint32_t generation =
      0;  // raised by a change of password, role or state: older sign-ins end
};

struct InvitationRuleRow {
  core::AccountId account;
  core::InvitationRule rule;
  std::uint32_t rank = 0;  // the lowest goes first

  friend bool operator==(const InvitationRuleRow&, const InvitationRuleRow&) = default;
};

struct SignIn {
  std::string token_hash;  // SHA-256 of the cookie, hex
  core::AccountId account;
  core::AgentId agent;
  std::uint32_t generation = 0;
  core::Time created_at;
  core::Time expires_at;
};

struct DirectoryError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Directory {
 public:
  virtual ~Directory() = default;

  // Differs when anything but sign-ins was changed by anyone, another process included. Cheap.
  virtual std::uint64_t version() = 0;

  virtual std::vector<Account> accounts() = 0;
  virtual std::vector<Site> sites() = 0;
  virtual std::vector<Queue> queues(core::AccountId account) = 0;  // by rank
  virtual std::vector<Agent> agents(core::AccountId account) = 0;  // by id; disabled ones included
  virtual std::optional<Agent> agent(core::AgentId id) = 0;
  virtual std::optional<Agent> agent_by_login(const std::string& login) = 0;
  virtual std::vector<CannedReply> canned_replies(core::AccountId account) = 0;  // by name, then id
  virtual std::vector<FaqEntry> faq(core::AccountId account) = 0;                // by rank, then id
  // Only of entries that were counted.
  virtual std::map<FaqEntryId, FaqTally> faq_tallies(core::AccountId account) = 0;
  // By rank, then id.
  virtual std::vector<InvitationRuleRow> invitation_rules(core::AccountId account) = 0;

  // Insert or replace by id. A login or site key that another row has, or an id that another
  // account's row has: DirectoryError.
  virtual void put(const Account& account) = 0;
  virtual void put(const Site& site) = 0;
  virtual void put(const Queue& queue) = 0;
  virtual void put(const Agent& agent) = 0;
  virtual void put(const CannedReply& reply) = 0;
  virtual void put(const std::vector<FaqEntry>& entries) = 0;         // all of them or none
  virtual void put(const std::vector<InvitationRuleRow>& rules) = 0;  // all of them or none

  // With what hangs on it: a queue's canned replies, its agents' membership, its place as a site's
  // default; an agent's own replies and sign-ins. An id that has no row is no failure.
  virtual void remove(core::QueueId queue) = 0;
  virtual void remove(core::AgentId agent) = 0;
  virtual void remove(CannedReplyId reply) = 0;
  virtual void remove(FaqEntryId entry) = 0;
  virtual void remove(core::InvitationRuleId rule) = 0;

  // Adds to what was counted; entries that are gone are skipped. No new version.
  virtual void count(const std::map<FaqEntryId, FaqTally>& more) = 0;

  virtual void put(const SignIn& sign_in) = 0;
  virtual std::optional<SignIn> sign_in(const std::string& token_hash) = 0;
  virtual void remove_sign_in(const std::string& token_hash) = 0;
  virtual void remove_expired_sign_ins(core::Time now) = 0;
};

}  // namespace usher::ports
