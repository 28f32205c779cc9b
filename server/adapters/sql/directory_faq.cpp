// Questions and answers for visitors, and how often they were read.

#include "adapters/sql/directory_rows.hpp"

namespace usher::adapters {
namespace {

using Number = long long;

Number number(std::uint64_t id) { return static_cast<Number>(id); }

void read_sites_of(soci::session& session, core::AccountId account,
                   std::vector<ports::FaqEntry>& entries) {
  std::map<ports::FaqEntryId, ports::FaqEntry*> by_id;
  for (ports::FaqEntry& entry : entries) by_id[entry.id] = &entry;
  const Number owner = number(account.value);
  Number id = 0, site = 0;
  soci::statement rows =
      (session.prepare << "SELECT entry, site FROM faq_site JOIN faq_entry ON id = entry"
                          " WHERE account = :account ORDER BY entry, site",
       soci::use(owner), soci::into(id), soci::into(site));
  rows.execute();
  while (rows.fetch()) {
    by_id.at({static_cast<std::uint64_t>(id)})->sites.push_back({static_cast<std::uint64_t>(site)});
  }
}

}  // namespace

std::vector<ports::FaqEntry> read_faq(soci::session& session, core::AccountId account) {
  const Number owner = number(account.value);
  Number id = 0, rank = 0;
  int published = 0;
  std::string category, question, answer, language;
  std::vector<ports::FaqEntry> entries;
  soci::statement rows =
      (session.prepare << "SELECT id, category, question, answer, language, rank, published"
                          " FROM faq_entry WHERE account = :account ORDER BY rank, id",
       soci::use(owner), soci::into(id), soci::into(category), soci::into(question),
       soci::into(answer), soci::into(language), soci::into(rank), soci::into(published));
  rows.execute();
  while (rows.fetch()) {
    ports::FaqEntry entry;
    entry.account = account;
    entry.id = {static_cast<std::uint64_t>(id)};
    entry.category = category;
    entry.question = question;
    entry.answer = answer;
    entry.language = language;
    entry.rank = static_cast<std::uint32_t>(rank);
    entry.published = published != 0;
    entries.push_back(std::move(entry));
  }
  read_sites_of(session, account, entries);
  return entries;
}

std::map<ports::FaqEntryId, ports::FaqTally> read_faq_tallies(soci::session& session,
                                                              core::AccountId account) {
  const Number owner = number(account.value);
  Number id = 0, shown = 0, helped = 0, not_helped = 0;
  std::map<ports::FaqEntryId, ports::FaqTally> tallies;
  soci::statement rows =
      (session.prepare << "SELECT entry, shown, helped, not_helped FROM faq_tally"
                          " JOIN faq_entry ON id = entry WHERE account = :account",
       soci::use(owner), soci::into(id), soci::into(shown), soci::into(helped),
       soci::into(not_helped));
  rows.execute();
  while (rows.fetch()) {
    tallies[{static_cast<std::uint64_t>(id)}] = {static_cast<std::uint64_t>(shown),
                                                 static_cast<std::uint64_t>(helped),
                                                 static_cast<std::uint64_t>(not_helped)};
  }
  return tallies;
}

void write_row(soci::session& session, const ports::FaqEntry& entry) {
  const Number id = number(entry.id.value);
  const Number account = number(entry.account.value);
  const Number rank = entry.rank;
  const int published = entry.published ? 1 : 0;
  session << "INSERT INTO faq_entry (id, account, category, question, answer, language, rank,"
             " published) VALUES (:id, :account, :category, :question, :answer, :language, :rank,"
             " :published)"
             " ON CONFLICT (id) DO UPDATE SET " +
                 own_account("faq_entry") +
                 ","
                 " category = excluded.category, question = excluded.question,"
                 " answer = excluded.answer, language = excluded.language, rank = excluded.rank,"
                 " published = excluded.published",
      soci::use(id), soci::use(account), soci::use(entry.category), soci::use(entry.question),
      soci::use(entry.answer), soci::use(entry.language), soci::use(rank), soci::use(published);
  session << "DELETE FROM faq_site WHERE entry = :id", soci::use(id);
  for (const core::SiteId place : entry.sites) {
    const Number site = number(place.value);
    session << "INSERT INTO faq_site (entry, site) VALUES (:entry, :site) ON CONFLICT DO NOTHING",
        soci::use(id), soci::use(site);
  }
}

void add_to_row(soci::session& session, ports::FaqEntryId entry, const ports::FaqTally& more) {
  const Number id = number(entry.value);
  const Number shown = number(more.shown);
  const Number helped = number(more.helped);
  const Number not_helped = number(more.not_helped);
  session << "INSERT INTO faq_tally (entry, shown, helped, not_helped)"
             " SELECT id, :shown, :helped, :not_helped FROM faq_entry WHERE id = :id"
             " ON CONFLICT (entry) DO UPDATE SET shown = faq_tally.shown + excluded.shown,"
             " helped = faq_tally.helped + excluded.helped,"
             " not_helped = faq_tally.not_helped + excluded.not_helped",
      soci::use(shown), soci::use(helped), soci::use(not_helped), soci::use(id);
}

// Its sites and its tally go with it: the store cascades.
void remove_row(soci::session& session, ports::FaqEntryId entry) {
  const Number id = number(entry.value);
  session << "DELETE FROM faq_entry WHERE id = :id", soci::use(id);
}

}  // namespace usher::adapters
