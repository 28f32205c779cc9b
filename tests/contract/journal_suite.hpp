#pragma once
// What ports/journal.hpp promises, as a library: each law is a function of a workbench that makes
// the adapter under test. An adapter's file runs them all with JOURNAL_LAWS.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "ports/journal.hpp"
#include "support/manual_loop.hpp"

namespace usher::test {

class JournalBench {
 public:
  virtual ~JournalBench() = default;
  virtual ports::Journal& journal() = 0;
  // Closes the journal and opens what it stored; false when the adapter keeps nothing.
  virtual bool reopen() = 0;
};

inline constexpr core::AccountId here{1'700'000'000'001};
inline constexpr core::AccountId there{1'700'000'000'002};
inline constexpr core::ConversationId talk{7'001};
inline constexpr core::ConversationId other_talk{7'002};
inline constexpr core::Author visitor{core::AuthorKind::visitor, 51};
inline constexpr core::Author agent{core::AuthorKind::agent, 51};

// The nth message of a conversation, at a position.
core::Recorded message(core::Position position, core::ConversationId conversation, core::Seq seq,
                       const std::string& client_id = {}, core::Author author = visitor);
core::Recorded page_view(core::Position position);
std::vector<core::Recorded> messages(core::Position first, std::size_t count,
                                     core::ConversationId conversation, core::Seq first_seq);

// Wait for the answer, on a loop made for the purpose.
ports::Stored store(ports::Journal& journal, core::AccountId account,
                    std::vector<core::Recorded> events);
std::optional<ports::Entries> after(ports::Journal& journal, core::AccountId account,
                                    core::ConversationId conversation, core::Seq seq,
                                    std::size_t limit);
std::optional<ports::Entries> before(ports::Journal& journal, core::AccountId account,
                                     core::ConversationId conversation, core::Seq seq,
                                     std::size_t limit);
bool erase(ports::Journal& journal, core::AccountId account, std::vector<core::Position> positions,
           std::vector<core::ConversationId> conversations);
ports::Journal::Found find(ports::Journal& journal, core::AccountId account,
                           core::ConversationId conversation, core::Author author,
                           const std::string& client_id);
std::vector<core::Seq> seqs(const std::optional<ports::Entries>& page);

struct Loaded {
  bool sound = false;
  std::optional<ports::Journal::Snapshot> snapshot;
  std::vector<core::Recorded> events;
};
Loaded load(ports::Journal& journal, core::AccountId account);
std::vector<core::Position> positions(const std::vector<core::Recorded>& events);

struct JournalLaw {
  const char* name;
  void (*check)(JournalBench&);
};
const std::vector<JournalLaw>& journal_laws();
// Of erasing; they are among journal_laws().
std::vector<JournalLaw> erasing_laws();

}  // namespace usher::test
