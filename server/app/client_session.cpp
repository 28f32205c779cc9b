#include "app/client_session.hpp"

#include <algorithm>

#include "app/rejection_view.hpp"
#include "app/views.hpp"
#include "core/limits.hpp"
#include "protocol/write.hpp"

namespace usher::app {

namespace {

constexpr std::uint32_t burst_factor = 4;

// Keeps the entries nearest to the cursor that fit into one frame.
void cut_to_size(ports::Entries& page, protocol::Direction direction) {
  auto& entries = page.entries;
  if (direction == protocol::Direction::before) std::reverse(entries.begin(), entries.end());
  std::size_t bytes = 0;
  std::size_t kept = 0;
  for (const core::Recorded& recorded : entries) {
    const auto* message = std::get_if<core::event::MessagePosted>(&recorded.event);
    bytes += message ? message->text.size() : 0;
    if (kept > 0 && bytes > limits::page_bytes_max) break;
    ++kept;
  }
  if (kept < entries.size()) {
    entries.resize(kept);
    page.more = true;
  }
  if (direction == protocol::Direction::before) std::reverse(entries.begin(), entries.end());
}

// A page of entries for the wire; the texts stay in `page`.
protocol::Entries entries_view(FloorHost& host, core::ConversationId conversation,
                               protocol::Direction direction, const ports::Entries& page) {
  protocol::Entries view{};
  view.conversation = conversation.value;
  view.epoch = host.epoch();
  view.direction = direction;
  view.more = page.more;
  view.entries.reserve(page.entries.size());
  for (const core::Recorded& recorded : page.entries) {
    auto entry = entry_view(host.floor(), host.config(), recorded.event, recorded.at);
    if (entry) view.entries.push_back(*entry);
  }
  return view;
}

template <class Frame>
void send_now(Outlet& outlet, const Frame& frame) {
  if (!outlet.connection) return;
  std::string text;
  protocol::write(text, frame);
  outlet.connection->send(text);
}

// Answers a page request once the journal has read it; the session may be gone by then.
auto page_reply(FloorHost& host, std::shared_ptr<Outlet> outlet, core::ConversationId conversation,
                protocol::Direction direction) {
  return [&host, outlet = std::move(outlet), conversation,
          direction](std::optional<ports::Entries> page) {
    if (page) {
      cut_to_size(*page, direction);
      return send_now(*outlet, entries_view(host, conversation, direction, *page));
    }
    protocol::Error error = error_view(Refusal::retry_later);
    error.conversation = conversation.value;
    error.reply_to =
        direction == protocol::Direction::after ? protocol::Resume::type : protocol::History::type;
    send_now(*outlet, error);
  };
}

}  // namespace

ClientSession::ClientSession(FloorHost& host, const Options& options, const FileTickets& files,
                             Connection& connection)
    : host_(host),
      files_(files),
      connection_(connection),
      messages_(options.messages_per_second, options.messages_per_second * burst_factor),
      frames_(options.frames_per_second, options.frames_per_second * burst_factor) {
  me_.outlet = std::make_shared<Outlet>(Outlet{&connection});
}

ClientSession::~ClientSession() { me_.outlet->connection = nullptr; }

void ClientSession::on_closed() {
  me_.outlet->connection = nullptr;
  if (!joined_) return;
  joined_ = false;
  left(host_.publisher().leave(me_).first_or_last);
}

bool ClientSession::moved() {
  if (host_.here()) return false;
  connection_.close(CloseCode::resync, "the floor has moved");
  return true;
}

void ClientSession::join() {
  joined_ = true;
  connection_.known_as(author());
  host_.publisher().join(me_);
}

core::Author ClientSession::author() const {
  return me_.visitor ? core::author_of(me_.visitor) : core::author_of(me_.agent);
}

const core::Conversation* ClientSession::conversation(std::uint64_t id) const {
  const core::Conversation* found = core::find(host_.floor(), core::ConversationId{id});
  return found && host_.publisher().sees(me_, *found) ? found : nullptr;
}

bool ClientSession::may_name(std::uint64_t id, std::string_view reply_to,
                             std::string_view client_id) {
  const core::Conversation* found = core::find(host_.floor(), core::ConversationId{id});
  // A floor that is being rebuilt knows nothing; its refusal says so.
  if (!host_.serving() || (found && host_.publisher().may_know(me_, *found))) return true;
  refuse(core::Rejection::unknown_conversation, reply_to, client_id, id);
  return false;
}

void ClientSession::take(const protocol::Typing& frame) {
  const core::Conversation* where = conversation(frame.conversation);
  if (!where || where->state == core::ConversationState::closed) return;
  const auto name = me_.agent ? agent_name(host_.config(), me_.agent) : std::string_view();
  protocol::PeerTyping typing{frame.conversation, peer_kind(author().kind), name, frame.active, {}};
  if (me_.visitor) {
    const auto site = host_.config().sites.find(me_.site);
    const bool previews = site != host_.config().sites.end() && site->second.typing_preview;
    if (previews && frame.text) typing.text = *frame.text;
    return host_.publisher().tell_staff_now(*where, nullptr, typing);
  }
  // Who only looks on or advises is not there for the visitor.
  const bool owns = where->state == core::ConversationState::assigned && where->agent == me_.agent;
  const bool aside = !owns && !core::speaks(*where, me_.agent);
  if (aside) return host_.publisher().tell_staff_now(*where, &me_, typing);
  host_.publisher().tell_now(*where, me_, typing);
}

void ClientSession::take(const protocol::Mark& frame) {
  const core::Conversation* where = conversation(frame.conversation);
  if (!where)
    return refuse(core::Rejection::unknown_conversation, frame.type, {}, frame.conversation);
  // Only its owner reads for the agents' side.
  if (me_.agent && where->agent != me_.agent) return;
  apply(core::command::Mark{author(), where->id, frame.delivered, frame.read}, frame.type,
        frame.conversation);
}

void ClientSession::take(const protocol::Resume& frame) {
  const core::Conversation* where = conversation(frame.conversation);
  if (!where)
    return refuse(core::Rejection::unknown_conversation, frame.type, {}, frame.conversation);
  if (frame.epoch != host_.epoch() || frame.after > where->last_seq) {
    return host_.send(me_, protocol::Reset{frame.conversation, host_.epoch()});
  }
  if (frame.after == where->last_seq) {
    return host_.send(me_, entries_view(host_, where->id, protocol::Direction::after, {}));
  }
  host_.journal().entries_after(
      host_.floor().account, where->id, frame.after, limits::resume_entries_max, host_.loop(),
      page_reply(host_, me_.outlet, where->id, protocol::Direction::after));
}

void ClientSession::take(const protocol::History& frame) {
  const core::Conversation* where = conversation(frame.conversation);
  if (!where)
    return refuse(core::Rejection::unknown_conversation, frame.type, {}, frame.conversation);
  send_history(where->id, frame.before, static_cast<std::size_t>(frame.limit));
}

void ClientSession::send_history(core::ConversationId conversation, core::Seq before,
                                 std::size_t limit) {
  host_.journal().entries_before(
      host_.floor().account, conversation, before, limit, host_.loop(),
      page_reply(host_, me_.outlet, conversation, protocol::Direction::before));
}

void ClientSession::take(const protocol::Close& frame) {
  apply(core::command::Close{author(), core::ConversationId{frame.conversation}}, frame.type,
        frame.conversation);
}

void ClientSession::take(const protocol::Reopen& frame) {
  apply(core::command::Reopen{author(), core::ConversationId{frame.conversation}}, frame.type,
        frame.conversation);
}

void ClientSession::take(const protocol::Ping&) {
  send_now(*me_.outlet, protocol::Pong{host_.now().ms});
}

void ClientSession::post(core::Command command, core::ConversationId where,
                         const std::string& client_id, std::string_view reply_to) {
  const core::Position before = host_.floor().position;
  const auto result = host_.apply(command, &me_);
  const auto* rejection = std::get_if<core::Rejection>(&result);
  if (rejection && *rejection == core::Rejection::receipt_unknown) {
    const auto asked = [this, outlet = me_.outlet, command = std::move(command), client_id, where,
                        reply_to](ports::Journal::Found found) {
      if (!outlet->connection || me_.forgotten) return;  // the session is gone too
      if (!found) return refuse(Refusal::retry_later, reply_to, client_id);
      if (!*found) {
        const auto late = host_.apply(command, &me_, true);
        if (!std::holds_alternative<core::Decision>(late)) refuse(late, reply_to, client_id);
        return;
      }
      const auto& message = std::get<core::event::MessagePosted>((*found)->event);
      const bool same = std::visit(
          [&message](const auto& it) {
            if constexpr (requires { it.file; }) {
              return message.text == it.text && message.file == it.file;
            }
            return false;
          },
          command);
      if (!same) return refuse(core::Rejection::id_conflict, reply_to, client_id);
      host_.send(me_, protocol::Ack{client_id, where.value, message.seq, (*found)->at.ms});
    };
    return host_.journal().find_message(host_.floor().account, where, author(), client_id,
                                        host_.loop(), asked);
  }
  const auto* decision = std::get_if<core::Decision>(&result);
  if (!decision) return refuse(result, reply_to, client_id, where.value);
  if (host_.floor().position == before && decision->receipt) {  // a repetition
    const auto& receipt = *decision->receipt;
    host_.send(me_,
               protocol::Ack{client_id, receipt.conversation.value, receipt.seq, receipt.at.ms});
  }
}

void ClientSession::apply(const core::Command& command, std::string_view reply_to,
                          std::uint64_t conversation_id) {
  if (conversation_id > 0 && !may_name(conversation_id, reply_to, {})) return;
  const auto result = host_.apply(command, &me_);
  if (!std::holds_alternative<core::Decision>(result)) {
    refuse(result, reply_to, {}, conversation_id);
  }
}

bool ClientSession::may_send_message(std::string_view reply_to, std::string_view client_id) {
  return may_send(messages_, reply_to, client_id);
}

bool ClientSession::may_send_frame(std::string_view reply_to) {
  return may_send(frames_, reply_to, {});
}

bool ClientSession::may_send(TokenBucket& bucket, std::string_view reply_to,
                             std::string_view client_id) {
  if (bucket.take(host_.now())) return true;
  protocol::Error error{};
  error.code = protocol::ErrorCode::rate_limited;
  error.message = protocol::meaning_of(error.code);
  error.reply_to = reply_to;
  if (!client_id.empty()) error.client_id = client_id;
  error.retry_after_ms = bucket.wait_ms();
  send_now(*me_.outlet, error);
  return false;
}

void ClientSession::bad_frame(const protocol::FrameError& bad) {
  protocol::Error error{};
  error.code = bad.code;
  error.message = bad.message;
  if (!bad.field.empty()) error.field = bad.field;
  if (!bad.client_id.empty()) error.client_id = bad.client_id;
  if (!bad.reply_to.empty()) error.reply_to = bad.reply_to;
  send_now(*me_.outlet, error);
  if (++bad_frames_ >= limits::bad_frames_max) {
    connection_.close(CloseCode::policy, "too many bad frames");
  }
}

void ClientSession::refuse(const FloorHost::Result& result, std::string_view reply_to,
                           std::string_view client_id, std::uint64_t conversation_id) {
  protocol::Error error{};
  if (const auto* rejection = std::get_if<core::Rejection>(&result)) {
    error = error_view(*rejection);
    explain(*rejection, error);
  }
  if (const auto* refusal = std::get_if<Refusal>(&result)) error = error_view(*refusal);
  error.reply_to = reply_to;
  if (!client_id.empty()) error.client_id = client_id;
  if (conversation_id > 0) error.conversation = conversation_id;
  send_error(error);
}

void ClientSession::refuse_ticket(std::string_view reply_to, std::string_view client_id) {
  protocol::Error error{};
  error.code = protocol::ErrorCode::bad_value;
  error.message = "this is no file of yours: upload it first";
  error.field = "file";
  error.client_id = client_id;
  error.reply_to = reply_to;
  send_error(error);
}

void ClientSession::send_error(const protocol::Error& error) { send_now(*me_.outlet, error); }

}  // namespace usher::app
