#include "app/visitor_session.hpp"

#include "app/source/read_source.hpp"
#include "app/views.hpp"
#include "core/limits.hpp"
#include "protocol/write.hpp"

namespace usher::app {

VisitorSession::VisitorSession(FloorHost& host, const Options& options, const VisitorTokens& tokens,
                               const ports::Charset& charset, core::SiteId site,
                               Connection& connection)
    : ClientSession(host, options, connection), tokens_(tokens), charset_(charset) {
  me_.site = site;
}

void VisitorSession::on_frame(std::string_view text) {
  auto read = protocol::read_visitor_frame(text);
  if (const auto* error = std::get_if<protocol::FrameError>(&read)) return bad_frame(*error);
  auto& frame = std::get<protocol::VisitorFrame>(read);
  std::visit(
      [this](auto& it) {
        using Frame = std::decay_t<decltype(it)>;
        constexpr bool is_hello = std::is_same_v<Frame, protocol::VisitorHello>;
        constexpr bool is_message = std::is_same_v<Frame, protocol::Ask>;
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

void VisitorSession::take(const protocol::VisitorHello& frame) {
  if (frame.protocol != protocol::version) {
    return connection_.close(CloseCode::unsupported_version, "this server speaks version 1");
  }
  const auto site = host_.config().sites.find(me_.site);
  if (site == host_.config().sites.end()) {
    return connection_.close(CloseCode::site_gone, "no such site");
  }
  if (frame.token) {
    const auto visitor = tokens_.verify(me_.site, *frame.token);
    if (!visitor) return connection_.close(CloseCode::bad_token, "the token is not good here");
    me_.visitor = *visitor;
  } else {
    me_.visitor = host_.mint<core::VisitorId>();
  }
  host_.apply(core::command::VisitorConnect{me_.visitor, me_.site});
  welcome(site->second);
  join();
}

void VisitorSession::welcome(const ports::Site& site) {
  const std::string token = tokens_.issue(me_.site, me_.visitor);
  protocol::VisitorWelcome view{};
  view.protocol = protocol::version;
  view.epoch = host_.epoch();
  view.now = host_.now().ms;
  view.visitor = me_.visitor.value;
  view.token = token;
  view.site = {site.key, site.name, site.colour, site.greeting, site.typing_preview};
  view.queues = host_.queue_news().view();
  const core::Visitor* visitor = core::find(host_.floor(), me_.visitor);
  const core::Conversation* last =
      visitor && visitor->conversation ? core::find(host_.floor(), visitor->conversation) : nullptr;
  if (last) view.conversation = visitor_conversation_view(host_.floor(), *last, host_.config());
  host_.send(me_, view);
}

void VisitorSession::take(const protocol::Page& frame) {
  apply(core::command::ViewPage{me_.visitor, me_.site, host_.mint<core::VisitId>(), frame.url,
                                frame.title, frame.referrer,
                                read_source(frame.referrer, frame.url, charset_)},
        frame.type);
}

void VisitorSession::take(protocol::Ask& frame) {
  const core::Visitor* visitor = core::find(host_.floor(), me_.visitor);
  const core::ConversationId where = visitor ? visitor->conversation : core::ConversationId{};
  core::command::Ask command;
  command.visitor = me_.visitor;
  command.site = me_.site;
  if (frame.queue) {
    command.queue = core::QueueId{*frame.queue};
  } else if (const auto site = host_.config().sites.find(me_.site);
             site != host_.config().sites.end()) {
    command.queue = site->second.queue;
  }
  command.fresh_conversation = host_.mint<core::ConversationId>();
  command.client_id = frame.client_id;
  command.text = std::move(frame.text);
  if (frame.tag) command.skills.push_back(*frame.tag);
  if (frame.agent) command.wanted = core::AgentId{*frame.agent};
  post(std::move(command), where, frame.client_id, frame.type);
}

void VisitorSession::take(const protocol::Identify& frame) {
  apply(
      core::command::Identify{me_.visitor, frame.name, frame.email, frame.phone, frame.attributes},
      frame.type);
}

void VisitorSession::left(bool was_last) {
  if (was_last) host_.apply(core::command::VisitorDisconnect{me_.visitor});
}

}  // namespace usher::app
