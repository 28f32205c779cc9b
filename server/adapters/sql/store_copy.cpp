#include "adapters/sql/store_copy.hpp"

#include <array>
#include <charconv>

#include "adapters/sql/copied_table.hpp"
#include "adapters/sql/dialect.hpp"
#include "adapters/sql/errors.hpp"
#include "adapters/sql/hot_statements.hpp"

namespace usher::adapters {
namespace {

using postgres::handle_of;
using Tell = std::function<void(const std::string&)>;

constexpr std::size_t cache_kib = 2'048;
constexpr Number events_at_once = 2'000;
const CopiedTable events{"event", {"place", "at_ms", "kind", "body"}, {}};

std::string meta(soci::session& session, const std::string& name) {
  std::string value;
  session << "SELECT value FROM meta WHERE name = :name", soci::use(name), soci::into(value);
  return value;
}

Number number(soci::session& session, const std::string& sql) {
  Number value = 0;
  session << sql, soci::into(value);
  return value;
}

std::string hex(std::uint64_t value) {
  std::array<char, 16> digits{};
  return {digits.data(),
          std::to_chars(digits.data(), digits.data() + digits.size(), value, 16).ptr};
}

}  // namespace

struct StoreCopy::Parts {
  Parts(const SqlOptions& source, const SqlOptions& target)
      : from_options(source), to_options(target) {
    if (!std::filesystem::exists(source.folder / source.file)) {
      throw StoreError("there is no store in " + source.folder.string());
    }
    prepare_store(source);
    prepare_store(target);
    from = connect(source, cache_kib);
    to = connect(target, cache_kib);
    statements = claimed_statements(target, *to);
    tables = copied_tables(*to);
    epoch = meta(*from, "epoch");
    begin();
  }

  // The target is empty, or a copy of this store that was begun.
  void begin() {
    const std::string copied = meta(*to, "copy_of");
    if (copied == epoch) return;
    bool empty =
        copied.empty() && number(*to, "SELECT count(*) FROM (SELECT 1 FROM event LIMIT 1) e") == 0;
    for (const CopiedTable& table : tables) {
      empty = empty && number(*to, "SELECT count(*) FROM " + table.name) == 0;
    }
    if (!empty) {
      throw StoreError(shown(to_options) + " is not empty, and no copy of " + shown(from_options) +
                       " that was begun; choose another schema");
    }
    *to << "INSERT INTO meta (name, value) VALUES ('copy_of', :epoch)", soci::use(epoch);
  }

  void copy_events(const Tell& tell) {
    const Number all = number(*from, "SELECT count(*) FROM event");
    Number last = number(*to, "SELECT coalesce(max(place), -1) FROM event");
    Number done = 0;
    *from << "SELECT count(*) FROM event WHERE place <= :last", soci::use(last), soci::into(done);
    if (done > 0) tell("event: going on after " + std::to_string(done) + " rows");
    Number place = 0, at_ms = 0;
    std::string kind, body;
    soci::statement page = (from->prepare << "SELECT place, at_ms, kind, body FROM event WHERE"
                                             " place > :last ORDER BY place LIMIT :most",
                            soci::use(last), soci::use(events_at_once), soci::into(place),
                            soci::into(at_ms), soci::into(kind), soci::into(body));
    for (Number count = events_at_once; count == events_at_once;) {
      count = 0;
      statements->begin();
      page.execute();
      Number reached = last;
      for (; page.fetch(); ++count) {
        const std::string text = without_nul(body);
        const HotStatements::EventRow row{place, at_ms, kind, text};
        statements->insert_events({&row, 1});
        reached = place;
      }
      if (count == 0) break;
      statements->commit();
      last = reached;
      done += count;
      tell("event: " + std::to_string(done) + " of " + std::to_string(all) + " rows, " +
           std::to_string(done * 100 / all) + " %");
    }
  }

  // The rest, anew each time.
  void copy_tables(const Tell& tell) {
    statements->begin();
    statements->join_session();
    for (auto table = tables.rbegin(); table != tables.rend(); ++table) {
      postgres::run(handle_of(*to), "DELETE FROM " + table->name);
    }
    for (const CopiedTable& table : tables) {
      const Tally tally = copy_rows(*from, *to, table);
      if (tally.rows > 0) tell(table.name + ": " + std::to_string(tally.rows) + " rows");
    }
    postgres::run(handle_of(*to), "COMMIT");
  }

  void compare(const Tell& tell) {
    std::vector<CopiedTable> all = tables;
    all.push_back(events);
    for (const CopiedTable& table : all) {
      const Tally there = tally_of_postgres(*to, table);
      if (there != tally_of_sqlite(*from, table)) {
        throw StoreError("the copy of " + table.name + " differs from what it was made of; empty " +
                         shown(to_options) + " and begin anew");
      }
      if (there.rows == 0) continue;
      tell(table.name + ": both have " + std::to_string(there.rows) + " rows, checksum " +
           hex(there.checksum));
    }
  }

  void finish() {
    const std::string version = meta(*from, "directory");
    postgres::run(handle_of(*to), "BEGIN");
    *to << "UPDATE meta SET value = :epoch WHERE name = 'epoch'", soci::use(epoch);
    *to << "UPDATE meta SET value = :version WHERE name = 'directory'", soci::use(version);
    postgres::run(handle_of(*to), "DELETE FROM meta WHERE name = 'copy_of'; COMMIT");
  }

  const SqlOptions from_options;
  const SqlOptions to_options;
  std::unique_ptr<soci::session> from;
  std::unique_ptr<soci::session> to;
  std::unique_ptr<HotStatements> statements;
  std::vector<CopiedTable> tables;
  std::string epoch;
};

StoreCopy::StoreCopy(const SqlOptions& from, const SqlOptions& to) {
  try {
    parts_ = std::make_unique<Parts>(from, to);
  } catch (const SqlFailure& failure) {
    throw StoreError(failure.what());
  } catch (const soci::soci_error& error) {
    throw StoreError(error.what());
  }
}
StoreCopy::~StoreCopy() = default;

void StoreCopy::run(const Tell& tell) {
  try {
    parts_->copy_events(tell);
    parts_->copy_tables(tell);
    parts_->compare(tell);
    parts_->finish();
  } catch (const SqlFailure& failure) {
    throw StoreError(std::string("the copy is not finished; run it again: ") + failure.what());
  } catch (const soci::soci_error& error) {
    throw StoreError(std::string("the copy is not finished; run it again: ") + error.what());
  }
  tell("done; serve it with --postgres");
}

bool is_half_copied(const SqlOptions& store) {
  return !meta(*connect(store, cache_kib), "copy_of").empty();
}

}  // namespace usher::adapters
