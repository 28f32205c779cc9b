#include "adapters/sql/journal.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "adapters/sql/errors.hpp"
#include "adapters/sql/floor_claims.hpp"
#include "adapters/sql/idle_sessions.hpp"
#include "adapters/sql/reader_pool.hpp"
#include "adapters/sql/store_copy.hpp"
#include "adapters/sql/writer.hpp"
#include "ports/callback_gate.hpp"

namespace usher::adapters {
namespace {

std::string read_epoch(const SqlOptions& options) {
  prepare_store(options);
  if (is_half_copied(options)) {
    throw StoreError(shown(options) + " is a copy that was not finished: run usher migrate again");
  }
  const auto session = connect(options, options.reader_cache_kib);
  std::string epoch;
  *session << "SELECT value FROM meta WHERE name = 'epoch'", soci::into(epoch);
  return epoch;
}

ConversationKey key_of(Number shelf, core::ConversationId conversation) {
  return {shelf, static_cast<Number>(conversation.value)};
}

using Places = std::vector<TailEntry>;

// Joins what the tail and the index know (an entry may be in both) and keeps the nearest.
Places nearest(Places indexed, const Places& tail, bool forward, std::size_t limit) {
  indexed.insert(indexed.end(), tail.begin(), tail.end());
  std::sort(indexed.begin(), indexed.end(), [forward](const auto& a, const auto& b) {
    return forward ? a.place < b.place : a.place > b.place;
  });
  const auto same = [](const auto& a, const auto& b) { return a.place == b.place; };
  indexed.erase(std::unique(indexed.begin(), indexed.end(), same), indexed.end());
  if (indexed.size() > limit) indexed.resize(limit);
  return indexed;
}

struct NotClaimed : std::runtime_error {
  NotClaimed() : std::runtime_error("another node has the account") {}
};

std::uint64_t stay_of(const Tail& tail, Number shelf) {
  const std::optional<std::uint64_t> stay = tail.stay(shelf);
  if (!stay) throw NotClaimed();
  return *stay;
}

ports::Entries read_page(Rows& rows, const Tail& tail, core::AccountId account,
                         core::ConversationId conversation, bool forward, core::Seq mark,
                         std::size_t limit) {
  ports::Entries page;
  const std::optional<Number> shelf = rows.shelf_of(account);
  if (!shelf) return page;
  const ConversationKey key = key_of(*shelf, conversation);
  const auto at = static_cast<Number>(mark);
  const std::uint64_t stay = stay_of(tail, *shelf);
  const Places newest =  // before the index: see tail.hpp
      forward ? tail.above(key, at, limit + 1) : tail.below(key, at, limit + 1);
  Places places =
      forward ? rows.indexed_after(key, at, limit + 1) : rows.indexed_before(key, at, limit + 1);
  if (stay_of(tail, *shelf) != stay) throw NotClaimed();
  places = nearest(std::move(places), newest, forward, limit + 1);
  page.more = places.size() > limit;
  if (page.more) places.resize(limit);
  for (const TailEntry& entry : places) {
    auto row = rows.at(entry.place);
    // It may have been erased since its place was looked up.
    if (row && core::key_of(row->event).seq > 0) page.entries.push_back(std::move(*row));
  }
  if (!forward) std::reverse(page.entries.begin(), page.entries.end());
  return page;
}

std::optional<core::Recorded> read_message(Rows& rows, const Tail& tail, core::AccountId account,
                                           core::ConversationId conversation, core::Author author,
                                           const std::string& client_id) {
  const std::optional<Number> shelf = rows.shelf_of(account);
  if (!shelf) return std::nullopt;
  const ConversationKey key = key_of(*shelf, conversation);
  const Number hash = message_hash(author, client_id);
  const std::uint64_t stay = stay_of(tail, *shelf);
  std::vector<Number> places = tail.places_with(key, hash);
  for (const Number place : rows.places_with(key, hash)) places.push_back(place);
  if (stay_of(tail, *shelf) != stay) throw NotClaimed();
  for (const Number place : places) {
    std::optional<core::Recorded> row = rows.at(place);
    if (!row) continue;
    const core::EventKey found = core::key_of(row->event);
    if (found.author == author && found.client_id == client_id) return row;
  }
  return std::nullopt;
}

}  // namespace

struct SqlJournal::Parts {
  Parts(const SqlOptions& settings, ports::Log& to_log, ports::Metrics& metrics)
      : options(settings),
        log(to_log),
        epoch(read_epoch(settings)),
        tail(settings.shared),
        sessions(settings),
        writer(settings, tail, gate, to_log, metrics),
        claims(settings, sessions, writer, to_log),
        readers(settings) {}

