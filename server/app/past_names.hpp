#pragma once
// For routes that tell what has been: who may read of whom, and how those in it are called now.

#include <map>
#include <string>
#include <vector>

#include "app/api_route.hpp"

namespace usher::app {

// Supervisors may read about anybody.
inline bool reads_all(const ApiCall& call) { return call.me().setting.role != core::Role::agent; }
// Who must have met those of whom it reads; 0: nobody must.
inline core::AgentId reader_of(const ApiCall& call) {
  return reads_all(call) ? core::AgentId{} : call.me().setting.id;
}

// Agents and queues as they are called now; those that are gone have no name.
struct PastNames {
  std::map<std::uint64_t, std::string> agents;
  std::map<std::uint64_t, std::string> queues;

  explicit PastNames(const ApiCall& call)
      : agents(names_of(call.world.directory.agents(call.account()))),
        queues(names_of(call.world.directory.queues(call.account()))) {}

  std::string agent(std::uint64_t id) const { return find(agents, id); }
  std::string queue(core::QueueId id) const { return find(queues, id.value); }

 private:
  template <class Setting>
  static std::map<std::uint64_t, std::string> names_of(const std::vector<Setting>& settings) {
    std::map<std::uint64_t, std::string> names;
    for (const Setting& each : settings) names[each.setting.id.value] = each.setting.name;
    return names;
  }
  static std::string find(const std::map<std::uint64_t, std::string>& names, std::uint64_t id) {
    const auto found = names.find(id);
    return found == names.end() ? std::string() : found->second;
  }
};

}  // namespace usher::app
