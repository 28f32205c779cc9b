#include "adapters/sql/archive.hpp"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <thread>
#include <utility>

#include "adapters/sql/archive_erasing.hpp"
#include "adapters/sql/archive_people.hpp"
#include "adapters/sql/archive_reads.hpp"
#include "adapters/sql/archive_schema.hpp"
#include "adapters/sql/archive_search.hpp"
#include "adapters/sql/archive_writer.hpp"
#include "adapters/sql/dialect.hpp"
#include "adapters/sql/errors.hpp"

namespace usher::adapters {
namespace {

namespace fs = std::filesystem;
using soci::into;
using soci::use;

constexpr const char* file_name = "archive.db";
constexpr std::size_t writer_cache_kib = 16'384;
constexpr std::size_t reader_cache_kib = 16'384;
constexpr std::size_t checkpoint_rows = 20'000;

std::string stamp_of(const std::string& epoch) {
  return std::to_string(archive_version) + ' ' + epoch;
}

bool is_current(soci::session& session, const std::string& epoch) {
  try {
    std::string stamp;
    session << "SELECT value FROM meta WHERE name = 'stamp'", into(stamp);
    return session.got_data() && stamp == stamp_of(epoch);
  } catch (const soci::soci_error&) {
    return false;
  }
}

core::Position read_position(soci::session& session, core::AccountId account) {
  Number position = 0;
  const Number owner = number(account);
  session << "SELECT position FROM reached WHERE account = :account", use(owner), into(position);
  return static_cast<core::Position>(position);
}

void write_position(soci::session& session, core::AccountId account, core::Position last) {
  const Number owner = number(account), position = static_cast<Number>(last);
  session << "INSERT INTO reached (account, position) VALUES (:account, :position)"
             " ON CONFLICT (account) DO UPDATE SET position = excluded.position",
      use(owner), use(position);
}

void make_anew(soci::session& session, const std::string& epoch) {
  session << "PRAGMA journal_mode = WAL";
  begin_write(session);
  for (const std::string& statement : archive_schema()) session << statement;
  const std::string stamp = stamp_of(epoch);
  session << "INSERT INTO meta VALUES ('stamp', :stamp)", use(stamp);
  session << "COMMIT";
}

std::unique_ptr<soci::session> open(const SqlOptions& options, const std::string& epoch) {
  try {
    auto session = connect(options, writer_cache_kib);
    if (is_current(*session, epoch)) return session;
  } catch (const SqlFailure&) {  // no database: it goes
  }
  for (const char* part : {"", "-wal", "-shm"}) {
    fs::remove(options.folder / (options.file + part));
  }
  auto session = connect(options, writer_cache_kib);
  make_anew(*session, epoch);
  return session;
}

std::chrono::nanoseconds worked_by_this_thread() {
  std::timespec used{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

}  // namespace

struct SqlArchive::Parts {
  Parts(const SqlOptions& options, const std::string& epoch)
      : writing(open(options, epoch)),
        reading(connect(options, reader_cache_kib)),
        writer(*writing) {}

  template <class Do>
  auto read(Do what) {
    try {
      return what(*reading);
    } catch (const soci::soci_error& error) {
      throw ports::ArchiveError(std::string("cannot read the archive: ") + error.what());
    }
  }

  void rest(int times) {
    constexpr std::chrono::nanoseconds longest = std::chrono::milliseconds(100);
    const auto worked = worked_by_this_thread();
    std::this_thread::sleep_for(std::min(times * (worked - rested_at), longest));
    rested_at = worked;
  }

  std::unique_ptr<soci::session> writing;
  std::unique_ptr<soci::session> reading;
  ArchiveWriter writer;
  std::chrono::nanoseconds rested_at{0};  // of the writing thread's own time
  std::size_t uncopied = 0;               // events that only the write-ahead log holds
};

SqlArchive::SqlArchive(const fs::path& folder, const std::string& epoch, int rests)
    : rests_(rests) {
  try {
    parts_ = std::make_unique<Parts>(
        SqlOptions{.folder = folder, .file = file_name, .synchronous_full = false}, epoch);
  } catch (const std::runtime_error& error) {
    throw StoreError("cannot make " + (folder / file_name).string() + ": " + error.what());
  }
}
SqlArchive::~SqlArchive() = default;

core::Position SqlArchive::position(core::AccountId account) {
  try {
    return read_position(*parts_->writing, account);
  } catch (const soci::soci_error& error) {
    throw ports::ArchiveError(std::string("cannot read the archive: ") + error.what());
  }
}

void SqlArchive::add(core::AccountId account, const std::vector<core::Recorded>& events) {
  soci::session& session = *parts_->writing;
  try {
    begin_write(session);
    core::Position last = read_position(session, account);
    for (const core::Recorded& row : events) {
      if (row.position <= last) continue;
      parts_->writer.write(account, row);
      last = row.position;
    }
    write_position(session, account, last);
    session << "COMMIT";
    // Seldom, as it syncs: the journal wants the disk more.
    if ((parts_->uncopied += events.size()) >= checkpoint_rows) {
      parts_->uncopied = 0;
      checkpoint(session);
    }
    if (rests_ > 0) parts_->rest(rests_);
  } catch (const std::runtime_error& error) {
    roll_back(session);
    throw ports::ArchiveError(std::string("cannot write the archive: ") + error.what());
  }
}

template <class Take>
void SqlArchive::take_out(Take take) {
  soci::session& session = *parts_->writing;
  try {
    begin_write(session);
    take(session);
    clean_index(session);
    session << "COMMIT";
    if (!wipe_log(session)) throw SqlFailure(Trouble::busy, "it is being read");
    parts_->uncopied = 0;
  } catch (const std::runtime_error& error) {
    roll_back(session);
    throw ports::ArchiveError(std::string("cannot erase in the archive: ") + error.what());
  }
}

void SqlArchive::erase(core::AccountId account, const core::Erasure& what) {
  take_out([&](soci::session& session) { erase_rows(session, account, what); });
}

void SqlArchive::drop(core::AccountId account) {
  take_out([&](soci::session& session) { drop_rows(session, account); });
}

std::uint64_t SqlArchive::erasures(core::AccountId account) {
  try {
    return read_erasures(*parts_->writing, account);
  } catch (const soci::soci_error& error) {
    throw ports::ArchiveError(std::string("cannot read the archive: ") + error.what());
  }
}

void SqlArchive::set_erasures(core::AccountId account, std::uint64_t number) {
  try {
    write_erasures(*parts_->writing, account, number);
  } catch (const soci::soci_error& error) {
    throw ports::ArchiveError(std::string("cannot write the archive: ") + error.what());
  }
}

ports::Stale SqlArchive::stale(core::AccountId account, ports::DataClass which, core::Time before,
                               std::size_t limit) {
  return parts_->read(
      [&](auto& session) { return find_stale(session, account, which, before, limit); });
}

std::vector<ports::FoundMessage> SqlArchive::search(core::AccountId account,
                                                    const ports::MessageQuery& query) {
  return parts_->read([&](auto& session) { return find_messages(session, account, query); });
}

std::optional<ports::PastConversation> SqlArchive::conversation(core::AccountId account,
                                                                core::ConversationId id) {
  return parts_->read([&](auto& session) { return read_conversation(session, account, id); });
}

bool SqlArchive::met(core::AccountId account, core::VisitorId visitor, core::AgentId agent) {
  return parts_->read([&](auto& session) { return have_met(session, account, visitor, agent); });
}

std::optional<ports::Person> SqlArchive::person(core::AccountId account, core::VisitorId visitor) {
  return parts_->read([&](auto& session) { return read_person(session, account, visitor); });
}

std::vector<ports::Person> SqlArchive::people(core::AccountId account, const std::string& text,
                                              core::VisitorId before, std::size_t limit) {
  return parts_->read(
      [&](auto& session) { return find_people(session, account, text, before, limit); });
}

std::vector<ports::Person> SqlArchive::people_with(core::AccountId account, ports::PersonMark mark,
                                                   const std::string& value, std::size_t limit) {
  const std::string word = mark_of(mark, value);
  if (word.empty()) return {};
  return parts_->read(
      [&](auto& session) { return marked_people(session, account, {word}, {}, limit); });
}

std::vector<ports::Person> SqlArchive::duplicates(core::AccountId account, core::VisitorId visitor,
                                                  std::size_t limit) {
  return parts_->read(
      [&](auto& session) { return find_duplicates(session, account, visitor, limit); });
}

std::vector<ports::PersonNote> SqlArchive::notes(core::AccountId account, core::VisitorId visitor,
                                                 std::size_t limit) {
  return parts_->read([&](auto& session) { return read_notes(session, account, visitor, limit); });
}

std::vector<ports::PersonEdit> SqlArchive::edits(core::AccountId account, core::VisitorId visitor,
                                                 std::uint64_t before, std::size_t limit) {
  return parts_->read(
      [&](auto& session) { return read_edits(session, account, visitor, before, limit); });
}

std::vector<ports::PastInvitation> SqlArchive::invitations(core::AccountId account,
                                                           core::VisitorId visitor,
                                                           core::Time before, std::size_t limit) {
  return parts_->read(
      [&](auto& session) { return read_invitations(session, account, visitor, before, limit); });
}

std::vector<ports::PastVisit> SqlArchive::visits(core::AccountId account, core::VisitorId visitor,
                                                 core::VisitId before, std::size_t limit) {
  return parts_->read(
      [&](auto& session) { return read_visits(session, account, visitor, before, limit); });
}

std::vector<ports::PastPage> SqlArchive::pages(core::AccountId account, core::VisitorId visitor,
                                               core::VisitId visit, std::size_t limit) {
  return parts_->read(
      [&](auto& session) { return read_pages(session, account, visitor, visit, limit); });
}

std::vector<ports::PastConversation> SqlArchive::conversations(core::AccountId account,
                                                               core::VisitorId visitor,
                                                               core::ConversationId before,
                                                               std::size_t limit) {
  return parts_->read(
      [&](auto& session) { return read_conversations(session, account, visitor, before, limit); });
}

std::vector<ports::FunnelRow> SqlArchive::funnel(core::AccountId account, ports::Period period,
                                                 ports::FunnelBy by, std::size_t limit) {
  return parts_->read(
      [&](auto& session) { return read_funnel(session, account, period, by, limit); });
}

}  // namespace usher::adapters
