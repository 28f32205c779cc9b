#include "adapters/redis/presence.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <map>
#include <mutex>
#include <set>
#include <utility>

#include "adapters/redis/scripts.hpp"
#include "core/cluster_limits.hpp"
#include "ports/callback_gate.hpp"

namespace usher::adapters {
namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* kept_s = "7200";
constexpr std::chrono::minutes retold_every(60);
constexpr std::size_t people_per_command = 500;

std::string word_of(core::Author person) {
  return (person.kind == core::AuthorKind::agent ? 'a' : 'v') + std::to_string(person.id);
}

std::optional<core::Author> person_of(std::string_view word) {
  core::Author person;
  if (word.empty()) return std::nullopt;
  person.kind = word.front() == 'a' ? core::AuthorKind::agent : core::AuthorKind::visitor;
  const auto [end, error] = std::from_chars(word.data() + 1, word.data() + word.size(), person.id);
  return error == std::errc() ? std::optional(person) : std::nullopt;
}

}  // namespace

struct RedisPresence::Parts {
  using People = std::map<core::Author, int>;  // and how often each came
  Parts(RedisHub& its_hub, ports::Metrics& metrics)
      : hub(its_hub),
        people_gauge(metrics.gauge("usher_presence_people",
                                   "People who are connected at this node, each once")) {}

  void change(core::AccountId account, core::Author person, int more);
  // On the hub's thread.
  void look();
  void tell_all_anew();
  void tell(const char* how, core::AccountId account, const std::vector<core::Author>& whom);
  std::string key_of(core::AccountId account) const {
    return hub.key("present:") + hub.me() + ':' + std::to_string(account.value);
  }

  RedisHub& hub;
  ports::Gauge& people_gauge;
  ports::CallbackGate gate;
  std::mutex mutex;
  std::map<core::AccountId, People> present;
  std::map<core::AccountId, std::set<core::Author>> changed;  // since it was told
  bool all_anew = false;
  Clock::time_point told_at;
  Clock::time_point told_anew_at = Clock::now();
};

void RedisPresence::Parts::change(core::AccountId account, core::Author person, int more) {
  const std::lock_guard lock(mutex);
  People& people = present[account];
  int& times = people[person];
  const int before = times;
  times = std::max(0, times + more);
  if (times == 0) people.erase(person);
  if ((before == 0) == (before + more <= 0)) return;
  people_gauge.add(more);
  changed[account].insert(person);
}

void RedisPresence::Parts::tell(const char* how, core::AccountId account,
                                const std::vector<core::Author>& whom) {
  for (std::size_t begin = 0; begin < whom.size(); begin += people_per_command) {
    RedisHub::Words words{how, key_of(account)};
    const std::size_t end = std::min(begin + people_per_command, whom.size());
    for (std::size_t i = begin; i < end; ++i) words.push_back(word_of(whom[i]));
    hub.command(words,
                [](const RedisReply*) {});  // one that is lost comes with the next connection
  }
  hub.command({"EXPIRE", key_of(account), kept_s}, [](const RedisReply*) {});
}

void RedisPresence::Parts::look() {
  const Clock::time_point now = Clock::now();
  if (now < told_at + std::chrono::milliseconds(limits::presence_every_ms)) return;
  if (now >= told_anew_at + retold_every) all_anew = true;
  std::map<core::AccountId, std::pair<std::vector<core::Author>, std::vector<core::Author>>> news;
  bool anew = false;
  {
    const std::lock_guard lock(mutex);
    anew = std::exchange(all_anew, false);
    for (const auto& [account, people] : std::exchange(changed, {})) {
      auto& [came, left] = news[account];
      for (const core::Author& person : people) {
        (present[account].contains(person) ? came : left).push_back(person);
      }
    }
  }
  if (anew) return tell_all_anew();
  if (news.empty()) return;
  told_at = now;
  for (const auto& [account, people] : news) {
    tell("SADD", account, people.first);
    tell("SREM", account, people.second);
  }
}

void RedisPresence::Parts::tell_all_anew() {
  told_at = told_anew_at = Clock::now();
  std::map<core::AccountId, std::vector<core::Author>> all;
  {
    const std::lock_guard lock(mutex);
    for (const auto& [account, people] : present) {
      auto& whom = all[account];
      for (const auto& [person, times] : people) whom.push_back(person);
    }
  }
  for (const auto& [account, whom] : all) {
    hub.command({"DEL", key_of(account)}, [](const RedisReply*) {});
    tell("SADD", account, whom);
  }
}

RedisPresence::RedisPresence(RedisHub& hub, ports::Metrics& metrics)
    : parts_(std::make_shared<Parts>(hub, metrics)) {
  parts_->hub.run_now([parts = parts_] {
    RedisHub::Watcher watcher;
    watcher.forgotten = [parts] {
      const std::lock_guard lock(parts->mutex);
      parts->all_anew = true;
    };
    watcher.look = [parts] { parts->look(); };
    parts->hub.watch(parts.get(), std::move(watcher));
  });
}

RedisPresence::~RedisPresence() {
  parts_->gate.close();
  parts_->hub.run_now([this] { parts_->hub.forget(parts_.get()); });
}

void RedisPresence::come(core::AccountId account, core::Author person) {
  parts_->change(account, person, +1);
}

void RedisPresence::leave(core::AccountId account, core::Author person) {
  parts_->change(account, person, -1);
}

void RedisPresence::who(core::AccountId account, ports::Loop& loop,
                        std::function<void(std::optional<std::vector<ports::Present>>)> done) {
  parts_->hub.post([parts = parts_, account, &loop, done = std::move(done)] {
    RedisHub& hub = parts->hub;
    const auto answered = [parts, &loop, done](const RedisReply* reply) {
      std::optional<std::vector<ports::Present>> found;
      if (reply && reply->kind == RedisReply::Kind::list) {
        found.emplace();
        for (std::size_t i = 0; i + 1 < reply->list.size(); i += 2) {
          for (const RedisReply& word : reply->list[i + 1].list) {
            const auto person = person_of(word.text);
            if (person) found->push_back({reply->list[i].text, *person});
          }
        }
        std::ranges::sort(*found);
      }
      parts->gate.post(loop, [done, found = std::move(found)] { done(found); });
    };
    hub.script(redis_scripts::who, {hub.key("nodes")},
               {std::to_string(account.value), hub.key("node:"), hub.key("present:")}, answered);
  });
}

}  // namespace usher::adapters
