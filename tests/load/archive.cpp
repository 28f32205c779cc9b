// How long the archive takes to answer: words among 1,000,000 messages of 50,000 conversations,
// half of them Chinese, and the profile of a visitor with 1,000 visits. Without sockets: what the
// server adds is a hop between two threads.
#include <string>
#include <vector>

#include "adapters/sql/archive.hpp"
#include "core/limits.hpp"
#include "kit/samples.hpp"
#include "scenarios.hpp"
#include "support/random.hpp"
#include "support/temp_folder.hpp"

namespace usher::load {
namespace {

constexpr core::AccountId account{1};
constexpr core::VisitorId regular{1};
constexpr std::uint64_t visits_of_regular = 1'000;
constexpr std::uint64_t pages_of_visit = 5;
constexpr std::uint64_t messages_of_conversation = 20;
constexpr std::size_t step_rows = 512;
constexpr int questions = 400;

// Words as often as in a language: a few come all the time, most seldom.
class Speech {
 public:
  explicit Speech(std::uint64_t seed) : random_(seed) {}

  std::string message() {
    std::string text;
    if (random_.one_in(2)) {
      for (int i = 0; i < 8; ++i) text += chinese(rank());
    } else {
      for (int i = 0; i < 10; ++i) (text += latin(rank())) += ' ';
    }
    return text;
  }
  // Two characters, or two words.
  std::string question() {
    return random_.one_in(2) ? chinese(rank()) : latin(rank()) + " " + latin(rank());
  }

 private:
  // Zipf's law, roughly: as likely as one over the rank.
  std::uint64_t rank() {
    std::uint64_t most = 1;
    while (most < 4'096 && random_.below(13) > 0) most *= 2;
    return random_.below(most);
  }
  static std::string chinese(std::uint64_t rank) {
    const auto character = [](std::uint64_t n) {
      const std::uint64_t code = 0x4E00 + n;
      return std::string{static_cast<char>(0xE0U | code >> 12U),
                         static_cast<char>(0x80U | (code >> 6U & 0x3FU)),
                         static_cast<char>(0x80U | (code & 0x3FU))};
    };
    return character(rank * 31 % 4'000) + character(rank * 57 % 4'000 + 11);
  }
  static std::string latin(std::uint64_t rank) { return "word" + std::to_string(rank); }

  test::Random random_;
};

class Filled {
 public:
  explicit Filled(std::uint64_t messages) : archive_(folder_.path(), "load") {
    for (std::uint64_t v = 1; v <= visits_of_regular; ++v) browse({v});
    for (std::uint64_t i = 0; i < messages; ++i) {
      const core::ConversationId conversation{i / messages_of_conversation + 1};
      const core::VisitorId visitor{conversation.value % 50'000 + 1};
      if (i % messages_of_conversation == 0) {
        add(core::event::ConversationOpened{conversation, visitor, {1}, {1}, 0, {}, {}, {}});
        add(core::event::Assigned{conversation, 1, {conversation.value % 20 + 1}, {}});
      }
      add(core::event::MessagePosted{conversation, i % messages_of_conversation + 2,
                                     core::author_of(visitor), std::to_string(i),
                                     speech_.message()});
    }
    store();
  }

  adapters::SqlArchive& archive() { return archive_; }
  double store_us() const {
    return static_cast<double>(storing_ns_) / us / static_cast<double>(position_);
  }

 private:
  void browse(core::VisitId visit) {
    add(core::event::VisitStarted{regular, visit, {1}, "https://www.baidu.com/", {}, {}});
    for (std::uint64_t p = 0; p < pages_of_visit; ++p) {
      const std::string view = std::to_string(p);
      add(core::event::PageViewed{regular, visit, "https://shop.example/" + view, view, view, {}});
    }
    add(core::event::VisitEnded{regular, visit});
  }
  void add(core::Event event) {
    rows_.push_back({static_cast<core::Position>(++position_), {position_}, std::move(event)});
    if (rows_.size() == step_rows) store();
  }
  void store() {
    const std::int64_t from = now_ns();
    archive_.add(account, rows_);
    storing_ns_ += now_ns() - from;
    rows_.clear();
  }

  test::TempFolder folder_;
  adapters::SqlArchive archive_;
  Speech speech_{1};
  std::vector<core::Recorded> rows_;
  std::int64_t position_ = 0;
  std::int64_t storing_ns_ = 0;
};

template <class Ask>
std::vector<std::int64_t> timed(Ask ask) {
  std::vector<std::int64_t> took_ns;
  for (int i = 0; i < questions; ++i) {
    const std::int64_t from = now_ns();
    ask();
    took_ns.push_back(now_ns() - from);
  }
  return took_ns;
}

double ms_of(const std::vector<std::int64_t>& took_ns, double part) {
  return static_cast<double>(quantile(took_ns, part)) / ms;
}

}  // namespace

std::vector<Report> measure_archive(const Settings& settings) {
  Filled filled(settings.messages);
  Speech speech(2);
  const auto search = timed([&] {
    filled.archive().search(account,
                            {.text = speech.question(), .limit = limits::archive_page_max});
  });
  const auto profile = timed([&] {
    filled.archive().person(account, regular);
    filled.archive().visits(account, regular, {}, limits::archive_page_max);
    filled.archive().conversations(account, regular, {}, limits::archive_page_max);
    filled.archive().invitations(account, regular, {}, limits::archive_page_max);
    filled.archive().notes(account, regular, limits::person_notes_max);
  });
  Report report;
  report.scenario = "archive";
  report.figures = {
      {"messages", static_cast<double>(settings.messages), 0, ""},
      {"search_p50_ms", ms_of(search, 0.5), 2, "words or pairs of characters"},
      {"search_p99_ms", ms_of(search, 0.99), 2, "at most 100"},
      {"profile_p99_ms", ms_of(profile, 0.99), 2, "1,000 visits; at most 50"},
      {"store_us", filled.store_us(), 1, "an event, on the archive's own thread"},
  };
  return {report};
}

}  // namespace usher::load
