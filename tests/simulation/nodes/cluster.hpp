#pragma once
// A world of nodes and the people who use them: runs a script, lets everything heal, and sees
// whether what was promised is so.

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "simulation/nodes/agent.hpp"
#include "simulation/nodes/furniture.hpp"
#include "simulation/nodes/node.hpp"
#include "simulation/nodes/planted.hpp"
#include "simulation/nodes/step.hpp"
#include "simulation/nodes/visitor.hpp"

namespace usher::simulation {

class Cluster final : public Doors {
 public:
  // One node serves alone, without leases and a bus.
  Cluster(std::uint64_t seed, bool alone, Planted planted);
  ~Cluster() override;
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;

  // All of these throw Broken.
  void run(const Step& step);
  void heal();
  void end();  // everyone goes home

  Furniture& furniture() { return furniture_; }
  // What the nodes' logs said last.
  std::vector<std::string> complaints() const;

 private:
  struct Place {
    std::shared_ptr<Node> node;  // null while it is down
    std::uint64_t starts = 0;
  };

  std::shared_ptr<Node> any_node() override;
  std::uint64_t next_line() override { return ++lines_; }

  void pass(std::int64_t ms);
  void look();
  void start(Place& place);
  void stop(Place& place);
  void haunt(const std::shared_ptr<adapters::MemoryLeases>& leases);
  void people(const Step& step);
  void fault(const Step& step);
  void stand_in(Place& place, std::int64_t after_ms);
  void drain(Place& place, std::int64_t after_ms);
  void befall(const Step& step, Node& node, bool begins);
  adapters::MemoryCluster::Fate judge(const ports::NodeId& from, const ports::NodeId& to);
  void end_all_faults();
  std::optional<std::string> waits_for();

  Furniture furniture_;
  Process outside_;  // people, and what befalls nodes
  SeededLoop fate_{furniture_.schedule, outside_};
  SeededLoop street_{furniture_.schedule, outside_};
  std::vector<Place> places_;
  std::vector<std::unique_ptr<Visitor>> visitors_;
  std::vector<std::unique_ptr<Agent>> agents_;
  std::set<ports::NodeId> cut_;
  int bus_bad_ = 0;
  core::Time looked_at_;
  std::uint64_t turns_now_ = 0;  // at that time
  std::uint64_t lines_ = 0;
  std::uint64_t era_ = 0;  // faults of an earlier one have ended
};

}  // namespace usher::simulation
