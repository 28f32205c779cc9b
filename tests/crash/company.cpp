#include "company.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace usher::crash {

using load::ms;
using load::now_ns;

namespace {

constexpr std::size_t ahead_max = 4;
constexpr std::int64_t turn_ns = 2 * ms;

std::string numbered(char kind, std::uint32_t number) {
  std::string name(1, kind);
  name += std::to_string(number);
  return name;
}

}  // namespace

Company::Company(load::Tools tools, std::uint32_t pairs, std::uint32_t waiting, std::uint64_t seed)
    : Premises(std::move(tools), seed), next_write_ns_(2 * pairs) {
  server_.seed({pairs, 1, 0});
  server_.start();
  for (std::uint32_t i = 1; i <= pairs; ++i) {
    visitors_.push_back(std::make_unique<Person>(loop_, Person::Kind::visitor, numbered('v', i),
                                                 server_.visitor_endpoint(), ledger_));
    agents_.push_back(std::make_unique<Person>(loop_, Person::Kind::agent, numbered('a', i),
                                               server_.agent_endpoint(server_.sign_in(i)),
                                               ledger_));
    visitors_.back()->write();
  }
  gather();
  finish();
  for (std::uint32_t i = 1; i <= waiting; ++i) {  // one after another: their order is known
    waiting_.push_back(std::make_unique<Person>(loop_, Person::Kind::visitor, numbered('w', i),
                                                server_.visitor_endpoint(), ledger_));
    waiting_.back()->write();
    finish();
  }
}

std::vector<Person*> Company::talkers() const {
  std::vector<Person*> all;
  for (const auto& person : visitors_) all.push_back(person.get());
  for (const auto& person : agents_) all.push_back(person.get());
  return all;
}

void Company::turn() {
  const std::int64_t now = now_ns();
  for (const auto& person : visitors_) person->live(now);
  for (const auto& person : agents_) person->live(now);
  for (const auto& person : waiting_) person->live(now);
  loop_.turn(turn_ns);
}

void Company::talk(std::int64_t length_ns, std::int64_t pause_ns,
                   const std::function<void()>& each_turn) {
  const std::vector<Person*> everybody = talkers();
  const std::int64_t until = now_ns() + length_ns;
  for (std::int64_t now = now_ns(); now < until; now = now_ns()) {
    for (std::size_t i = 0; i < everybody.size(); ++i) {
      if (now < next_write_ns_[i] || everybody[i]->unacknowledged() >= ahead_max) continue;
      everybody[i]->write();
      ++written_;
      next_write_ns_[i] =
          now + pause_ns / 2 +
          static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(pause_ns));
    }
    if (each_turn) each_turn();
    turn();
  }
}

void Company::kill() {
  server_.kill();
  const auto lost = [](const auto& person) { return !person->caught_up(); };
  wait_for(
      [&] {
        return std::all_of(visitors_.begin(), visitors_.end(), lost) &&
               std::all_of(agents_.begin(), agents_.end(), lost) &&
               std::all_of(waiting_.begin(), waiting_.end(), lost);
      },
      "everybody to notice that the server is gone");
}

void Company::gather() {
  const auto here = [](const auto& person) { return person->caught_up(); };
  wait_for(
      [&] {
        return std::all_of(visitors_.begin(), visitors_.end(), here) &&
               std::all_of(agents_.begin(), agents_.end(), here) &&
               std::all_of(waiting_.begin(), waiting_.end(), here);
      },
      "everybody to come back");
}

void Company::finish() {
  const auto at_ease = [](const auto& person) { return person->at_ease(); };
  std::map<std::string, std::size_t> heard;
  const auto all_heard = [&] {
    heard.clear();
    for (const auto& visitor : visitors_) heard[visitor->conversation()] = visitor->heard().size();
    return std::all_of(agents_.begin(), agents_.end(), [&](const auto& agent) {
      return heard[agent->conversation()] == agent->heard().size();
    });
  };
  wait_for(
      [&] {
        return std::all_of(visitors_.begin(), visitors_.end(), at_ease) &&
               std::all_of(agents_.begin(), agents_.end(), at_ease) &&
               std::all_of(waiting_.begin(), waiting_.end(), at_ease) && all_heard();
      },
      "all messages to be acknowledged and heard");
  ledger_.check_rows();
}

void Company::check_waiting() const {
  std::vector<std::string> came;
  for (const auto& person : waiting_) came.push_back(person->conversation());
  for (const auto& agent : agents_) {
    if (agent->waiting_listed() != came) throw std::runtime_error("the queue's order changed");
  }
}

void Company::compare(const Person& one, const std::vector<Heard>& stored, Verdict& verdict) const {
  verdict.acknowledged += one.acked().size();
  for (const auto& [client_id, seq] : one.acked()) {
    if (seq > stored.size() || stored[seq - 1].client_id != client_id) ++verdict.missing;
  }
  const bool alike = std::ranges::equal(stored, one.heard(), same_entry);
  if (!alike) ++verdict.reordered;
  const bool lost =
      std::ranges::any_of(stored, [](const Heard& entry) { return entry.kind == "requeued"; });
  if (lost) verdict.broken.push_back(one.name() + ": the owner lost the conversation");
}

Verdict Company::verdict() {
  Verdict verdict;
  Store store = close(verdict);
  const auto check = [&](const Person& person, const std::string& state) {
    compare(person, store.entries[person.conversation()], verdict);
    if (store.standings[person.conversation()].state != state) {
      verdict.broken.push_back(person.name() + " is not " + state);
    }
  };
  for (const auto& person : visitors_) check(*person, "assigned");
  for (const auto& person : agents_) check(*person, "assigned");
  std::vector<std::string> came;
  for (const auto& person : waiting_) {
    check(*person, "waiting");
    came.push_back(person->conversation());
  }
  if (store.waiting != came) verdict.broken.push_back("the queue's order changed");
  return verdict;
}

}  // namespace usher::crash
