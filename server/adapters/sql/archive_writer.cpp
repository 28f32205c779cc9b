#include "adapters/sql/archive_writer.hpp"

#include "adapters/sql/archive_reads.hpp"
#include "adapters/sql/archive_schema.hpp"
#include "core/codec.hpp"
#include "ports/funnel_keys.hpp"

namespace usher::adapters {
namespace {

using soci::use;

// One row. To its end: the engine would go on reading otherwise, and never empty its log.
void read(soci::statement& row) {
  row.execute(true);
  while (row.fetch()) {
  }
}

}  // namespace

// What each message and each page needs, prepared once: bound to the members above them.
struct ArchiveWriter::Statements {
  explicit Statements(soci::session& session)
      : insert((session.prepare << "INSERT INTO message (conversation, seq, at_ms, author_kind,"
                                   " author, body) VALUES (:conversation, :seq, :at_ms,"
                                   " :author_kind, :author, :body)",
                use(conversation), use(seq), use(at_ms), use(author_kind), use(author), use(body))),
        find((session.prepare << "SELECT visitor, (SELECT max(number) FROM message)"
                                 " FROM conversation WHERE id = :id",
              use(conversation), soci::into(visitor), soci::into(row))),
        index((session.prepare << "INSERT INTO message_word (rowid, words) VALUES (:row, :words)",
               use(row), use(terms))),
        count((session.prepare << "UPDATE conversation SET messages = messages + 1 WHERE id = :id",
               use(conversation))),
        serve((session.prepare << "UPDATE visit SET served = 1 WHERE served = 0 AND id ="
                                  " (SELECT visit FROM conversation WHERE id = :id)",
               use(conversation))),
        next((session.prepare << "SELECT coalesce(max(number) + 1, 0) FROM page WHERE visit = :id",
              use(visit), soci::into(page))),
        view((session.prepare << "INSERT INTO page (visit, number, at_ms, url, title, view)"
                                 " VALUES (:visit, :number, :at_ms, :url, :title, :view)",
              use(visit), use(page), use(at_ms), use(url), use(title), use(key))),
        dwell((session.prepare << "UPDATE page SET visible_ms = :visible_ms, active_ms = :active_ms"
                                  " WHERE visit = :visit AND view = :view",
               use(visible_ms), use(active_ms), use(visit), use(key))) {}

