#include "trials.hpp"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <map>
#include <stdexcept>

#include "company.hpp"
#include "office.hpp"
#include "steps.hpp"

namespace usher::crash {

using load::ms;
using load::now_ns;
using load::second;

namespace {

constexpr std::uint32_t killed_pairs = 16;
constexpr std::uint32_t killed_waiting = 5;
constexpr std::int64_t restart_max_ns = 2 * second;
constexpr std::int64_t under_way_max_ns = 4 * ms;  // until a frame's outcome is on its way back
constexpr std::int64_t drain_max_ns = 15 * second;
constexpr std::uint16_t come_back_later = 4000;

std::int64_t between(std::mt19937_64& random, std::int64_t least, std::int64_t most) {
  return least + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most - least));
}

// The rest of a trial's line.
bool tell(const Verdict& verdict) {
  std::cout << verdict.acknowledged << " messages acknowledged, " << verdict.missing << " lost, "
            << verdict.doubled << " doubled, " << verdict.reordered
            << " ends that saw another order" << std::endl;
  for (const std::string& what : verdict.broken) std::cout << "  " << what << "\n";
  return verdict.good();
}

// Visitors who only look; they count how they are sent away.
class Onlookers final : public load::Handler {
 public:
  Onlookers(Company& company, std::uint32_t count) {
    const std::int64_t until = now_ns() + 60 * second;
    while (welcomed_ < count) {
      while (links_.size() < count && links_.size() - welcomed_ < 100) {
        links_.push_back(std::make_unique<load::Link>(company.loop(),
                                                      company.server().visitor_endpoint(), *this));
      }
      company.loop().turn(ms);
      if (now_ns() > until) throw std::runtime_error("onlookers wait for their welcome");
    }
  }
  std::size_t gone() const { return gone_; }
  const std::map<std::uint16_t, std::size_t>& codes() const { return codes_; }

 private:
  void on_open(load::Link& link) override { link.send(R"({"type":"visitor_hello","protocol":1})"); }
  void on_frame(load::Link&, std::string_view text) override {
    if (text.find(R"("type":"visitor_welcome")") != std::string_view::npos) ++welcomed_;
  }
  void on_gone(load::Link&, std::uint16_t code) override {
    ++gone_;
    ++codes_[code];
  }

  std::vector<std::unique_ptr<load::Link>> links_;
  std::size_t welcomed_ = 0;
  std::size_t gone_ = 0;
  std::map<std::uint16_t, std::size_t> codes_;
};

}  // namespace

bool kill_at_random(const Trial& trial, int kills) {
  Company company(trial.tools, killed_pairs, killed_waiting, trial.seed);
  std::int64_t slowest_ns = 0;
  for (int i = 0; i < kills; ++i) {
    company.talk(between(company.random(), 20 * ms, 500 * ms), 10 * ms);
    company.kill();
    while (i + 1 < kills && company.random()() % 5 == 0) {  // again, while it starts
      ++i;
      company.server().spawn();
      company.talk(between(company.random(), ms, 150 * ms), 10 * ms);
      company.kill();
    }
    slowest_ns = std::max(slowest_ns, company.server().start());
    company.gather();
    company.check_waiting();
  }
  company.finish();
  std::printf("kills %d: slowest start %.2f s; ", kills, static_cast<double>(slowest_ns) / second);
  std::fflush(stdout);
  const bool good = tell(company.verdict());
  if (slowest_ns > restart_max_ns) std::cout << "  a start took more than two seconds\n";
  return good && slowest_ns <= restart_max_ns;
}

bool kill_at_steps(const Trial& trial, int rounds) {
  Office office(trial.tools, trial.seed);
  std::int64_t slowest_ns = 0;
  int kills = 0;
  const auto kill_at = [&](const Step& step, bool answered) {
    office.talk(true);
    const Deed deed = step.prepare(office);
    deed.act();
    if (answered) office.wait_for(deed.answered, "the outcome of a step");
    office.talk(false);
    office.kill_after(answered ? 0 : between(office.random(), 0, under_way_max_ns));
    const bool seen = deed.answered();
    slowest_ns = std::max(slowest_ns, office.restart());
    ++kills;
    office.agree();
    if (seen && !deed.holds()) throw std::runtime_error("what was seen does not hold");
    office.settle();
    office.leave(*deed.visitor);
  };
  for (int i = 0; i < 2 * rounds; ++i) {
    const bool answered = i % 2 == 1;
    for (const Step& step : all_steps()) {
      try {
        kill_at(step, answered);
      } catch (const std::exception& error) {
        throw std::runtime_error("killed " +
                                 std::string(answered ? "after the outcome of '" : "in '") +
                                 std::string(step.name) + "': " + error.what());
      }
    }
  }
  std::printf("steps %zu, %d kills: slowest start %.2f s; ", all_steps().size(), kills,
              static_cast<double>(slowest_ns) / second);
  std::fflush(stdout);
  return tell(office.verdict());
}

bool cut_at_random(const Trial& trial, std::uint32_t pairs, std::uint64_t messages) {
  Company company(trial.tools, pairs, 0, trial.seed);
  const std::vector<Person*> everybody = company.talkers();
  std::vector<std::int64_t> cut_at_ns;
  const auto life = [&] { return between(company.random(), second / 2, 5 * second); };
  for (std::size_t i = 0; i < everybody.size(); ++i) cut_at_ns.push_back(now_ns() + life());
  std::uint64_t cuts = 0;
  const auto cut_some = [&] {
    for (std::size_t i = 0; i < everybody.size(); ++i) {
      if (now_ns() < cut_at_ns[i]) continue;
      everybody[i]->cut();
      cut_at_ns[i] = now_ns() + life();
      ++cuts;
    }
  };
  while (company.written() < messages) company.talk(100 * ms, 100 * ms, cut_some);
  company.finish();
  std::cout << "cuts " << cuts << " of " << everybody.size() << " connections: ";
  return tell(company.verdict());
}

bool drain(const Trial& trial, std::uint32_t sockets) {
  Company company(trial.tools, killed_pairs, killed_waiting, trial.seed);
  const Onlookers onlookers(company, sockets);
  company.talk(second / 2, 10 * ms);
  const std::int64_t begin = now_ns();
  company.server().process().signal(SIGTERM);
  while (company.server().process().runs() && now_ns() - begin < drain_max_ns) {
    company.talk(5 * ms, 10 * ms);
  }
  const auto status = company.server().process().wait(0);
  const std::int64_t took_ns = now_ns() - begin;
  company.talk(100 * ms, 10 * ms);  // reads what the server said last
  bool good = status == 0 && onlookers.gone() == sockets && onlookers.codes().size() == 1 &&
              onlookers.codes().contains(come_back_later);
  std::map<std::uint16_t, int> others;
  for (const Person* person : company.talkers()) {
    if (person->last_close_code() != come_back_later) ++others[person->last_close_code()];
  }
  std::printf("drain %u sockets: exit %d after %.2f s;", sockets, status.value_or(-1),
              static_cast<double>(took_ns) / second);
  for (const auto& [code, count] : onlookers.codes()) {
    std::printf(" %zu closed with %u;", count, static_cast<unsigned>(code));
  }
  for (const auto& [code, count] : others) std::printf(" %d talkers with %u;", count, code);
  std::printf(" ");
  std::fflush(stdout);
  if (!status) company.server().kill();
  company.server().start();
  company.gather();
  company.finish();
  return tell(company.verdict()) && good && others.empty();
}

}  // namespace usher::crash
