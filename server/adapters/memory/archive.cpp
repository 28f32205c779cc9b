#include "adapters/memory/archive.hpp"

#include <algorithm>
#include <limits>
#include <ranges>
#include <set>
#include <utility>

#include "adapters/memory/archive_book.hpp"
#include "core/search_words.hpp"
#include "ports/funnel_keys.hpp"

namespace usher::adapters {
namespace {

namespace event = core::event;
using ports::FoundMessage;
using ports::PastConversation;
using ports::PastVisit;
using ports::Person;

constexpr std::size_t all = std::numeric_limits<std::size_t>::max();

std::set<std::string> words_of(const std::string& text) {
  const core::SearchWords words = core::search_words(text, all);
  std::set<std::string> set(words.terms.begin(), words.terms.end());
  set.insert(words.characters.begin(), words.characters.end());
  return set;
}

bool holds(const std::set<std::string>& words, const core::SearchWords& wanted) {
  for (std::size_t i = 0; i < wanted.terms.size(); ++i) {
    const std::string& term = wanted.terms[i];
    const bool open_end = wanted.open_end && i + 1 == wanted.terms.size();
    const auto found = words.lower_bound(term);
    if (found == words.end() || !(open_end ? found->starts_with(term) : *found == term)) {
      return false;
    }
  }
  return !wanted.terms.empty();
}

std::string folded(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return text;
}

bool says(const Person& person, const std::string& text) {
  const auto in = [&](const std::string& value) {
    return folded(value).find(folded(text)) != std::string::npos;
  };
  const event::VisitorIdentified& said = person.said;
  return in(person.external_id) || in(said.name.value_or("")) || in(said.email.value_or("")) ||
         in(said.phone.value_or("")) ||
         std::ranges::any_of(said.attributes, [&](const auto& each) { return in(each.second); });
}

// The newest of `rows` (by id, rising) that are older than `before` (0: all).
template <class Row, class Id>
std::vector<Row> newest(std::vector<Row> rows, Id before, std::size_t limit) {
  if (before) std::erase_if(rows, [&](const Row& row) { return row.id >= before; });
  std::ranges::sort(rows, [](const Row& a, const Row& b) { return a.id > b.id; });
  rows.resize(std::min(rows.size(), limit));
  return rows;
}

}  // namespace

core::Position MemoryArchive::position(core::AccountId account) {
  const std::lock_guard lock(mutex_);
  return events_[account].empty() ? 0 : events_[account].back().position;
}

void MemoryArchive::add(core::AccountId account, const std::vector<core::Recorded>& events) {
  const std::lock_guard lock(mutex_);
  auto& known = events_[account];
  for (const core::Recorded& row : events) {
    if (known.empty() || row.position > known.back().position) known.push_back(row);
  }
}

MemoryArchive::Book MemoryArchive::read(core::AccountId account) {
  const std::lock_guard lock(mutex_);
  Book book;
  for (const core::Recorded& row : events_[account]) {
    std::visit([&](const auto& e) { book.enter(e, row.at); }, row.event);
  }
  for (FoundMessage& message : book.messages) {
    message.visitor_name = book.people[message.visitor].said.name.value_or("");
  }
  return book;
}

std::vector<FoundMessage> MemoryArchive::search(core::AccountId account,
                                                const ports::MessageQuery& query) {
  Book book = read(account);
  const core::SearchWords wanted = core::search_words(query.text, all);
  std::erase_if(book.messages, [&](const FoundMessage& message) {
    const auto& agents = book.conversations[message.conversation].agents;
    return !holds(words_of(message.text), wanted) ||
           (query.agent && !agents.contains(*query.agent)) ||
           (query.visitor && message.visitor != *query.visitor) ||
           (query.period && (message.at < query.period->from || message.at >= query.period->until));
  });
  if (query.before > 0) {
    std::erase_if(book.messages,
                  [&](const FoundMessage& message) { return message.number >= query.before; });
  }
  std::ranges::reverse(book.messages);
  book.messages.resize(std::min(book.messages.size(), query.limit));
  return book.messages;
}

std::optional<PastConversation> MemoryArchive::conversation(core::AccountId account,
                                                            core::ConversationId id) {
  const Book book = read(account);
  const auto found = book.conversations.find(id);
  if (found == book.conversations.end()) return std::nullopt;
  return found->second.past;
}

bool MemoryArchive::met(core::AccountId account, core::VisitorId visitor, core::AgentId agent) {
  const Book book = read(account);
  return std::ranges::any_of(book.conversations, [&](const auto& each) {
    return each.second.past.visitor == visitor && each.second.agents.contains(agent);
  });
}

std::optional<Person> MemoryArchive::person(core::AccountId account, core::VisitorId visitor) {
  const Book book = read(account);
  const auto found = book.people.find(visitor);
  if (found == book.people.end()) return std::nullopt;
  return found->second;
}

std::vector<Person> MemoryArchive::people(core::AccountId account, const std::string& text,
                                          core::VisitorId before, std::size_t limit) {
  std::vector<Person> rows;
  for (auto& [id, person] : read(account).people) {
    if (says(person, text)) rows.push_back(person);
  }
  return newest(std::move(rows), before, limit);
}

std::vector<PastVisit> MemoryArchive::visits(core::AccountId account, core::VisitorId visitor,
                                             core::VisitId before, std::size_t limit) {
  std::vector<PastVisit> rows;
  for (auto& [id, visit] : read(account).visits) {
    if (visit.visitor == visitor) rows.push_back(visit.past);
  }
  return newest(std::move(rows), before, limit);
}

std::vector<ports::PastPage> MemoryArchive::pages(core::AccountId account, core::VisitorId visitor,
                                                  core::VisitId visit, std::size_t limit) {
  Book book = read(account);
  const auto found = book.visits.find(visit);
  if (found == book.visits.end() || found->second.visitor != visitor) return {};
  std::vector<ports::PastPage> pages = std::move(found->second.pages);
  pages.resize(std::min(pages.size(), limit));
  return pages;
}

std::vector<PastConversation> MemoryArchive::conversations(core::AccountId account,
                                                           core::VisitorId visitor,
                                                           core::ConversationId before,
                                                           std::size_t limit) {
  std::vector<PastConversation> rows = read(account).past_conversations();
  std::erase_if(rows, [&](const PastConversation& row) { return row.visitor != visitor; });
  return newest(std::move(rows), before, limit);
}

std::vector<ports::FunnelRow> MemoryArchive::funnel(core::AccountId account, ports::Period period,
                                                    ports::FunnelBy by, std::size_t limit) {
  std::map<std::string, ports::Funnel> keys;
  for (const auto& [id, visit] : read(account).visits) {
    if (visit.past.started_at < period.from || visit.past.started_at >= period.until) continue;
    std::string key;
    if (by == ports::FunnelBy::source) key = ports::source_key(visit.past.source);
    if (by == ports::FunnelBy::page && !visit.pages.empty())
      key = ports::path_of(visit.past.entry_url);
    if (by == ports::FunnelBy::campaign) key = visit.past.source.campaign.name;
    ports::Funnel& funnel = keys[key];
    ++funnel.visits;
    funnel.invited += visit.invited ? 1 : 0;
    funnel.chatted += visit.chatted ? 1 : 0;
    funnel.served += visit.served ? 1 : 0;
    funnel.rated += visit.rated ? 1 : 0;
  }
  std::vector<ports::FunnelRow> rows;
  rows.reserve(keys.size());
  for (auto& [key, funnel] : keys) rows.push_back({key, funnel});
  std::ranges::stable_sort(rows, [](const ports::FunnelRow& a, const ports::FunnelRow& b) {
    return a.funnel.visits > b.funnel.visits;
  });
  rows.resize(std::min(rows.size(), limit));
  return rows;
}

}  // namespace usher::adapters