  // Runs `read` on the pool and gives its result, or nothing when it failed, to `done`.
  template <class Result, class Do>
  void read(ports::Loop& loop, std::function<void(std::optional<Result>)> done, Do what) {
    readers.run([this, &loop, done = std::move(done), what = std::move(what)](Rows* rows) {
      std::optional<Result> result;
      try {
        if (rows != nullptr) result.emplace(what(*rows, tail));
      } catch (const std::exception& error) {
        log.error("journal_read_failed", {{"reason", error.what()}});
      }
      gate.post(loop, [done, result = std::move(result)] { done(result); });
    });
  }

  // False when `what` says so or fails.
  template <class Do>
  bool rebuild(core::AccountId account, Do what) {
    try {
      auto session = sessions.borrow();
      bool sound = true;
      {
        Rows rows(*session);
        if (const std::optional<Number> shelf = rows.shelf_of(account)) sound = what(rows, *shelf);
      }
      sessions.give_back(std::move(session));
      return sound;
    } catch (const std::runtime_error& error) {  // both SOCI's and ours
      log.error("journal_read_failed", {{"reason", error.what()}});
      return false;
    }
  }

  const SqlOptions options;
  ports::Log& log;
  const std::string epoch;
  ports::CallbackGate gate;
  Tail tail;
  IdleSessions sessions;
  Writer writer;
  FloorClaims claims;
  ReaderPool readers;
};

SqlJournal::SqlJournal(const SqlOptions& options, ports::Log& log, ports::Metrics& metrics)
    : parts_(std::make_unique<Parts>(options, log, metrics)) {}
SqlJournal::~SqlJournal() { parts_->gate.close(); }

std::string SqlJournal::epoch() const { return parts_->epoch; }

void SqlJournal::append(core::AccountId account, std::vector<core::Recorded> events,
                        ports::Loop& loop, std::function<void(ports::Stored)> done) {
  parts_->writer.append({account, std::move(events), &loop, std::move(done)});
}

void SqlJournal::entries_after(core::AccountId account, core::ConversationId conversation,
                               core::Seq after, std::size_t limit, ports::Loop& loop,
                               std::function<void(std::optional<ports::Entries>)> done) {
  parts_->read<ports::Entries>(loop, std::move(done), [=](Rows& rows, const Tail& tail) {
    return read_page(rows, tail, account, conversation, true, after, limit);
  });
}

void SqlJournal::entries_before(core::AccountId account, core::ConversationId conversation,
                                core::Seq before, std::size_t limit, ports::Loop& loop,
                                std::function<void(std::optional<ports::Entries>)> done) {
  parts_->read<ports::Entries>(loop, std::move(done), [=](Rows& rows, const Tail& tail) {
    return read_page(rows, tail, account, conversation, false, before, limit);
  });
}

void SqlJournal::find_message(core::AccountId account, core::ConversationId conversation,
                              core::Author author, std::string client_id, ports::Loop& loop,
                              std::function<void(Found)> done) {
  parts_->read<std::optional<core::Recorded>>(
      loop, std::move(done), [=, client_id = std::move(client_id)](Rows& rows, const Tail& tail) {
        return read_message(rows, tail, account, conversation, author, client_id);
      });
}

bool SqlJournal::load(core::AccountId account, const std::function<void(const Snapshot&)>& snapshot,
                      const std::function<void(core::Recorded&&)>& each) {
  if (!parts_->writer.forget_failure(account)) return false;
  return parts_->rebuild(account, [&](Rows& rows, Number shelf) {
    const std::optional<Snapshot> newest = rows.snapshot(shelf);
    if (newest) snapshot(*newest);
    return rows.stream(shelf, newest ? newest->position : 0, each);
  });
}

bool SqlJournal::replay(core::AccountId account, core::Position after,
                        const std::function<void(core::Recorded&&)>& each) {
  return parts_->rebuild(account,
                         [&](Rows& rows, Number shelf) { return rows.stream(shelf, after, each); });
}

void SqlJournal::save_snapshot(core::AccountId account, Snapshot snapshot) {
  parts_->writer.save_snapshot(account, std::move(snapshot));
}

ports::Claimed SqlJournal::claim(core::AccountId account, ports::Term term) {
  return parts_->claims.claim(account, term);
}

void SqlJournal::disclaim(core::AccountId account) { parts_->claims.disclaim(account); }

std::optional<std::vector<core::AccountId>> SqlJournal::outrun() { return parts_->claims.outrun(); }

void SqlJournal::erase(core::AccountId account, std::vector<core::Position> positions,
                       std::vector<core::ConversationId> conversations, ports::Loop& loop,
                       std::function<void(bool)> done) {
  parts_->writer.erase(
      {account, std::move(positions), std::move(conversations), &loop, std::move(done)});
}

}  // namespace usher::adapters
