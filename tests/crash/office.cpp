#include "office.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace usher::crash {

using load::ms;
using load::now_ns;

namespace {

constexpr std::uint32_t agents = 6;
constexpr std::uint32_t supervisors = 2;
constexpr std::uint32_t capacity = 4;
constexpr std::uint32_t talkers = 4;
constexpr std::size_t ahead_max = 3;
constexpr std::int64_t pause_ns = 4 * ms;  // between two messages of one who talks
constexpr std::int64_t turn_ns = ms;

}  // namespace

Office::Office(load::Tools tools, std::uint64_t seed) : Premises(std::move(tools), seed) {
  server_.seed({.agents = agents + supervisors,
                .capacity = capacity,
                .queues = 2,
                .rings = true,
                .supervisors = supervisors});
  server_.start();
  for (std::uint32_t i = 1; i <= agents + supervisors; ++i) {
    const auto endpoint = server_.agent_endpoint(server_.sign_in(i));
    consoles_.push_back(
        std::make_unique<Console>(loop_, "a" + std::to_string(i), endpoint, ledger_));
  }
  wait_for([this] { return all_caught_up(); }, "everybody to come");
  for (std::uint32_t i = 0; i < talkers; ++i) arrive().write();
  settle();
}

Console& Office::supervisor() { return *consoles_[agents + random_() % supervisors]; }

Console& Office::colleague_of(const Console& one) {
  std::vector<Console*> free;
  for (const auto& console : consoles_) {
    if (console.get() != &one && console->own() < capacity) free.push_back(console.get());
  }
  if (free.empty()) throw std::runtime_error("nobody has room");
  return *free[random_() % free.size()];
}

Console* Office::at_whom_it_rings(const std::string& conversation) {
  const auto found = std::ranges::find_if(
      consoles_, [&](const auto& console) { return console->row(conversation).rings; });
  return found == consoles_.end() ? nullptr : found->get();
}

const std::string& Office::other_queue() const { return consoles_.back()->queues().back(); }

Person& Office::arrive() {
  const std::string name = "v" + std::to_string(++arrived_);
  visitors_.push_back(std::make_unique<Person>(loop_, Person::Kind::visitor, name,
                                               server_.visitor_endpoint(), ledger_));
  Person& visitor = *visitors_.back();
  wait_for([&] { return visitor.caught_up(); }, "a visitor's welcome");
  return visitor;
}

void Office::accept(const Person& asked) {
  Console* at = nullptr;
  const auto rings = [&] {
    at = at_whom_it_rings(asked.conversation());
    return at != nullptr;
  };
  wait_for(rings, "a conversation to ring");
  at->act("accept", asked.conversation());
  wait_for([&] { return at->owns(asked.conversation()); }, "an acceptance");
}

void Office::leave(Person& visitor) {
  const std::string& conversation = visitor.conversation();
  const auto owner = std::ranges::find_if(
      consoles_, [&](const auto& console) { return console->owns(conversation); });
  if (owner != consoles_.end()) (*owner)->act("close", conversation);
  const auto closed = [&] { return ledger_.standing(conversation).state == "closed"; };
  wait_for([&] { return closed() && visitor.standing().state == "closed"; }, "a close");
  ledger_.check_rows();
  const auto place =
      std::ranges::find_if(visitors_, [&](const auto& one) { return one.get() == &visitor; });
  visitor.cut();
  left_.push_back(std::move(*place));
  visitors_.erase(place);
}

void Office::turn() {
  const std::int64_t now = now_ns();
  for (const auto& visitor : visitors_) visitor->live(now);
  for (const auto& console : consoles_) console->live(now);
  if (talking_) write_some(now);
  loop_.turn(turn_ns);
}

// Into conversations that change hands, too: who has one may write, whatever is under way.
void Office::write_some(std::int64_t now) {
  if (now < next_write_ns_) return;
  next_write_ns_ = now + pause_ns;
  for (const auto& visitor : visitors_) {
    const bool talks = !visitor->conversation().empty() && visitor.get() != hushed_;
    if (talks && visitor->unacknowledged() < ahead_max) visitor->write();
  }
  for (const auto& console : consoles_) {
    for (const auto& [conversation, row] : console->rows()) {
      if (console->owns(conversation) && console->unacknowledged() < ahead_max) {
        console->write(conversation);
      }
    }
  }
}

void Office::hush(const Person& visitor) {
  hushed_ = &visitor;
  wait_for([&] { return visitor.at_ease(); }, "a visitor's last messages");
}

bool Office::all_caught_up() const {
  const auto here = [](const auto& one) { return one->caught_up(); };
  return std::ranges::all_of(visitors_, here) && std::ranges::all_of(consoles_, here);
}

bool Office::all_lost() const {
  const auto lost = [](const auto& one) { return !one->caught_up(); };
  return std::ranges::all_of(visitors_, lost) && std::ranges::all_of(consoles_, lost);
}

