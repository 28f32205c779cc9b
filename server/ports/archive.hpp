#pragma once
// What has been: the messages, visits and conversations of accounts, to be searched and counted. It
// follows the journal (app/archivist.hpp feeds it), lags behind it by a moment, and can be made
// anew from it.
//
// Guarantees of every adapter (tests/contract/archive_suite.hpp holds them to it):
//   - add() takes the events behind position() and skips those that it has; each call takes effect
//     whole or not at all.
// Threads: add() and position() on one, reads on one; all of it blocks. Failures: ArchiveError.

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/event.hpp"
#include "ports/archive_erasing.hpp"
#include "ports/people.hpp"

namespace usher::ports {

struct ArchiveError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// From `from` on, before `until`.
struct Period {
  core::Time from;
  core::Time until;
};

struct MessageQuery {
  std::string text;  // all its words must be there, in any order; see core/search_words.hpp
  // Only in conversations that this agent has or had.
  std::optional<core::AgentId> agent = {};
  std::optional<core::VisitorId> visitor = {};
  std::optional<Period> period = {};
  std::uint64_t before = 0;  // a FoundMessage::number: older ones only; 0: from the newest
  std::size_t limit = 0;
};

struct FoundMessage {
  std::uint64_t number = 0;  // rises with time; the next page's `before`
  core::ConversationId conversation;
  core::VisitorId visitor;
  core::Seq seq = 0;
  core::Time at;
  core::Author author;
  std::string text;
  std::string visitor_name;  // empty: it gave none
  friend bool operator==(const FoundMessage&, const FoundMessage&) = default;
};

struct PastConversation {
  core::ConversationId id;
  core::VisitorId visitor;
  core::SiteId site;
  core::QueueId queue;  // the last one
  core::AgentId agent;  // the last owner; 0: nobody had it
  core::Time opened_at;
  std::optional<core::Time> closed_at;
  std::uint64_t messages = 0;
  std::uint32_t score = 0;  // 0: not rated
  friend bool operator==(const PastConversation&, const PastConversation&) = default;
};

struct PastVisit {
  core::VisitId id;
  core::VisitorId visitor;
  core::SiteId site;
  core::Time started_at;
  std::optional<core::Time> ended_at;
  core::Source source;
  core::Device device;
  std::uint64_t pages = 0;
  std::int64_t visible_ms = 0;  // of all pages, as far as they are left
  std::string entry_url;        // of its first page
  std::string entry_title;
  std::optional<core::Region> region;  // none: not known
  friend bool operator==(const PastVisit&, const PastVisit&) = default;
};

struct PastPage {
  core::Time at;
  std::string url;
  std::string title;
  core::Dwell dwell;  // as far as it is left
  friend bool operator==(const PastPage&, const PastPage&) = default;
};

// How far visits came: invited, then a conversation opened, then answered by an agent, then rated.
struct Funnel {
  std::uint64_t visits = 0;
  std::uint64_t invited = 0;
  std::uint64_t chatted = 0;
  std::uint64_t served = 0;
  std::uint64_t rated = 0;

  friend bool operator==(const Funnel&, const Funnel&) = default;
};
enum class FunnelBy : std::uint8_t { all, source, page, campaign };
struct FunnelRow {
  std::string key;  // "search baidu"; the path of the first page; the campaign's name
  Funnel funnel;
  friend bool operator==(const FunnelRow&, const FunnelRow&) = default;
};

class Archive : public People, public ErasableArchive {
 public:
  // Of the last event that is known. 0: nothing is.
  virtual core::Position position(core::AccountId account) = 0;
  virtual void add(core::AccountId account, const std::vector<core::Recorded>& events) = 0;

  // All of these newest first. A text without words finds nothing.
  virtual std::vector<FoundMessage> search(core::AccountId account, const MessageQuery& query) = 0;
  virtual std::optional<PastConversation> conversation(core::AccountId account,
                                                       core::ConversationId id) = 0;
  // Whether this agent has or had a conversation with this person; see People, as below.
  virtual bool met(core::AccountId account, core::VisitorId visitor, core::AgentId agent) = 0;
  virtual std::vector<PastVisit> visits(core::AccountId account, core::VisitorId visitor,
                                        core::VisitId before, std::size_t limit) = 0;
  // In their order.
  virtual std::vector<PastPage> pages(core::AccountId account, core::VisitorId visitor,
                                      core::VisitId visit, std::size_t limit) = 0;
  virtual std::vector<PastConversation> conversations(core::AccountId account,
                                                      core::VisitorId visitor,
                                                      core::ConversationId before,
                                                      std::size_t limit) = 0;
  // Visits that began in the period; the keys with the most visits first.
  virtual std::vector<FunnelRow> funnel(core::AccountId account, Period period, FunnelBy by,
                                        std::size_t limit) = 0;
};

}  // namespace usher::ports
