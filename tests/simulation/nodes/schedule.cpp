#include "simulation/nodes/schedule.hpp"

#include <algorithm>
#include <utility>

namespace usher::simulation {
namespace {

constexpr std::size_t processes_max = 4;
constexpr std::uint64_t visitors_each = 2;
constexpr std::int64_t step_ms_max = 1'500;
constexpr std::int64_t healing_ms = 120'000;

}  // namespace

Schedule::Schedule(std::uint64_t seed, Plant plant, bool traced)
    : outside_(seed, plant, traced), ledger_(outside_), random_(seed ^ 0xfa7e) {
  for (int i = 0; i < 3; ++i) start_process();
  const Client::World world{outside_, ledger_, [this] { return pick(); }};
  for (std::uint64_t account = 0; account < Outside::accounts; ++account) {
    const std::string suffix = std::to_string(account) + ".";
    for (std::uint64_t i = 0; i < visitors_each; ++i) {
      visitors_.push_back(
          std::make_unique<VisitorClient>(world, account, "v" + suffix + std::to_string(i)));
      visitors_.back()->start();
    }
    for (std::uint64_t i = 0; i < Outside::agents_each; ++i) {
      agents_.push_back(
          std::make_unique<AgentClient>(world, account, i, "a" + suffix + std::to_string(i)));
      agents_.back()->start();
    }
  }
  outside_.cluster.judge([this](const ports::NodeId&, const ports::NodeId&) {
    using Fate = adapters::MemoryCluster::Fate;
    if (random_.below(100) >= bus_trouble_in_100_) return Fate::passes;
    const std::uint64_t which = random_.below(4);
    return which == 0 ? Fate::dropped : which == 1 ? Fate::doubled : Fate::held;
  });
}

Schedule::~Schedule() = default;

void Schedule::note(std::string what) {
  outside_.trace("-- " + what);
  script_.push_back(std::move(what));
}

void Schedule::start_process() {
  const std::string id = "node." + std::to_string(++started_);
  note("start " + id);
  processes_.push_back(std::make_unique<Process>(outside_, id));
}

Process* Schedule::pick() {
  return processes_.empty() ? nullptr : processes_[random_.below(processes_.size())].get();
}

void Schedule::run(std::uint64_t steps) {
  outside_.scheduler.pass(5'000);
  for (std::uint64_t i = 0; i < steps; ++i) {
    step();
    outside_.scheduler.pass(random_.between(0, step_ms_max));
    bury_the_dead();
    outside_.laws.look();
  }
  heal();
  check_the_end();
  outside_.laws.look();
}

void Schedule::step() {
  if (random_.below(10) < 7) return people_do();
  trouble();
}

void Schedule::people_do() {
  VisitorClient& visitor = *visitors_[random_.below(visitors_.size())];
  AgentClient& agent = *agents_[random_.below(agents_.size())];
  switch (random_.below(16)) {
    case 0:
      note(visitor.name() + " loses its network");
      return visitor.drop();
    case 1:
      note(agent.name() + " loses its network");
      return agent.drop();
    case 2:
      note(agent.name() + " closes");
      return agent.close();
    case 3:
      note(visitor.name() + " closes");
      return visitor.leave();
    case 4:
    case 5:
      note(agent.name() + " requests");
      return agent.request();
    default:
      break;
  }
  if (random_.one_in(2)) {
    note(visitor.name() + " asks");
    return visitor.ask();
  }
  note(agent.name() + " posts");
  agent.post();
}

void Schedule::trouble() {
  const std::uint64_t which = random_.below(20);
  if (which < 4) return trouble_of_the_bus();
  if (which < 6) return trouble_of_the_leases();
  if (processes_.size() < processes_max && (processes_.empty() || which < 10)) {
    return start_process();
  }
  if (Process* const process = pick()) trouble_of(*process);
}

void Schedule::trouble_of_the_bus() {
  if (outside_.cluster.held() > 0 && random_.one_in(2)) {
    note("a message comes late");
    outside_.cluster.release(random_.below(outside_.cluster.held()));
    return;
  }
  bus_trouble_in_100_ = random_.one_in(2) ? 0 : random_.below(40);
  note("the bus spoils " + std::to_string(bus_trouble_in_100_) + " in 100");
}

void Schedule::trouble_of_the_leases() {
  if (random_.one_in(3)) {
    note("the store of leases forgets");
    return outside_.cluster.forget();
  }
  const bool away = random_.one_in(2);
  note(std::string("the store of leases is ") + (away ? "away" : "back"));
  for (const auto& process : processes_) process->cut_leases(away);
}

void Schedule::trouble_of(Process& process) {
  const std::string& id = process.id();
  switch (random_.below(6)) {
    case 0:
      note("kill " + id);
      return process.kill();
    case 1:
    case 2:
      note((process.is_frozen() ? "thaw " : "freeze ") + id);
      return process.freeze(!process.is_frozen());
    case 3:
      note((process.leases_cut() ? "leases back for " : "leases away from ") + id);
      return process.cut_leases(!process.leases_cut());
    case 4:
      note((process.store_cut() ? "store back for " : "store away from ") + id);
      return process.cut_store(!process.store_cut());
    default:
      note("drain " + id);
      return process.drain();
  }
}

void Schedule::bury_the_dead() {
  for (const auto& process : processes_) {
    if (process->has_ended() && !process->is_dead()) {
      note(process->id() + " has ended");
      process->kill();
    }
  }
  std::erase_if(processes_, [](const auto& process) { return process->is_dead(); });
}

void Schedule::heal() {
  note("all heals");
  bus_trouble_in_100_ = 0;
  while (outside_.cluster.held() > 0) outside_.cluster.release(0);
  for (const auto& process : processes_) {
    process->cut_leases(false);
    process->cut_store(false);
    process->freeze(false);
  }
  const auto stays = [](const auto& process) { return !process->is_draining(); };
  if (!std::ranges::any_of(processes_, stays)) start_process();
  outside_.scheduler.pass(healing_ms);
  bury_the_dead();
}

void Schedule::check_the_end() {
  outside_.laws.look();
  double owned = 0;
  for (const auto& process : processes_) owned += process->gauge("usher_floors_owned");
  outside_.laws.expect(owned == static_cast<double>(Outside::accounts), "each_floor_has_an_owner",
                       std::to_string(owned) + " floors are owned");
  const auto expect_well = [this](const Client& client) {
    outside_.laws.expect(client.is_there() && client.is_idle(), "everyone_is_served",
                         client.state());
  };
  for (const auto& visitor : visitors_) expect_well(*visitor);
  for (const auto& agent : agents_) expect_well(*agent);
  ledger_.check_journal();
  for (const auto& visitor : visitors_) visitor->check();
  for (const auto& agent : agents_) agent->check();
}

Schedule::Totals Schedule::totals() const {
  Totals totals;
  totals.tasks = outside_.scheduler.tasks_run();
  totals.acks = ledger_.acks();
  totals.events = ledger_.events();
  for (const auto& agent : agents_) totals.answers += agent->answers();
  return totals;
}

}  // namespace usher::simulation
