#pragma once
// One agent's connection: a console in a browser. Supervisors and admins have the same one, and see
// more.

#include "app/archivist.hpp"
#include "app/client_session.hpp"

namespace usher::app {

class AgentSession final : public ClientSession {
 public:
  // `sign_in`: hash of the session cookie's token; the connection ends with that sign-in.
  // `generation`: the agent's when the connection was admitted.
  AgentSession(FloorHost& host, const Options& options, const FileTickets& files,
               Archivist& archivist, core::AgentId agent, std::uint32_t generation,
               std::string sign_in, Connection& connection);

  void on_frame(std::string_view frame) override;

 private:
  using ClientSession::take;
  void take(const protocol::AgentHello& frame);
  void take(const protocol::Status& frame);
  void take(const protocol::Accept& frame);
  void take(const protocol::Decline& frame);
  void take(protocol::Transfer& frame);
  void take(protocol::TransferToQueue& frame);
  void take(const protocol::Targets& frame);
  void take(const protocol::WatchBoard& frame);
  void take(const protocol::WatchVisitors& frame);
  void take(const protocol::Hold& frame);
  void take(protocol::Post& frame);
  void take(const protocol::Ping& frame);
  // agent_session_routing.cpp
  void take(const protocol::Prioritise& frame);
  void take(const protocol::FinishWrapUp& frame);
  void take(const protocol::Explain& frame);
  void take(const protocol::ExplainMe& frame);
  // agent_session_together.cpp
  void take(protocol::Note& frame);
  void take(const protocol::Notes& frame);
  void take(const protocol::Join& frame);
  void take(const protocol::Leave& frame);
  void take(const protocol::Invite& frame);
  void take(const protocol::TakeOver& frame);
  void take(const protocol::Give& frame);
  void take(const protocol::GiveToQueue& frame);
  void take(const protocol::SetStatus& frame);
  void take(const protocol::Acts& frame);
  void take(protocol::Tag& frame);
  void take(protocol::Dispose& frame);
  void take(const protocol::Viewing& frame);
  void take(const protocol::Acknowledge& frame);
  // Also of conversations that have left the floor, by whoever may read them: see api_archive.cpp.
  void take(const protocol::History& frame);
  void take(protocol::InviteVisitor& frame);
  static core::AgentStatus status_of(protocol::AgentStatus status);
  void welcome(const core::Agent& agent);
  void left(bool was_last) override;

  Archivist& archivist_;
  std::uint32_t generation_;
  std::string sign_in_;
};

}  // namespace usher::app
