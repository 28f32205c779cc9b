// Prints what storing a message costs: CPU of the journal's threads per message, commits a second.
//   journal_cost FOLDER|postgresql://… [messages] [in flight] [conversations] [accounts]
// With accounts, as one of several nodes, which has claimed them; conversations are of each.

#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "adapters/sql/journal.hpp"
#include "support/manual_loop.hpp"
#include "support/quiet.hpp"

namespace {

double cpu_us(clockid_t whose) {
  timespec spent{};
  clock_gettime(whose, &spent);
  return static_cast<double>(spent.tv_sec) * 1e6 + static_cast<double>(spent.tv_nsec) / 1e3;
}

class CommitCounter final : public usher::ports::Metrics {
 public:
  struct Count final : usher::ports::Counter {
    void add(double amount) override { value += amount; }
    double value = 0;
  };
  usher::ports::Counter& counter(const std::string& name, const std::string&) override {
    return name == "usher_journal_commits_total" ? commits : others;
  }
  usher::ports::Counter& counter(const std::string& name, const std::string& help,
                                 const usher::ports::Label&) override {
    return counter(name, help);
  }
  usher::ports::Gauge& gauge(const std::string& name, const std::string& help) override {
    return quiet.gauge(name, help);
  }
  usher::ports::Histogram& histogram(const std::string& name, const std::string& help,
                                     std::vector<double> bounds) override {
    return quiet.histogram(name, help, std::move(bounds));
  }
  std::string text() const override { return {}; }

  Count commits;
  Count others;
  usher::test::QuietMetrics quiet;
};

usher::core::Recorded next_message(usher::core::Position position, std::size_t conversations) {
  const std::uint64_t talk = position % conversations;
  usher::core::event::MessagePosted event;
  event.conversation = {1'000'000 + talk * 4'096};
  event.seq = position / conversations + 1;
  event.author = {usher::core::AuthorKind::visitor, 5'000'000 + talk};
  event.client_id = "0f9e1d2c3b4a" + std::to_string(1'000'000'000 + position);
  event.text = "A message of the usual length, about eighty bytes, as people write them in chats.";
  return {position, {1'700'000'000'000 + static_cast<std::int64_t>(position)}, event};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const auto number = [&](int at, long fallback) {
    return static_cast<std::size_t>(argc > at ? std::atol(argv[at]) : fallback);
  };
  const std::size_t total = number(2, 200'000);
  const std::size_t in_flight = number(3, 200);
  const std::size_t conversations = number(4, 200);
  const std::size_t accounts = number(5, 0);
  usher::adapters::SqlOptions options;
  const std::string store = argv[1];
  if (store.starts_with("postgresql://")) {
    options.postgres = store;
    options.schema = "cost_" + std::to_string(::getpid());
  } else {
    options.folder = store;
  }
  options.shared = accounts > 0;
  usher::test::QuietLog log;
  CommitCounter metrics;
  usher::adapters::SqlJournal journal(options, log, metrics);
  usher::test::ManualLoop loop;
  std::vector<usher::core::Position> last(std::max<std::size_t>(accounts, 1));
  for (std::size_t i = 0; i < last.size(); ++i) journal.claim({i + 1}, 1);
  std::size_t sent = 0;
  std::size_t answered = 0;
  std::size_t refused = 0;
  const std::function<void()> send = [&] {
    const std::size_t account = sent++ % last.size();
    journal.append({account + 1}, {next_message(++last[account], conversations)}, loop,
                   [&](usher::ports::Stored outcome) {
                     ++answered;
                     if (outcome != usher::ports::Stored::stored) ++refused;
                     if (sent < total) send();
                   });
  };
  const double all_before = cpu_us(CLOCK_PROCESS_CPUTIME_ID);
  const double mine_before = cpu_us(CLOCK_THREAD_CPUTIME_ID);
  const auto begun = std::chrono::steady_clock::now();
  while (sent < in_flight) send();
  loop.run_until([&] { return answered == total; });
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  const double all = cpu_us(CLOCK_PROCESS_CPUTIME_ID) - all_before;
  const double mine = cpu_us(CLOCK_THREAD_CPUTIME_ID) - mine_before;
  const auto each = [&](double us) { return us / static_cast<double>(total); };
  std::printf(
      "%zu messages, %zu in flight, %zu conversations: CPU %.2f us each in the journal, "
      "%.2f in the caller; %.0f/s, %.0f commits/s, %zu refused\n",
      total, in_flight, conversations, each(all - mine), each(mine),
      static_cast<double>(total) / took.count(), metrics.commits.value / took.count(), refused);
  return refused == 0 ? 0 : 1;
}
