#pragma once
// One seed's life of a cluster: people talk while processes die, freeze and come back, and the ways
// between them break. Then all heals, and everything must be well within two minutes.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "simulation/nodes/ledger.hpp"
#include "simulation/nodes/people.hpp"
#include "simulation/nodes/process.hpp"

namespace usher::simulation {

class Schedule {
 public:
  Schedule(std::uint64_t seed, Plant plant, bool traced);
  ~Schedule();

  void run(std::uint64_t steps);  // throws Broken

  struct Totals {
    std::uint64_t tasks = 0;
    std::uint64_t acks = 0;
    std::uint64_t events = 0;
    std::uint64_t answers = 0;
    std::uint64_t virtual_ms = 0;
  };
  Totals totals() const;
  const std::vector<std::string>& script() const { return script_; }

 private:
  void step();
  void people_do();
  void trouble();
  void trouble_of(Process& process);
  void trouble_of_the_bus();
  void trouble_of_the_leases();
  void start_process();
  void bury_the_dead();
  Process* pick();
  void note(std::string what);
  void heal();
  void check_the_end();

  Outside outside_;
  Ledger ledger_;
  test::Random random_;
  std::vector<std::unique_ptr<Process>> processes_;
  std::vector<std::unique_ptr<VisitorClient>> visitors_;
  std::vector<std::unique_ptr<AgentClient>> agents_;
  std::uint64_t started_ = 0;
  std::uint64_t bus_trouble_in_100_ = 0;  // so many messages meet with some
  std::vector<std::string> script_;
};

}  // namespace usher::simulation
