#pragma once
// ports::Archive in a file of its own, FOLDER/archive.db, beside the journal's: so a long step of
// it never makes a message wait for the write lock. It is made anew when it is of another version,
// of another journal, or damaged.
//
// Each message has a row in a full-text index, of the terms of core/search_words.hpp.

#include <memory>
#include <string>

#include "adapters/sql/store.hpp"
#include "ports/archive.hpp"

namespace usher::adapters {

class SqlArchive final : public ports::Archive {
 public:
  // `epoch` is the journal's. After each step add() rests `rests` times as long as its thread
  // worked since the last one, 100 ms at most: even at the lowest priority, it takes the caches and
  // the disk from those in a hurry. Throws errors.hpp's types.
  SqlArchive(const std::filesystem::path& folder, const std::string& epoch, int rests = 0);
  ~SqlArchive() override;

  core::Position position(core::AccountId account) override;
  void add(core::AccountId account, const std::vector<core::Recorded>& events) override;
  void erase(core::AccountId account, const core::Erasure& what) override;
  std::uint64_t erasures(core::AccountId account) override;
  void set_erasures(core::AccountId account, std::uint64_t number) override;
  void drop(core::AccountId account) override;
  ports::Stale stale(core::AccountId account, ports::DataClass which, core::Time before,
                     std::size_t limit) override;

  std::vector<ports::FoundMessage> search(core::AccountId account,
                                          const ports::MessageQuery& query) override;
  std::optional<ports::PastConversation> conversation(core::AccountId account,
                                                      core::ConversationId id) override;
  bool met(core::AccountId account, core::VisitorId visitor, core::AgentId agent) override;
  std::optional<ports::Person> person(core::AccountId account, core::VisitorId visitor) override;
  std::vector<ports::Person> people(core::AccountId account, const std::string& text,
                                    core::VisitorId before, std::size_t limit) override;
  std::vector<ports::Person> people_with(core::AccountId account, ports::PersonMark mark,
                                         const std::string& value, std::size_t limit) override;
  std::vector<ports::Person> duplicates(core::AccountId account, core::VisitorId visitor,
                                        std::size_t limit) override;
  std::vector<ports::PersonNote> notes(core::AccountId account, core::VisitorId visitor,
                                       std::size_t limit) override;
  std::vector<ports::PersonEdit> edits(core::AccountId account, core::VisitorId visitor,
                                       std::uint64_t before, std::size_t limit) override;
  std::vector<ports::PastInvitation> invitations(core::AccountId account, core::VisitorId visitor,
                                                 core::Time before, std::size_t limit) override;
  std::vector<ports::PastVisit> visits(core::AccountId account, core::VisitorId visitor,
                                       core::VisitId before, std::size_t limit) override;
  std::vector<ports::PastPage> pages(core::AccountId account, core::VisitorId visitor,
                                     core::VisitId visit, std::size_t limit) override;
  std::vector<ports::PastConversation> conversations(core::AccountId account,
                                                     core::VisitorId visitor,
                                                     core::ConversationId before,
                                                     std::size_t limit) override;
  std::vector<ports::FunnelRow> funnel(core::AccountId account, ports::Period period,
                                       ports::FunnelBy by, std::size_t limit) override;

 private:
  struct Parts;
  // Runs it as one transaction, after which no file holds what it took out.
  template <class Take>
  void take_out(Take take);

  const int rests_;
  std::unique_ptr<Parts> parts_;
};

}  // namespace usher::adapters