void Office::kill_after(std::int64_t delay_ns) {
  loop_.flush();
  const std::int64_t until = now_ns() + delay_ns;
  while (now_ns() < until) {
  }
  server_.kill();
  wait_for([this] { return all_lost(); }, "everybody to notice that the server is gone");
}

std::int64_t Office::restart() {
  const std::int64_t took_ns = server_.start();
  wait_for([this] { return all_caught_up(); }, "everybody to come back");
  return took_ns;
}

void Office::agree() {
  wait_for([this] { return disagreement().empty(); }, [this] { return disagreement(); });
  ledger_.check_rows();
}

void Office::settle() {
  const auto at_ease = [](const auto& one) { return one->at_ease(); };
  std::vector<std::pair<const Console*, std::string>> accepted;
  const auto settled = [&] {
    bool rings = false;
    for (const auto& console : consoles_) {
      for (const auto& [conversation, row] : console->rows()) {
        if (!row.rings) continue;
        rings = true;
        const std::pair<const Console*, std::string> deed{console.get(), conversation};
        if (std::ranges::find(accepted, deed) != accepted.end()) continue;
        console->act("accept", conversation);
        accepted.push_back(deed);
      }
    }
    const bool owned = std::ranges::all_of(visitors_, [](const auto& visitor) {
      return visitor->conversation().empty() || visitor->standing().state != "waiting";
    });
    return !rings && owned && std::ranges::all_of(visitors_, at_ease) &&
           std::ranges::all_of(consoles_, at_ease);
  };
  wait_for(settled, "everything to have an owner and all messages to be acknowledged");
  agree();
}

std::string Office::disagreement() const {
  for (const auto& visitor : visitors_) {
    if (visitor->conversation().empty()) continue;
    if (std::string what = disagreement(*visitor); !what.empty()) {
      return visitor->conversation() + ": " + what;
    }
  }
  return {};
}

std::string Office::disagreement(const Person& visitor) const {
  const std::string& conversation = visitor.conversation();
  const Standing standing = ledger_.standing(conversation);
  if (visitor.standing() != standing) return "its visitor sees " + to_text(visitor.standing());
  const Console* owner = nullptr;
  std::vector<const Console*> rings;
  std::string from;
  for (const auto& console : consoles_) {
    const auto found = console->rows().find(conversation);
    if (found == console->rows().end()) continue;
    const Console::Row& row = found->second;
    if (row.standing != standing) return console->name() + " sees " + to_text(row.standing);
    if (console->owns(conversation)) owner = console.get();
    if (!row.rings) continue;
    rings.push_back(console.get());
    from = row.from;
  }
  if (standing.state == "closed") return rings.empty() ? "" : "closed, and rings";
  if (standing.state == "waiting") {
    if (rings.size() == 1 && from.empty()) return {};
    return "waits and rings at " + std::to_string(rings.size()) + " agents who have room";
  }
  if (owner == nullptr) return "its owner does not list it";
  const std::string to = owner->row(conversation).to;
  if (to.empty() && rings.empty()) return {};
  const bool transferred = rings.size() == 1 && rings[0]->id() == to && from == owner->id();
  return transferred ? "" : "an offer that its two ends don't see alike";
}

Verdict Office::verdict() {
  Verdict verdict;
  const Store store = close(verdict);
  compare(store, verdict);
  return verdict;
}

void Office::compare(const Store& store, Verdict& verdict) const {
  for (const auto& visitor : visitors_) verdict.acknowledged += visitor->acked().size();
  for (const auto& visitor : left_) verdict.acknowledged += visitor->acked().size();
  for (const auto& console : consoles_) verdict.acknowledged += console->acked().size();
  for (const auto& [conversation, told] : ledger_.conversations()) {
    const auto found = store.entries.find(conversation);
    const std::vector<Heard> stored =
        found == store.entries.end() ? std::vector<Heard>{} : found->second;
    for (const auto& [seq, heard] : told) {
      const bool there = seq <= stored.size() && same_entry(stored[seq - 1], heard);
      if (!there) ++(heard.kind == "message" ? verdict.missing : verdict.reordered);
    }
    for (const Heard& entry : stored) {
      if (!entry.client_id.empty() && ledger_.was_refused(entry.client_id)) {
        verdict.broken.push_back(entry.client_id + " was refused, and stored");
      }
    }
    const auto standing = store.standings.find(conversation);
    if (standing == store.standings.end()) {
      verdict.broken.push_back(conversation + " is not stored");
    } else if (standing->second != ledger_.standing(conversation)) {
      verdict.broken.push_back(conversation + " is " + to_text(standing->second) +
                               " in the store, and was shown as " +
                               to_text(ledger_.standing(conversation)));
    }
  }
  if (store.entries.size() != ledger_.conversations().size()) {
    verdict.broken.push_back("the store has conversations that nobody saw");
  }
  for (const std::string& conversation : store.ringing) {
    verdict.broken.push_back(conversation + " rings on");
  }
}

}  // namespace usher::crash
