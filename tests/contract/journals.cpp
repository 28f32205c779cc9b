// Every adapter of ports::Journal under the suite's laws.

#include "adapters/memory/journal.hpp"
#include "adapters/sql/journal.hpp"
#include "contract/claims_bench.hpp"
#include "support/catch.hpp"
#include "support/postgres_server.hpp"
#include "support/quiet.hpp"
#include "support/temp_folder.hpp"

namespace usher::test {
namespace {

class MemoryBench final : public JournalBench {
 public:
  ports::Journal& journal() override { return journal_; }
  bool reopen() override { return false; }

 private:
  adapters::MemoryJournal journal_;
};

class ClaimingMemoryBench final : public JournalBench {
 public:
  ports::Journal& journal() override { return claiming_; }
  bool reopen() override { return false; }

 private:
  adapters::MemoryJournal journal_{std::make_shared<adapters::MemoryStore>()};
  ClaimingJournal claiming_{{journal_, journal_}};
};

class SqlBench final : public JournalBench {
 public:
  explicit SqlBench(adapters::SqlOptions options) : options_(std::move(options)) { open(); }
  ports::Journal& journal() override {
    if (claiming_) return *claiming_;
    return *journal_;
  }
  bool reopen() override {
    claiming_.reset();
    journal_.reset();
    open();
    return true;
  }

 private:
  void open() {
    journal_ = std::make_unique<adapters::SqlJournal>(options_, log_, metrics_);
    if (options_.shared) claiming_.emplace(Node{*journal_, *journal_});
  }

  const adapters::SqlOptions options_;
  QuietLog log_;
  QuietMetrics metrics_;
  std::unique_ptr<adapters::SqlJournal> journal_;
  std::optional<ClaimingJournal> claiming_;
};

}  // namespace

TEST_CASE("the journal in memory keeps every law of the port") {
  for (const JournalLaw& law : journal_laws()) {
    DYNAMIC_SECTION(law.name) {
      MemoryBench bench;
      law.check(bench);
    }
  }
}

TEST_CASE("the journal over SQLite keeps every law of the port") {
  for (const JournalLaw& law : journal_laws()) {
    DYNAMIC_SECTION(law.name) {
      const TempFolder folder;
      SqlBench bench({.folder = folder.path()});
      law.check(bench);
    }
  }
}

TEST_CASE("the journal over PostgreSQL keeps every law of the port", "[postgres]") {
  for (const JournalLaw& law : journal_laws()) {
    DYNAMIC_SECTION(law.name) {
      SqlBench bench(PostgresServer::shared().fresh_store());
      law.check(bench);
    }
  }
}

TEST_CASE("a node's journal in memory keeps every law of the port", "[claims]") {
  for (const JournalLaw& law : journal_laws()) {
    DYNAMIC_SECTION(law.name) {
      ClaimingMemoryBench bench;
      law.check(bench);
    }
  }
}

TEST_CASE("a node's journal over PostgreSQL keeps every law of the port", "[postgres][claims]") {
  for (const JournalLaw& law : journal_laws()) {
    DYNAMIC_SECTION(law.name) {
      adapters::SqlOptions options = PostgresServer::shared().fresh_store();
      options.shared = true;
      SqlBench bench(std::move(options));
      law.check(bench);
    }
  }
}

}  // namespace usher::test
