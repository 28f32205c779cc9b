#include "app/visitor_session.hpp"

#include <algorithm>

#include "app/beacon.hpp"
#include "app/views.hpp"
#include "core/faq_limits.hpp"
#include "core/masking.hpp"
#include "protocol/write.hpp"

namespace usher::app {

namespace {

// Blanks say nothing.
std::optional<std::string> said(std::optional<std::string>& text) {
  if (!text || text->find_first_not_of(" \t\n") == std::string::npos) return std::nullopt;
  return std::move(text);
}

std::vector<std::string> lines_in(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// Each one, and once.
bool are_among(const std::vector<std::string>& chosen, const std::vector<std::string>& all) {
  return std::ranges::all_of(chosen, [&](const std::string& each) {
    return std::ranges::find(all, each) != all.end() && std::ranges::count(chosen, each) == 1;
  });
}

template <class Frame>
core::Contact contact_of(Frame& frame) {
  return {said(frame.name), said(frame.email), said(frame.phone)};
}

}  // namespace

VisitorSession::VisitorSession(FloorHost& host, const Options& options, const FileTickets& files,
                               const VisitorTokens& tokens, const ports::Charset& charset,
                               const ports::Crypto& crypto, FaqReaders& faq_readers,
                               const Admission::Visitor& admitted, Connection& connection)
    : ClientSession(host, options, files, connection),
      tokens_(tokens),
      charset_(charset),
      crypto_(crypto),
      admitted_(admitted),
      faq_readers_(faq_readers),
      searches_(options.frames_per_second > 0 ? limits::faq_searches_per_second : 0,
                limits::faq_searches_burst) {
  me_.site = admitted.site;
}

void VisitorSession::on_frame(std::string_view text) {
  if (me_.forgotten || moved()) return;
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
  if (!host_.may_show()) return connection_.close(CloseCode::resync, "the store is away");
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
  language_ = frame.locale.value_or("");
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
  view.site = {site.key,     site.name,   site.colour, site.greeting, site.typing_preview,
               std::nullopt, std::nullopt};
  if (!site.left_reply.empty()) view.site.left_reply = site.left_reply;
  if (!host_.config().faq->first({site, language_}, 1).empty()) view.site.faq = true;
  if (site.rating) {
    view.site.rating =
        protocol::RatingQuestion{{site.rating_reasons.begin(), site.rating_reasons.end()}};
  }
  if (host_.inviter().wants(core::RuleInput::exit_intent)) view.site.exit_intent = true;
  view.queues = host_.queue_news().view();
  const core::Visitor* known = visitor();
  const core::Form asked = core::to_ask(site.form, known);
  if (!asked.empty()) view.form = form_view(asked);
  view.reachable = core::reachable(known, {});
  const core::Conversation* last =
      known && known->conversation ? core::find(host_.floor(), known->conversation) : nullptr;
  if (const core::Invitation* invited = core::open_invitation(known)) {
    view.invitation = invitation_view(*invited, host_.config());
  }
  if (last) view.conversation = visitor_conversation_view(host_.floor(), *last, host_.config());
  host_.send(me_, view);
}

void VisitorSession::take(const protocol::Page& frame) {
  if (!visits(admitted_.device)) return;
  const auto fresh = host_.mint<core::VisitId>();
  apply(view_page(me_.visitor, admitted_, fresh, frame, charset_), frame.type);
}

void VisitorSession::take(const protocol::Dwell& frame) {
  apply(report_dwell(me_.visitor, frame), frame.type);
}

void VisitorSession::take(protocol::Ask& frame) {
  const core::Visitor* known = visitor();
  const core::ConversationId where = known ? known->conversation : core::ConversationId{};
  core::command::Ask command;
  if (!take_file(frame, command.file)) return;
  command.may_open = !core::lacking(form(), known);
  if (frame.leave.value_or(false)) {
    command.leave = contact_of(frame);
    if (!may_tell(*command.leave, vouched(), frame.type, frame.client_id)) return;
    const auto fault = core::fault_of(*command.leave);
    if (fault) return refuse_answer(*fault, frame.type, frame.client_id);
  }
  command.visitor = me_.visitor;
  command.site = me_.site;
  const auto site = host_.config().sites.find(me_.site);
  const bool known_site = site != host_.config().sites.end();
  if (frame.queue) {
    command.queue = core::QueueId{*frame.queue};
  } else if (known_site) {
    command.queue = site->second.queue;
  }
  command.fresh_conversation = host_.mint<core::ConversationId>();
  command.client_id = frame.client_id;
  command.text = known_site && site->second.masks_numbers
                     ? core::without_secret_numbers(std::move(frame.text))
                     : std::move(frame.text);
  if (frame.tag) command.skills.push_back(*frame.tag);
  if (frame.agent) command.wanted = core::AgentId{*frame.agent};
  post(std::move(command), where, frame.client_id, frame.type);
}

void VisitorSession::take(const protocol::Identify& frame) {
  core::command::Identify command{me_.visitor, frame.name, frame.email, frame.phone,
                                  frame.attributes};
  const auto site = host_.config().sites.find(me_.site);
  if (site == host_.config().sites.end()) {
    return refuse(core::Rejection::not_permitted, frame.type, {});
  }
  if (const auto fault = prove(crypto_, site->second, host_.now(), frame, command)) {
    return refuse_proof(*fault, frame.type);
  }
  proof_ = frame.token ? "token" : "external_id";
  const core::Vouched by = core::both(vouched(), command.proven.value_or(core::Identity{}).vouched);
  if (!may_tell({command.name, command.email, command.phone}, by, frame.type)) return;
  apply(command, frame.type);
}

core::Vouched VisitorSession::vouched() const {
  const core::Visitor* known = visitor();
  return known ? known->identity.vouched : core::Vouched{};
}

bool VisitorSession::may_tell(const core::Contact& told, const core::Vouched& vouched,
                              std::string_view reply_to, std::string_view client_id) {
  const auto site = host_.config().sites.find(me_.site);
  if (site == host_.config().sites.end() || !site->second.verified_only) return true;
  const std::string_view field = unproven(told, vouched);
  if (field.empty()) return true;
  constexpr auto code = protocol::ErrorCode::verified_only;
  refuse_proof({code, std::string(field), protocol::meaning_of(code)}, reply_to, client_id);
  return false;
}

void VisitorSession::refuse_proof(const ProofFault& fault, std::string_view reply_to,
                                  std::string_view client_id) {
  protocol::Error error{};
  error.code = fault.code;
  error.message = fault.why;
  error.field = fault.field;
  error.reply_to = reply_to;
  if (!client_id.empty()) error.client_id = client_id;
  send_error(error);
}

void VisitorSession::take(protocol::FillForm& frame) {
  core::Contact told = contact_of(frame);
  if (!may_tell(told, vouched(), frame.type)) return;
  core::command::Identify answers{
      me_.visitor, std::move(told.name), std::move(told.email), std::move(told.phone), {}};
  for (auto& [name, value] : frame.attributes) {
    std::optional<std::string> text = std::move(value);
    if (auto answer = said(text)) answers.attributes.emplace(name, *std::move(answer));
  }
  if (const auto fault = core::fault_of(form(), visitor(), answers)) {
    return refuse_answer(*fault, frame.type);
  }
  const auto result = host_.apply(answers, &me_);
  const auto* decision = std::get_if<core::Decision>(&result);
  if (!decision) return refuse(result, frame.type, {});
  if (decision->events.empty()) tell_form();  // else everybody hears of it
}

void VisitorSession::take(protocol::LeaveMessage& frame) {
  core::Contact contact = contact_of(frame);
  if (!may_tell(contact, vouched(), frame.type)) return;
  if (const auto fault = core::fault_of(contact)) return refuse_answer(*fault, frame.type);
  apply(core::command::LeaveMessage{me_.visitor, core::ConversationId{frame.conversation},
                                    std::move(contact)},
        frame.type, frame.conversation);
}

void VisitorSession::take(protocol::Rate& frame) {
  const auto site = host_.config().sites.find(me_.site);
  if (site == host_.config().sites.end() || !site->second.rating) {
    return refuse(core::Rejection::not_permitted, frame.type, {}, frame.conversation);
  }
  auto reasons = lines_in(frame.reasons);
  if (!are_among(reasons, site->second.rating_reasons)) {
    return refuse_answer({"reasons", false}, frame.type);
  }
  std::optional<std::string> comment = std::move(frame.comment);
  const std::string comment_text = said(comment).value_or(std::string());
  const core::command::Rate command{
      me_.visitor, core::ConversationId{frame.conversation},
      static_cast<std::uint32_t>(frame.score), std::move(reasons),
      site->second.masks_numbers ? core::without_secret_numbers(comment_text) : comment_text};
  answer_rating(command, frame.conversation, frame.type);
}

void VisitorSession::take(const protocol::SkipRating& frame) {
  answer_rating(core::command::SkipRating{me_.visitor, core::ConversationId{frame.conversation}},
                frame.conversation, frame.type);
}

void VisitorSession::take(const protocol::AnswerInvitation& frame) {
  core::command::AnswerInvitation command{me_.visitor, me_.site, frame.invitation, frame.accepted,
                                          host_.mint<core::ConversationId>()};
  command.may_open = !core::lacking(form(), visitor());
  apply(command, frame.type);
}

void VisitorSession::take(const protocol::Track& frame) {
  host_.inviter().track(me_.visitor, std::string(frame.event));
}

// Everybody hears of what is new; who says the same again is shown what is known.
void VisitorSession::answer_rating(const core::Command& command, std::uint64_t conversation,
                                   std::string_view reply_to) {
  const auto result = host_.apply(command, &me_);
  const auto* decision = std::get_if<core::Decision>(&result);
  if (!decision) return refuse(result, reply_to, {}, conversation);
  if (!decision->events.empty()) return;
  const core::Conversation* known = core::find(host_.floor(), core::ConversationId{conversation});
  host_.send(me_, protocol::ConversationChanged{
                      visitor_conversation_view(host_.floor(), *known, host_.config())});
}

const core::Form& VisitorSession::form() const {
  static const core::Form none;
  const auto site = host_.config().sites.find(me_.site);
  return site == host_.config().sites.end() ? none : site->second.form;
}

void VisitorSession::tell_form() {
  const core::Form asked = core::to_ask(form(), visitor());
  host_.send(me_, protocol::VisitorForm{form_view(asked), core::reachable(visitor(), {})});
}

// The form may be newer than what this visitor was told of it.
void VisitorSession::explain(core::Rejection rejection, protocol::Error& error) {
  if (rejection == core::Rejection::contact_required) error.field = "email";
  if (rejection == core::Rejection::other_identity) error.field = proof_;
  if (rejection != core::Rejection::form_required) return;
  tell_form();
  const core::FormField* field = core::lacking(form(), visitor());
  if (!field) return;
  lacking_ = core::path_of(*field);
  error.field = lacking_;
}

void VisitorSession::refuse_answer(const core::AnswerFault& fault, std::string_view reply_to,
                                   std::string_view client_id) {
  protocol::Error error{};
  error.code = fault.missing ? protocol::ErrorCode::missing_field : protocol::ErrorCode::bad_value;
  error.message = protocol::meaning_of(error.code);
  error.field = fault.field;
  error.reply_to = reply_to;
  if (!client_id.empty()) error.client_id = client_id;
  send_error(error);
}

void VisitorSession::left(bool was_last) {
  if (was_last) host_.apply(core::command::VisitorDisconnect{me_.visitor});
}

}  // namespace usher::app
