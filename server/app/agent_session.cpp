#include "app/agent_session.hpp"

#include <algorithm>

#include "app/views.hpp"
#include "protocol/write.hpp"

namespace usher::app {

AgentSession::AgentSession(FloorHost& host, const Options& options, const FileTickets& files,
                           Archivist& archivist, core::AgentId agent, std::uint32_t generation,
                           std::string sign_in, Connection& connection)
    : ClientSession(host, options, files, connection),
      archivist_(archivist),
      generation_(generation),
      sign_in_(std::move(sign_in)) {
  me_.agent = agent;
  me_.sign_in = &sign_in_;
}

void AgentSession::on_frame(std::string_view text) {
  if (moved()) return;
  auto read = protocol::read_agent_frame(text);
  if (const auto* error = std::get_if<protocol::FrameError>(&read)) return bad_frame(*error);
  auto& frame = std::get<protocol::AgentFrame>(read);
  std::visit(
      [this](auto& it) {
        using Frame = std::decay_t<decltype(it)>;
        constexpr bool is_hello = std::is_same_v<Frame, protocol::AgentHello>;
        constexpr bool is_message =
            std::is_same_v<Frame, protocol::Post> || std::is_same_v<Frame, protocol::Note>;
        if (is_hello == joined()) {
          return bad_frame({protocol::ErrorCode::hello_first,
                            "hello comes first, and once",
                            {},
                            {},
                            std::string(it.type)});
        }
        if constexpr (is_message) {
          if (!may_send_message(it.type, it.client_id)) return;
        } else {
          if (!may_send_frame(it.type)) return;
        }
        take(it);
      },
      frame);
}

void AgentSession::take(const protocol::AgentHello& frame) {
  if (frame.protocol != protocol::version) {
    return connection_.close(CloseCode::unsupported_version, "this server speaks version 1");
  }
  if (!host_.may_show()) return connection_.close(CloseCode::resync, "the store is away");
  const auto known = host_.config().agents.find(me_.agent);
  if (known == host_.config().agents.end() || known->second.generation != generation_) {
    return connection_.close(CloseCode::signed_out, "the sign-in ended");
  }
  host_.apply(core::command::AgentConnect{me_.agent});
  const core::Agent* agent = core::find(host_.floor(), me_.agent);
  if (!agent) return connection_.close(CloseCode::signed_out, "no such agent");
  welcome(*agent);
  join();
}

void AgentSession::welcome(const core::Agent& agent) {
  protocol::AgentWelcome view{};
  view.protocol = protocol::version;
  view.epoch = host_.epoch();
  view.now = host_.now().ms;
  view.agent = agent_view(agent);
  const bool steers = agent.setting.role != core::Role::agent;
  for (const core::QueueSetting& setting : host_.config().queues) {
    const core::Queue* queue = core::find(host_.floor(), setting.id);
    const auto& served = agent.setting.queues;
    if (!queue || (!steers && !std::binary_search(served.begin(), served.end(), setting.id)))
      continue;
    view.queues.push_back({setting.id.value, setting.name, queue->waiting.size()});
  }
  for (const core::Conversation* row : host_.publisher().list_rows(me_)) {
    view.conversations.push_back(
        agent_conversation_view(host_.floor(), host_.config(), *row, me_.agent));
  }
  host_.send(me_, view);
  if (steers && host_.watchdog().troubled()) host_.send(me_, host_.watchdog().view());
}

core::AgentStatus AgentSession::status_of(protocol::AgentStatus status) {
  switch (status) {
    case protocol::AgentStatus::online:
      return core::AgentStatus::online;
    case protocol::AgentStatus::away:
      return core::AgentStatus::away;
    case protocol::AgentStatus::offline:
      return core::AgentStatus::offline;
  }
  return core::AgentStatus::offline;
}

void AgentSession::take(const protocol::Status& frame) {
  apply(core::command::SetStatus{me_.agent, status_of(frame.status)}, frame.type);
}

void AgentSession::take(const protocol::Accept& frame) {
  apply(core::command::Accept{me_.agent, core::ConversationId{frame.conversation}}, frame.type,
        frame.conversation);
}

void AgentSession::take(const protocol::Decline& frame) {
  apply(core::command::Decline{me_.agent, core::ConversationId{frame.conversation}}, frame.type,
        frame.conversation);
}

void AgentSession::take(protocol::Transfer& frame) {
  apply(core::command::Transfer{me_.agent, core::ConversationId{frame.conversation},
                                core::AgentId{frame.agent}, std::move(frame.note)},
        frame.type, frame.conversation);
}

void AgentSession::take(protocol::TransferToQueue& frame) {
  apply(core::command::Transfer{me_.agent, core::ConversationId{frame.conversation},
                                core::QueueId{frame.queue}, std::move(frame.note)},
        frame.type, frame.conversation);
}

void AgentSession::take(const protocol::Targets&) {
  host_.send(me_, target_list_view(host_.floor(), host_.config(), me_.agent));
}

void AgentSession::take(const protocol::WatchBoard& frame) {
  const core::Agent* agent = core::find(host_.floor(), me_.agent);
  if (!agent || agent->setting.role == core::Role::agent) {
    return refuse(core::Rejection::not_permitted, frame.type, {});
  }
  if (!frame.active) return host_.board().leave(me_);
  host_.board().watch(me_);
}

void AgentSession::take(const protocol::WatchVisitors& frame) {
  if (!frame.active) return host_.visitors().leave(me_);
  host_.visitors().watch(me_, core::VisitorId{frame.after.value_or(0)});
}

void AgentSession::take(const protocol::Acknowledge& frame) {
  apply(core::command::Acknowledge{me_.agent, frame.alarm}, frame.type);
}

void AgentSession::take(protocol::InviteVisitor& frame) {
  core::command::InviteVisitor command;
  command.agent = me_.agent;
  command.visitor = core::VisitorId{frame.visitor};
  command.kind = kind_of(frame.kind);
  command.text = std::move(frame.text);
  const core::Visitor* visitor = core::find(host_.floor(), command.visitor);
  const auto& sites = host_.config().sites;
  const auto site = visitor && visitor->visit ? sites.find(visitor->visit->site) : sites.end();
  if (site != sites.end()) command.queue = site->second.queue;
  apply(command, frame.type);
}

void AgentSession::take(const protocol::Hold& frame) {
  apply(core::command::Hold{me_.agent, core::ConversationId{frame.conversation}, frame.held},
        frame.type, frame.conversation);
}

void AgentSession::take(protocol::Post& frame) {
  if (!may_name(frame.conversation, frame.type, frame.client_id)) return;
  core::command::Post command;
  if (!take_file(frame, command.file)) return;
  command.agent = me_.agent;
  command.conversation = core::ConversationId{frame.conversation};
  command.client_id = frame.client_id;
  command.text = std::move(frame.text);
  const auto where = command.conversation;
  post(std::move(command), where, frame.client_id, frame.type);
}

void AgentSession::take(const protocol::History& frame) {
  if (conversation(frame.conversation)) return ClientSession::take(frame);
  const core::Agent* reader = core::find(host_.floor(), me_.agent);
  const bool reads_all = reader != nullptr && reader->setting.role != core::Role::agent;
  const core::ConversationId where{frame.conversation};
  if (reads_all && core::find(host_.floor(), where) != nullptr) {
    return send_history(where, frame.before, static_cast<std::size_t>(frame.limit));
  }
  archivist_.ask(
      host_.loop(),
      [account = host_.floor().account, id = where, agent = me_.agent,
       reads_all](ports::Archive& archive) {
        const auto past = archive.conversation(account, id);
        return past && (reads_all || archive.met(account, past->visitor, agent));
      },
      [this, outlet = me_.outlet, id = frame.conversation, before = frame.before,
       limit = static_cast<std::size_t>(frame.limit)](std::optional<bool> may_read) {
        if (!outlet->connection) return;  // the session is gone too
        constexpr std::string_view type = protocol::History::type;
        if (!may_read) return refuse(Refusal::retry_later, type, {}, id);
        if (!*may_read) return refuse(core::Rejection::unknown_conversation, type, {}, id);
        send_history(core::ConversationId{id}, before, limit);
      });
}

void AgentSession::take(const protocol::Ping& frame) {
  host_.apply(core::command::AgentHeartbeat{me_.agent});
  ClientSession::take(frame);
}

void AgentSession::left(bool was_last) {
  host_.board().leave(me_);
  host_.visitors().leave(me_);
  if (was_last) host_.apply(core::command::AgentDisconnect{me_.agent});
}

}  // namespace usher::app
