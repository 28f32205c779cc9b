// Fills a data folder for the load and crash rings, without a server: a directory of one account
// and, when asked for, a journal of earlier conversations with the snapshot that a server would
// have kept. Agents serve the queues in turn; the last ones are supervisors and serve none.
//
//   load_seed FOLDER AGENTS CAPACITY MESSAGES QUEUES RINGS(0/1) SUPERVISORS LEFT_OPEN

#include <sodium.h>

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string>
#include <variant>
#include <vector>

#include "adapters/sql/directory.hpp"
#include "adapters/sql/journal.hpp"
#include "core/codec.hpp"
#include "core/decide.hpp"
#include "kit/quiet.hpp"
#include "kit/usher_server.hpp"

namespace usher::load {
namespace {

constexpr core::AccountId account{1};
constexpr core::SiteId site{1};
constexpr core::QueueId first_queue{1};
constexpr std::size_t messages_per_conversation = 20;
constexpr std::size_t batch_events = 20'000;
constexpr std::uint64_t first_agent_id = 100;
constexpr std::size_t after_snapshot = 250;  // conversations: a few thousand events
constexpr std::int64_t history_ms = 90LL * 24 * 3'600 * 1'000;

// Runs the journal's callbacks on the journal's own thread; wait() is for the main one.
class WaitingLoop final : public ports::Loop {
 public:
  void post(ports::Task task) override {
    task();
    const std::lock_guard lock(mutex_);
    ++done_;
    changed_.notify_one();
  }
  std::unique_ptr<ports::Timer> make_timer() override { return nullptr; }
  void wait(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return done_ >= count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t done_ = 0;
};

core::Time now() {
  return {std::chrono::duration_cast<std::chrono::milliseconds>(
              std::chrono::system_clock::now().time_since_epoch())
              .count()};
}

// The cheapest argon2id there is, so that signing in hundreds of agents measures nothing.
std::string cheap_hash() {
  std::string hash(crypto_pwhash_STRBYTES, '\0');
  if (::crypto_pwhash_str(hash.data(), load_password.data(), load_password.size(),
                          crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN) != 0) {
    std::abort();
  }
  hash.resize(hash.find('\0'));
  return hash;
}

// What the directory holds and the floor is configured with.
struct Setting {
  std::vector<core::QueueSetting> queues;
  std::vector<core::AgentSetting> agents;
};

Setting make_setting(const Seed& seed) {
  Setting setting;
  for (std::uint64_t i = 0; i < seed.queues; ++i) {
    const std::string name = "Load " + std::to_string(i + 1);
    setting.queues.push_back({{first_queue.value + i}, name, seed.rings, 30'000, {}});
  }
  for (std::uint32_t i = 1; i <= seed.agents; ++i) {
    core::AgentSetting agent{core::AgentId{first_agent_id + i},
                             "Load " + std::to_string(i),
                             core::Role::agent,
                             seed.capacity,
                             {},
                             {},
                             {}};
    if (i + seed.supervisors > seed.agents) {
      agent.role = core::Role::supervisor;
    } else {
      agent.queues = {setting.queues[(i - 1) % seed.queues].id};
    }
    setting.agents.push_back(std::move(agent));
  }
  return setting;
}

void fill_directory(ports::Directory& directory, const Setting& setting) {
  ports::Account row{account, "Load", std::string(32, 'k')};
  directory.put(row);
  ports::Site page;
  page.id = site;
  page.account = account;
  page.key = load_site;
  page.name = "Load";
  directory.put(page);
  std::uint32_t rank = 0;
  for (const core::QueueSetting& queue : setting.queues) {
    directory.put(ports::Queue{account, queue, rank++});
  }
  const std::string hash = cheap_hash();
  for (const core::AgentSetting& one : setting.agents) {
    ports::Agent agent;
    agent.account = account;
    agent.setting = one;
    agent.login = "load" + std::to_string(one.id.value - first_agent_id);
    agent.password_hash = hash;
    directory.put(agent);
  }
}

// Earlier conversations, spread over the last three months, the last few still open.
class History {
 public:
  History(ports::Journal& journal, Setting setting)
      : journal_(journal), setting_(std::move(setting)) {
    floor_.account = account;
  }

  void write(std::uint64_t messages, std::uint64_t left_open) {
    const std::uint64_t conversations = messages / messages_per_conversation;
    const std::int64_t step = history_ms / static_cast<std::int64_t>(conversations + 1);
    at_ = now() + -history_ms;
    apply(core::command::Configure{setting_.queues, setting_.agents});
    apply(core::command::AgentConnect{agent()});
    apply(core::command::SetStatus{agent(), core::AgentStatus::online});
    for (std::uint64_t i = 1; i <= conversations; ++i) {
      at_ = at_ + step;
      apply(core::command::AgentHeartbeat{agent()});
      converse(i, i + left_open <= conversations);
      if (batch_.size() >= batch_events) flush();
      if (i + after_snapshot == conversations) snapshot();
    }
    flush();
    std::printf("%llu events, %zu conversations on the floor\n",
                static_cast<unsigned long long>(floor_.position), floor_.conversations.size());
  }

 private:
  core::AgentId agent() const { return setting_.agents.front().id; }

  void converse(std::uint64_t number, bool close) {
    const core::VisitorId visitor{1'000'000 + number};
    const core::ConversationId conversation{10'000'000 + number};
    for (std::size_t i = 0; i < messages_per_conversation; ++i) {
      const std::string id = std::to_string(number) + "-" + std::to_string(i);
      const std::string text = "Message " + id + " of a conversation that has been held before.";
      if (i % 2 == 0) {
        apply(core::command::Ask{visitor, site, first_queue, conversation, id, text});
      } else {
        apply(core::command::Post{agent(), conversation, id, text});
      }
    }
    if (close) apply(core::command::Close{core::author_of(agent()), conversation});
  }

  // step() would give the events too, but not one by one between their applications: the journal
  // needs them as decide() and settle() gave them.
  void apply(const core::Command& command) {
    const core::Outcome outcome = core::decide(floor_, command, at_);
    if (std::holds_alternative<core::Rejection>(outcome)) std::abort();
    record(std::get<core::Decision>(outcome).events);
    for (auto more = core::settle(floor_, at_); !more.empty(); more = core::settle(floor_, at_)) {
      record(more);
    }
  }

  void record(const std::vector<core::Event>& events) {
    for (const core::Event& event : events) {
      core::evolve(floor_, event, at_);
      if (core::is_durable(event)) batch_.push_back({floor_.position, at_, event});
    }
  }

  void snapshot() {
    flush();
    journal_.save_snapshot(account, {floor_.position, core::encode_snapshot(floor_)});
  }

  void flush() {
    if (batch_.empty()) return;
    journal_.append(account, std::move(batch_), loop_, [](ports::Stored stored) {
      if (stored != ports::Stored::stored) std::abort();
    });
    batch_.clear();
    loop_.wait(++batches_);
  }

  ports::Journal& journal_;
  Setting setting_;
  core::Floor floor_;
  core::Time at_;
  WaitingLoop loop_;
  std::vector<core::Recorded> batch_;
  std::size_t batches_ = 0;
};

}  // namespace
}  // namespace usher::load

int main(int argc, char** argv) {
  using namespace usher;
  if (argc != 9 || ::sodium_init() < 0) return 2;
  adapters::SqlOptions options;
  options.folder = argv[1];
  const auto number = [&](int i) { return std::strtoull(argv[i], nullptr, 10); };
  const auto count = [&](int i) { return static_cast<std::uint32_t>(number(i)); };
  const load::Seed seed{count(2),       count(3), number(4), count(5),
                        number(6) != 0, count(7), number(8)};
  load::Setting setting = load::make_setting(seed);
  adapters::SqlDirectory directory(options);
  load::fill_directory(directory, setting);
  if (seed.messages == 0) return 0;
  load::NoLog log;
  load::NoMetrics metrics;
  adapters::SqlJournal journal(options, log, metrics);
  load::History(journal, std::move(setting)).write(seed.messages, seed.left_open);
}
