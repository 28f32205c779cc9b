#pragma once
// A journal over SQL with all that it needs, for as long as the object lives.

#include "adapters/sql/journal.hpp"
#include "support/quiet.hpp"

namespace usher::test {

struct RunningJournal {
  explicit RunningJournal(const adapters::SqlOptions& options) : journal(options, log, metrics) {}
  QuietLog log;
  QuietMetrics metrics;
  adapters::SqlJournal journal;
};

}  // namespace usher::test
