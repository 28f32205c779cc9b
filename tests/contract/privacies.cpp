// What ports/privacy.hpp promises, run on every adapter.

#include <memory>

#include "adapters/memory/privacy.hpp"
#include "adapters/sql/directory.hpp"
#include "adapters/sql/privacy.hpp"
#include "core/limits.hpp"
#include "support/catch.hpp"
#include "support/postgres_server.hpp"
#include "support/temp_folder.hpp"

namespace usher::test {
namespace {

using ports::AuditEntry;
using ports::AuditKind;
using ports::ErasureWish;
using ports::Privacy;

constexpr core::AccountId account{1'700'000'000'001};
constexpr core::AccountId other{1'700'000'000'002};
constexpr core::AgentId adm{45};
const ErasureWish vera{account, {11}, adm, {5'000}};
const ErasureWish willy{account, {12}, {}, {6'000}};

AuditEntry entry(AuditKind kind, const std::string& detail, core::AgentId by = adm) {
  return {0, {7'000}, by, kind, detail};
}

void nothing_is_dropped_unless_somebody_says_so(Privacy& privacy) {
  CHECK(privacy.retention(account) == ports::Retention{});
  privacy.put(account, {30, 0, 7, 400});
  CHECK(privacy.retention(account) == ports::Retention{30, 0, 7, 400});
  privacy.put(account, {0, 1, 0, 0});
  CHECK(privacy.retention(account) == ports::Retention{0, 1, 0, 0});
  CHECK(privacy.retention(other) == ports::Retention{});
}

void a_wish_stays_until_it_is_done(Privacy& privacy) {
  privacy.wish(vera, "mark of vera");
  privacy.wish(willy, "mark of willy");
  privacy.wish(vera, "mark of vera");
  CHECK(privacy.wishes() == std::vector{vera, willy});
  privacy.done(vera, entry(AuditKind::erased, "people 1"));
  CHECK(privacy.wishes() == std::vector{willy});
  privacy.done(vera, entry(AuditKind::erased, "people 1"));  // a second try is not told twice
  CHECK(privacy.audit(account, 0, 10).size() == 1);
}

void marks_stay_for_ever(Privacy& privacy) {
  privacy.wish(vera, "mark of vera");
  privacy.done(vera, entry(AuditKind::erased, ""));
  CHECK(privacy.marks(account) == std::vector<std::string>{"mark of vera"});
  CHECK(privacy.marks(other).empty());
}

void what_was_done_is_told_newest_first(Privacy& privacy) {
  privacy.note(account, entry(AuditKind::exported, "people 1"));
  privacy.note(other, entry(AuditKind::swept, "of another"));
  privacy.note(account, entry(AuditKind::retention_changed, "visits 30", {}));
  const auto all = privacy.audit(account, 0, 10);
  REQUIRE(all.size() == 2);
  CHECK(all[0].kind == AuditKind::retention_changed);
  CHECK(all[0].by == core::AgentId{});
  CHECK(all[1].detail == "people 1");
  CHECK(all[1].at == core::Time{7'000});
  CHECK(privacy.audit(account, all[0].number, 10) == std::vector{all[1]});
  CHECK(privacy.audit(account, 0, 1) == std::vector{all[0]});
}

void the_newest_erasure_has_a_number_that_rises(Privacy& privacy) {
  privacy.note(account, entry(AuditKind::exported, "people 1"));
  CHECK(privacy.erasures(account) == 0);
  privacy.note(account, entry(AuditKind::swept, "visits 3"));
  const std::uint64_t swept = privacy.erasures(account);
  CHECK(swept == privacy.audit(account, 0, 1)[0].number);
  privacy.note(account, entry(AuditKind::retention_changed, "visits 30"));
  CHECK(privacy.erasures(account) == swept);
  privacy.wish(vera, "mark of vera");
  privacy.done(vera, entry(AuditKind::erased, "people 1"));
  CHECK(privacy.erasures(account) > swept);
  CHECK(privacy.erasures(other) == 0);
}

using Law = void (*)(Privacy&);
constexpr Law laws[] = {&nothing_is_dropped_unless_somebody_says_so, &a_wish_stays_until_it_is_done,
                        &marks_stay_for_ever, &what_was_done_is_told_newest_first,
                        &the_newest_erasure_has_a_number_that_rises};

void found(const adapters::SqlOptions& store) {
  adapters::SqlDirectory directory(store);
  for (const auto id : {account, other}) directory.put(ports::Account{id, "Name", "key"});
}

}  // namespace

TEST_CASE("promises about data in memory keep every law of the port") {
  for (const Law law : laws) {
    adapters::MemoryPrivacy privacy;
    law(privacy);
  }
}

TEST_CASE("promises about data over SQLite keep every law of the port") {
  for (const Law law : laws) {
    const TempFolder folder;
    found({.folder = folder.path()});
    adapters::SqlPrivacy privacy({.folder = folder.path()});
    law(privacy);
  }
}

TEST_CASE("promises about data over PostgreSQL keep every law of the port", "[postgres]") {
  for (const Law law : laws) {
    const adapters::SqlOptions store = PostgresServer::shared().fresh_store();
    found(store);
    adapters::SqlPrivacy privacy(store);
    law(privacy);
  }
}

TEST_CASE("what is to be erased is still to be erased after a restart") {
  const TempFolder folder;
  found({.folder = folder.path()});
  adapters::SqlPrivacy({.folder = folder.path()}).wish(vera, "mark");
  CHECK(adapters::SqlPrivacy({.folder = folder.path()}).wishes() == std::vector{vera});
}

}  // namespace usher::test
