#pragma once
// What a person is told of all that is known of it: gathered from the events of its account, and
// written as JSON. Its conversations hold what it could see of them: no notes, and nothing of the
// staff but the names and values that they gave it.

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/traces.hpp"

namespace usher::app {

class ExportDocument {
 public:
  // Agents by name, as they are called now.
  // `visitors`: all that the person was, the first one first; at least one.
  ExportDocument(std::vector<core::VisitorId> visitors,
                 std::map<core::AgentId, std::string> agents);

  // The account's events in their order.
  void read(core::Recorded&& row);
  bool empty() const { return traces_.positions().empty(); }
  std::string json(core::Time now) const;

 private:
  struct Visit {
    core::event::VisitStarted started;
    core::Time at;
    std::optional<core::Time> ended_at;
    std::vector<std::pair<core::event::PageViewed, core::Time>> pages;
    std::map<std::string, core::Dwell> dwells;  // by page view
    std::vector<std::pair<core::event::VisitorInvited, core::Time>> invitations;
    std::map<std::uint64_t, core::InvitationAnswer> answers;
  };
  struct Conversation {
    core::Time opened_at;
    std::vector<core::Recorded> entries;
    std::vector<std::pair<core::event::Rated, core::Time>> ratings;
  };

  void keep(core::Recorded&& row);
  std::string name_of(core::AgentId agent) const;
  void write_person(std::string& out) const;
  void write_visit(std::string& out, core::VisitId id, const Visit& visit) const;
  void write_entry(std::string& out, const core::Recorded& row) const;
  void write_conversation(std::string& out, core::ConversationId id,
                          const Conversation& conversation) const;

  std::vector<core::VisitorId> visitors_;
  std::map<core::AgentId, std::string> agents_;
  core::Traces traces_;
  core::event::VisitorIdentified said_;
  std::string external_id_;
  std::map<std::string, std::string> edited_;  // by the staff
  std::map<core::VisitId, Visit> visits_;
  std::map<core::ConversationId, Conversation> conversations_;
  std::size_t bytes_ = 0;
  bool complete_ = true;
};

}  // namespace usher::app
