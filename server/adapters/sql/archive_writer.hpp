#pragma once
// What each event does to the archive's tables, inside a transaction that somebody else has open.
// Failures: soci::soci_error.

#include <soci/soci.h>

#include <memory>

#include "adapters/sql/people_writer.hpp"
#include "adapters/sql/tail.hpp"
#include "core/event.hpp"

namespace usher::adapters {

class ArchiveWriter {
 public:
  explicit ArchiveWriter(soci::session& session);
  ~ArchiveWriter();

  void write(core::AccountId account, const core::Recorded& row);

 private:
  struct Statements;

  void start_visit(const core::event::VisitStarted& e, core::Time at);
  void view_page(const core::event::PageViewed& e, core::Time at);
  void keep_dwell(const core::event::PageDwelled& e);
  void end_visit(const core::event::VisitEnded& e, core::Time at);
  void invite(const core::event::VisitorInvited& e, core::Time at);
  void answer(const core::event::InvitationAnswered& e);
  void open(const core::event::ConversationOpened& e, core::Time at);
  void post(const core::event::MessagePosted& e, core::Time at);
  void assign(core::ConversationId conversation, core::AgentId agent);
  void move(const core::event::Requeued& e);
  void close(core::ConversationId conversation, core::Time at);
  void leave(core::ConversationId conversation, bool left);  // as a message
  void rate(const core::event::Rated& e);

  soci::session& session_;
  PeopleWriter people_;
  Number account_ = 0;  // of the event at hand
  std::unique_ptr<Statements> statements_;
};

}  // namespace usher::adapters