  Number conversation = 0, seq = 0, at_ms = 0, author = 0, visitor = 0, row = 0;
  int author_kind = 0;
  std::string body, terms;
  Number visit = 0, page = 0, visible_ms = 0, active_ms = 0;
  std::string url, title, key;
  soci::statement insert;
  soci::statement find;
  soci::statement index;
  soci::statement count;
  soci::statement serve;
  soci::statement next;
  soci::statement view;
  soci::statement dwell;
};

ArchiveWriter::ArchiveWriter(soci::session& session)
    : session_(session), people_(session), statements_(std::make_unique<Statements>(session)) {}
ArchiveWriter::~ArchiveWriter() = default;

void ArchiveWriter::write(core::AccountId account, const core::Recorded& row) {
  namespace event = core::event;
  account_ = number(account);
  if (const auto* visit = std::get_if<event::VisitStarted>(&row.event)) {
    start_visit(*visit, row.at);
  } else if (const auto* page = std::get_if<event::PageViewed>(&row.event)) {
    view_page(*page, row.at);
  } else if (const auto* dwell = std::get_if<event::PageDwelled>(&row.event)) {
    keep_dwell(*dwell);
  } else if (const auto* over = std::get_if<event::VisitEnded>(&row.event)) {
    end_visit(*over, row.at);
  } else if (const auto* invited = std::get_if<event::VisitorInvited>(&row.event)) {
    invite(*invited, row.at);
  } else if (const auto* answered = std::get_if<event::InvitationAnswered>(&row.event)) {
    answer(*answered);
  } else if (const auto* opened = std::get_if<event::ConversationOpened>(&row.event)) {
    open(*opened, row.at);
  } else if (const auto* message = std::get_if<event::MessagePosted>(&row.event)) {
    post(*message, row.at);
  } else if (const auto* assigned = std::get_if<event::Assigned>(&row.event)) {
    assign(assigned->conversation, assigned->agent);
  } else if (const auto* transferred = std::get_if<event::Transferred>(&row.event)) {
    assign(transferred->conversation, transferred->agent);
  } else if (const auto* requeued = std::get_if<event::Requeued>(&row.event)) {
    move(*requeued);
  } else if (const auto* closed = std::get_if<event::Closed>(&row.event)) {
    close(closed->conversation, row.at);
  } else if (const auto* reopened = std::get_if<event::Reopened>(&row.event)) {
    close(reopened->conversation, {});
    leave(reopened->conversation, false);
  } else if (const auto* left = std::get_if<event::MessageLeft>(&row.event)) {
    leave(left->conversation, true);
  } else if (const auto* rated = std::get_if<event::Rated>(&row.event)) {
    rate(*rated);
  } else {
    people_.write(account, row);
  }
}

void ArchiveWriter::start_visit(const core::event::VisitStarted& e, core::Time at) {
  people_.meet({static_cast<std::uint64_t>(account_)}, e.visitor, at);
  const Number id = number(e.visit), visitor = number(e.visitor), started_at = at.ms;
  std::string started;
  core::encode_body(e, started);
  const core::Source from = e.source.value_or(core::Source{});
  const std::string source = ports::source_key(from);
  session_ << "INSERT INTO visit (id, account, visitor, started_at, started, source, campaign)"
              " VALUES (:id, :account, :visitor, :started_at, :started, :source, :campaign)",
      use(id), use(account_), use(visitor), use(started_at), use(started), use(source),
      use(from.campaign.name);
}

void ArchiveWriter::view_page(const core::event::PageViewed& e, core::Time at) {
  Statements& hot = *statements_;
  hot.visit = number(e.visit);
  hot.at_ms = e.opened_at.ms > 0 ? e.opened_at.ms : at.ms;
  hot.url = e.url;
  hot.title = e.title;
  hot.key = e.view;
  read(hot.next);
  hot.view.execute(true);
  if (hot.page > 0) return;
  const std::string path = ports::path_of(e.url);
  session_ << "UPDATE visit SET entry = :path WHERE id = :visit", use(path), use(hot.visit);
}

void ArchiveWriter::keep_dwell(const core::event::PageDwelled& e) {
  Statements& hot = *statements_;
  hot.visit = number(e.visit);
  hot.visible_ms = e.dwell.visible_ms;
  hot.active_ms = e.dwell.active_ms;
  hot.key = e.view;
  hot.dwell.execute(true);
}

void ArchiveWriter::end_visit(const core::event::VisitEnded& e, core::Time at) {
  const Number visit = number(e.visit);
  session_ << "UPDATE visit SET ended_at = :at WHERE id = :visit", use(at.ms), use(visit);
}

void ArchiveWriter::invite(const core::event::VisitorInvited& e, core::Time at) {
  const Number visit = number(e.visit), visitor = number(e.visitor), by = number(e.by),
               invitation = static_cast<Number>(e.invitation);
  session_ << "UPDATE visit SET invited = 1 WHERE id = :visit", use(visit);
  if (e.withheld) return;
  session_ << "INSERT INTO invitation (visit, number, visitor, at_ms, by_agent, body, answer)"
              " VALUES (:visit, :number, :visitor, :at, :by, :body, 0)",
      use(visit), use(invitation), use(visitor), use(at.ms), use(by), use(e.text);
}

void ArchiveWriter::answer(const core::event::InvitationAnswered& e) {
  const Number visit = number(e.visit), invitation = static_cast<Number>(e.invitation);
  const int answer = static_cast<int>(e.answer);
  session_ << "UPDATE invitation SET answer = :answer WHERE visit = :visit AND number = :number",
      use(answer), use(visit), use(invitation);
}

void ArchiveWriter::open(const core::event::ConversationOpened& e, core::Time at) {
  const Number id = number(e.conversation), visitor = number(e.visitor), site = number(e.site),
               queue = number(e.queue);
  Number visit = 0;  // the one under way, if any
  session_ << "SELECT id FROM visit WHERE account = :account AND visitor = :visitor"
              " AND ended_at = 0 ORDER BY id DESC LIMIT 1",
      use(account_), use(visitor), soci::into(visit);
  session_ << "INSERT INTO conversation (id, account, visitor, site, queue, visit, opened_at)"
              " VALUES (:id, :account, :visitor, :site, :queue, :visit, :opened_at)",
      use(id), use(account_), use(visitor), use(site), use(queue), use(visit), use(at.ms);
  session_ << "UPDATE visit SET chatted = 1 WHERE id = :visit", use(visit);
}

void ArchiveWriter::post(const core::event::MessagePosted& e, core::Time at) {
  Statements& hot = *statements_;
  hot.conversation = number(e.conversation);
  hot.seq = static_cast<Number>(e.seq);
  hot.at_ms = at.ms;
  hot.author_kind = static_cast<int>(e.author.kind);
  hot.author = static_cast<Number>(e.author.id);
  hot.body = e.text;
  hot.insert.execute(true);
  read(hot.find);
  hot.terms = index_words(e.text, account_, hot.visitor);
  hot.index.execute(true);
  hot.count.execute(true);
  if (e.author.kind == core::AuthorKind::agent) hot.serve.execute(true);
}

void ArchiveWriter::assign(core::ConversationId conversation, core::AgentId agent) {
  const Number id = number(conversation), owner = number(agent);
  session_ << "UPDATE conversation SET agent = :owner WHERE id = :id", use(owner), use(id);
  session_ << "INSERT INTO part (conversation, agent) SELECT :id, :owner WHERE NOT EXISTS"
              " (SELECT 1 FROM part WHERE conversation = :same AND agent = :him)",
      use(id), use(owner), use(id), use(owner);
}

void ArchiveWriter::move(const core::event::Requeued& e) {
  if (!e.queue) return;
  const Number id = number(e.conversation), queue = number(e.queue);
  session_ << "UPDATE conversation SET queue = :queue WHERE id = :id", use(queue), use(id);
}

void ArchiveWriter::close(core::ConversationId conversation, core::Time at) {
  const Number id = number(conversation);
  session_ << "UPDATE conversation SET closed_at = :at WHERE id = :id", use(at.ms), use(id);
}

void ArchiveWriter::leave(core::ConversationId conversation, bool left) {
  const Number id = number(conversation);
  const int is_left = left ? 1 : 0;
  session_ << "UPDATE conversation SET is_left = :is_left WHERE id = :id", use(is_left), use(id);
}

void ArchiveWriter::rate(const core::event::Rated& e) {
  const Number id = number(e.conversation);
  const int score = static_cast<int>(e.score);
  session_ << "UPDATE conversation SET score = :score WHERE id = :id", use(score), use(id);
  session_ << "UPDATE visit SET rated = 1 WHERE id = (SELECT visit FROM conversation"
              " WHERE id = :id)",
      use(id);
}

}  // namespace usher::adapters
