#pragma once
// ports::Archive in memory, for tests: keeps the events, and goes through all of them for whatever
// is asked.

#include <map>
#include <mutex>
#include <vector>

#include "ports/archive.hpp"

namespace usher::adapters {

class MemoryArchive final : public ports::Archive {
 public:
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
  struct Book;
  Book read(core::AccountId account);

  std::mutex mutex_;
  std::map<core::AccountId, std::vector<core::Recorded>> events_;
  std::map<core::AccountId, std::uint64_t> erasures_;
};

}  // namespace usher::adapters
