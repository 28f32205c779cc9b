#include "adapters/sql/rows.hpp"

#include <limits>

#include "adapters/sql/dialect.hpp"
#include "adapters/sql/entry_run.hpp"
#include "core/codec.hpp"

namespace usher::adapters {
namespace {

// Numbers are fetched one by one: SOCI 4.0's bulk fetch cuts an INTEGER column to 32 bits.

// A long replay reads in pages of so many events, so that the log can begin anew meanwhile.
constexpr Number page_rows = 4'096;
// Runs of the index are read a few at a time, as most questions need no more.
constexpr Number runs_at_once = 8;

// Finds runs of a conversation, reading to the end: then the engine closes its read transaction.
class RunQuery {
 public:
  RunQuery(soci::session& session, const std::string& sql)
      : statement_((session.prepare << sql, soci::use(shelf_, "shelf"),
                    soci::use(conversation_, "conversation"), soci::use(mark_, "mark"),
                    soci::use(limit_, "most"), soci::into(first_seq_), soci::into(entries_))) {}

  // Gives each run's entries to `each`, in the order of the statement. How many runs there were.
  template <class Each>
  Number run(ConversationKey key, Number mark, Each each) {
    shelf_ = key.shelf;
    conversation_ = key.conversation;
    mark_ = mark;
    Number count = 0;
    std::vector<TailEntry> run;
    statement_.execute();
    for (; statement_.fetch(); ++count) {
      run.clear();
      if (!decode_run(shelf_, first_seq_, entries_, run)) {
        throw SqlFailure(Trouble::damaged, "damaged index at " + std::to_string(first_seq_));
      }
      each(run);
    }
    return count;
  }

 private:
  Number shelf_ = 0;
  Number conversation_ = 0;
  Number mark_ = 0;
  const Number limit_ = runs_at_once;
  Number first_seq_ = 0;
  std::string entries_;
  soci::statement statement_;
};

core::Recorded recorded(Number place, Number at_ms, const std::string& kind,
                        const std::string& body) {
  std::optional<core::Event> event = core::decode_event(kind, body);
  if (!event) throw SqlFailure(Trouble::damaged, "damaged event at " + std::to_string(place));
  return {position_of(place), core::Time{at_ms}, std::move(*event)};
}

}  // namespace

struct Rows::Parts {
  explicit Parts(soci::session& to)
      : session(to),
        after(to,
              "SELECT first_seq, entries FROM entry_run WHERE shelf = :shelf AND"
              " conversation = :conversation AND first_seq >= coalesce((SELECT max(first_seq)"
              " FROM entry_run WHERE shelf = :shelf AND conversation = :conversation AND"
              " first_seq <= :mark), 0) ORDER BY first_seq LIMIT :most"),
        before(to,
               "SELECT first_seq, entries FROM entry_run WHERE shelf = :shelf AND"
               " conversation = :conversation AND first_seq < :mark"
               " ORDER BY first_seq DESC LIMIT :most"),
        row((to.prepare << "SELECT at_ms, kind, body FROM event WHERE place = :place",
             soci::use(place), soci::into(at_ms), soci::into(kind), soci::into(body))) {}

  soci::session& session;
  RunQuery after;   // from the run on that begins at the mark or before it
  RunQuery before;  // backwards from the mark

