#include "adapters/sql/archive_reads.hpp"

#include <limits>

#include "adapters/sql/archive_people.hpp"
#include "adapters/sql/place.hpp"
#include "core/codec.hpp"

namespace usher::adapters {
namespace {

using soci::into;
using soci::use;

constexpr Number newest = std::numeric_limits<Number>::max();
// Ids rise with time; 0 stands for none yet.
Number before_of(auto id) { return id ? number(id) : newest; }

std::optional<core::Time> time_of(Number stored) {
  if (stored == 0) return std::nullopt;
  return core::Time{stored};
}

// `which` is a condition without variables.
std::vector<ports::PastConversation> conversations_by(soci::session& session,
                                                      const std::string& which, Number account,
                                                      Number before, std::size_t limit) {
  Number id = 0, visitor = 0, site = 0, queue = 0, agent = 0, opened_at = 0, closed_at = 0,
         messages = 0;
  int score = 0;
  const auto most = static_cast<int>(limit);
  std::vector<ports::PastConversation> found;
  soci::statement rows =
      (session.prepare << "SELECT id, visitor, site, queue, agent, opened_at, closed_at, messages,"
                          " score FROM conversation WHERE account = :account AND " +
                              which + " AND id < :before ORDER BY id DESC LIMIT :most",
       use(account), use(before), use(most), into(id), into(visitor), into(site), into(queue),
       into(agent), into(opened_at), into(closed_at), into(messages), into(score));
  rows.execute();
  while (rows.fetch()) {
    found.push_back({id_of<core::ConversationId>(id), id_of<core::VisitorId>(visitor),
                     id_of<core::SiteId>(site), id_of<core::QueueId>(queue),
                     id_of<core::AgentId>(agent), core::Time{opened_at}, time_of(closed_at),
                     static_cast<std::uint64_t>(messages), static_cast<std::uint32_t>(score)});
  }
  return found;
}

std::string column_of(ports::FunnelBy by) {
  switch (by) {
    case ports::FunnelBy::source:
      return "source";
    case ports::FunnelBy::page:
      return "entry";
    case ports::FunnelBy::campaign:
      return "campaign";
    case ports::FunnelBy::all:
      break;
  }
  return "''";
}

}  // namespace

std::optional<ports::PastConversation> read_conversation(soci::session& session,
                                                         core::AccountId account,
                                                         core::ConversationId id) {
  auto found =
      conversations_by(session, "id = " + std::to_string(id.value), number(account), newest, 1);
  if (found.empty()) return std::nullopt;
  return found.front();
}

bool have_met(soci::session& session, core::AccountId account, core::VisitorId visitor,
              core::AgentId agent) {
  const Number owner = number(account), who = number(agent);
  int count = 0;
  session << "SELECT count(*) FROM conversation c JOIN part p ON p.conversation = c.id"
             " WHERE c.account = :account AND c.visitor IN (" +
                 group_of(session, account, visitor) + ") AND p.agent = :agent",
      use(owner), use(who), into(count);
  return count > 0;
}

std::vector<ports::PastConversation> read_conversations(soci::session& session,
                                                        core::AccountId account,
                                                        core::VisitorId visitor,
                                                        core::ConversationId before,
                                                        std::size_t limit) {
  return conversations_by(session, "visitor IN (" + group_of(session, account, visitor) + ")",
                          number(account), before_of(before), limit);
}

std::vector<ports::PastVisit> read_visits(soci::session& session, core::AccountId account,
                                          core::VisitorId visitor, core::VisitId before,
                                          std::size_t limit) {
  const Number owner = number(account), older_than = before_of(before);
  Number id = 0, visitor_of = 0, started_at = 0, ended_at = 0, pages = 0, visible_ms = 0;
  std::string started, url, title;
  const auto most = static_cast<int>(limit);
  std::vector<ports::PastVisit> found;
  soci::statement rows =
      (session.prepare
           << "SELECT v.id, v.visitor, v.started_at, v.ended_at, v.started,"
              " (SELECT count(*) FROM page p WHERE p.visit = v.id),"
              " (SELECT coalesce(sum(p.visible_ms), 0) FROM page p WHERE p.visit = v.id),"
              " coalesce(first.url, ''), coalesce(first.title, '')"
              " FROM visit v LEFT JOIN page first ON first.visit = v.id AND first.number = 0"
              " WHERE v.id IN (SELECT id FROM visit WHERE account = :account AND visitor IN (" +
                  group_of(session, account, visitor) +
                  ") AND id < :before ORDER BY id DESC LIMIT :most) ORDER BY v.id DESC",
       use(owner), use(older_than), use(most), into(id), into(visitor_of), into(started_at),
       into(ended_at), into(started), into(pages), into(visible_ms), into(url), into(title));
  rows.execute();
  while (rows.fetch()) {
    const auto event = core::decode_event("visit_started", started);
    const auto* start = event ? std::get_if<core::event::VisitStarted>(&*event) : nullptr;
    if (start == nullptr) throw soci::soci_error("a visit's row is damaged");
    found.push_back({id_of<core::VisitId>(id), id_of<core::VisitorId>(visitor_of), start->site,
                     core::Time{started_at}, time_of(ended_at),
                     start->source.value_or(core::Source{}), start->device.value_or(core::Device{}),
                     static_cast<std::uint64_t>(pages), visible_ms, url, title, start->region});
  }
  return found;
}

std::vector<ports::PastPage> read_pages(soci::session& session, core::AccountId account,
                                        core::VisitorId visitor, core::VisitId visit,
                                        std::size_t limit) {
  const Number owner = number(account), id = number(visit);
  Number at_ms = 0;
  ports::PastPage page;
  const auto most = static_cast<int>(limit);
  std::vector<ports::PastPage> found;
  soci::statement rows =
      (session.prepare << "SELECT p.at_ms, p.url, p.title, p.visible_ms, p.active_ms FROM visit v"
                          " JOIN page p ON p.visit = v.id WHERE v.id = :visit"
                          " AND v.account = :account AND v.visitor IN (" +
                              group_of(session, account, visitor) +
                              ") ORDER BY p.number LIMIT :most",
       use(id), use(owner), use(most), into(at_ms), into(page.url), into(page.title),
       into(page.dwell.visible_ms), into(page.dwell.active_ms));
  rows.execute();
  while (rows.fetch()) {
    page.at = core::Time{at_ms};
    found.push_back(page);
  }
  return found;
}

std::vector<ports::FunnelRow> read_funnel(soci::session& session, core::AccountId account,
                                          ports::Period period, ports::FunnelBy by,
                                          std::size_t limit) {
  const Number owner = number(account);
  Number visits = 0, invited = 0, chatted = 0, served = 0, rated = 0;
  std::string key;
  const auto most = static_cast<int>(limit);
  std::vector<ports::FunnelRow> found;
  soci::statement rows =
      (session.prepare
           << "SELECT " + column_of(by) +
                  " AS k, count(*) AS visits, sum(invited), sum(chatted), sum(served), sum(rated)"
                  " FROM visit WHERE account = :account AND started_at >= :from_ms"
                  " AND started_at < :until_ms GROUP BY k"
                  " ORDER BY visits DESC, k LIMIT :most",
       use(owner), use(period.from.ms), use(period.until.ms), use(most), into(key), into(visits),
       into(invited), into(chatted), into(served), into(rated));
  rows.execute();
  while (rows.fetch()) {
    const auto count = [](Number stored) { return static_cast<std::uint64_t>(stored); };
    found.push_back(
        {key, {count(visits), count(invited), count(chatted), count(served), count(rated)}});
  }
  return found;
}

}  // namespace usher::adapters
