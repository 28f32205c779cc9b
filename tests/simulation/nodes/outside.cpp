#include "simulation/nodes/outside.hpp"

#include <cstdio>

namespace usher::simulation {

Outside::Outside(std::uint64_t seed, Plant its_plant, bool is_traced)
    : random(seed), scheduler(seed ^ 0x5eed), plant(its_plant), traced(is_traced) {
  if (plant == Plant::fence || plant == Plant::leases_for_all) store->remove_fence();
  for (std::uint64_t index = 0; index < accounts; ++index) furnish(index);
}

// An account with a site, a queue and agents.
void Outside::furnish(std::uint64_t index) {
  ports::Account row;
  row.id = account(index);
  row.name = "Account";
  row.visitor_key = std::string(32, 'k');
  directory.put(row);
  ports::Queue queue;
  queue.account = row.id;
  queue.setting = {core::QueueId{100 + index}, "Sales", index % 2 == 0, 20'000, {}};
  directory.put(queue);
  ports::Site site;
  site.id = core::SiteId{200 + index};
  site.account = row.id;
  site.key = site_key(index);
  site.name = "Shop";
  site.origins = {"https://shop.example"};
  site.queue = queue.setting.id;
  directory.put(site);
  for (std::uint64_t number = 0; number < agents_each; ++number) {
    ports::Agent agent;
    agent.account = row.id;
    agent.setting = {core::AgentId{1'000 + 10 * index + number},
                     "Agent",
                     core::Role::agent,
                     4,
                     {queue.setting.id},
                     {},
                     {}};
    agent.login = login(index, number);
    agent.password_hash = "plain:correct horse";
    directory.put(agent);
  }
}

void Outside::trace(const std::string& line) const {
  if (!traced) return;
  std::printf("%8.3f %s\n", static_cast<double>(scheduler.clock.now() - core::Time{1'800'000'000'000}) / 1e3,
              line.c_str());
}

}  // namespace usher::simulation