  Number place = 0;
  Number at_ms = 0;
  std::string kind;
  std::string body;
  soci::statement row;
};

Rows::Rows(soci::session& session) : parts_(std::make_unique<Parts>(session)) {}
Rows::~Rows() = default;
Rows::Rows(Rows&&) noexcept = default;
Rows& Rows::operator=(Rows&&) noexcept = default;

std::optional<Number> Rows::shelf_of(core::AccountId account) {
  Number number = 0;
  const auto id = static_cast<Number>(account.value);
  soci::session& session = parts_->session;
  session << "SELECT number FROM shelf WHERE account = :account", soci::use(id), soci::into(number);
  return session.got_data() ? std::optional(number) : std::nullopt;
}

core::Position Rows::last_position(Number shelf) {
  Number place = place_of(shelf, 0);
  const Number from = place;
  const Number to = last_place_of(shelf);
  parts_->session << "SELECT coalesce(max(place), :none) FROM event WHERE place > :start AND"
                     " place <= :stop",
      soci::use(from, "none"), soci::use(from, "start"), soci::use(to, "stop"), soci::into(place);
  return position_of(place);
}

// Runs may overlap: the later one holds all that the earlier one has from there on.
std::vector<TailEntry> Rows::indexed_after(ConversationKey key, Number seq, std::size_t limit) {
  std::vector<TailEntry> found;
  Number last = seq;
  for (Number runs = runs_at_once; runs == runs_at_once && found.size() < limit;) {
    const Number from = last;
    runs = parts_->after.run(key, from + 1, [&](const std::vector<TailEntry>& run) {
      for (const TailEntry& entry : run) {
        if (entry.seq <= last || found.size() == limit) continue;
        found.push_back(entry);
        last = entry.seq;
      }
    });
    if (last == from) break;
  }
  return found;
}

std::vector<TailEntry> Rows::indexed_before(ConversationKey key, Number seq, std::size_t limit) {
  std::vector<TailEntry> found;
  Number first = seq;
  for (Number runs = runs_at_once; runs == runs_at_once && found.size() < limit;) {
    const Number to = first;
    runs = parts_->before.run(key, to, [&](const std::vector<TailEntry>& run) {
      for (auto entry = run.rbegin(); entry != run.rend(); ++entry) {
        if (entry->seq >= first || found.size() == limit) continue;
        found.push_back(*entry);
        first = entry->seq;
      }
    });
    if (first == to) break;
  }
  return found;
}

std::vector<TailEntry> Rows::indexed_messages(ConversationKey key) {
  std::vector<TailEntry> found = indexed_after(key, 0, std::numeric_limits<std::size_t>::max());
  std::erase_if(found, [](const TailEntry& entry) { return !entry.hash; });
  return found;
}

std::vector<Number> Rows::places_with(ConversationKey key, Number hash) {
  std::vector<Number> places;
  for (const TailEntry& entry : indexed_messages(key)) {
    if (entry.hash == hash) places.push_back(entry.place);
  }
  return places;
}

std::optional<core::Recorded> Rows::at(Number place) {
  parts_->place = place;
  if (!parts_->row.execute(true)) return std::nullopt;
  core::Recorded found = recorded(place, parts_->at_ms, parts_->kind, parts_->body);
  while (parts_->row.fetch()) {
    // A place is unique: this only tells the engine that the reading is over.
  }
  return found;
}

bool Rows::stream(Number shelf, core::Position after,
                  const std::function<void(core::Recorded&&)>& each) {
  Number from = place_of(shelf, after);
  const Number to = last_place_of(shelf);
  Number place = 0;
  Number at_ms = 0;
  std::string kind;
  std::string body;
  soci::statement page =
      (parts_->session.prepare << "SELECT place, at_ms, kind, body FROM event WHERE"
                                  " place > :start AND place <= :stop ORDER BY place LIMIT :most",
       soci::use(from, "start"), soci::use(to, "stop"), soci::use(page_rows, "most"),
       soci::into(place), soci::into(at_ms), soci::into(kind), soci::into(body));
  for (Number count = page_rows; count == page_rows;) {
    count = 0;
    page.execute();
    for (; page.fetch(); ++count) {
      std::optional<core::Event> event = core::decode_event(kind, body);
      if (!event || place != from + 1) return false;
      from = place;
      each({position_of(place), core::Time{at_ms}, std::move(*event)});
    }
  }
  return true;
}

std::optional<ports::Journal::Snapshot> Rows::snapshot(Number shelf) {
  Number position = 0;
  std::string body;
  soci::session& session = parts_->session;
  session << "SELECT position, body FROM snapshot WHERE shelf = :shelf", soci::use(shelf),
      soci::into(position), soci::into(body);
  if (!session.got_data()) return std::nullopt;
  return ports::Journal::Snapshot{static_cast<core::Position>(position), std::move(body)};
}

std::optional<core::Position> Rows::snapshot_position(Number shelf) {
  Number position = 0;
  soci::session& session = parts_->session;
  session << "SELECT position FROM snapshot WHERE shelf = :shelf", soci::use(shelf),
      soci::into(position);
  if (!session.got_data()) return std::nullopt;
  return static_cast<core::Position>(position);
}

Rows::Shelf Rows::shelf(Number number) {
  Number indexed = 0;
  parts_->session << "SELECT indexed FROM shelf WHERE number = :number", soci::use(number),
      soci::into(indexed);
  return {number, static_cast<core::Position>(indexed)};
}

std::vector<Rows::Shelf> Rows::shelves() {
  std::vector<Shelf> found;
  Number number = 0;
  Number indexed = 0;
  soci::statement all =
      (parts_->session.prepare << "SELECT number, indexed FROM shelf ORDER BY number",
       soci::into(number), soci::into(indexed));
  all.execute();
  while (all.fetch()) found.push_back({number, static_cast<core::Position>(indexed)});
  return found;
}

}  // namespace usher::adapters
