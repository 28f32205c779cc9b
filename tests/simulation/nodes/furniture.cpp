#include "simulation/nodes/furniture.hpp"

#include "core/limits.hpp"

namespace usher::simulation {

Furniture::Furniture(std::uint64_t seed, bool one_serves_alone, Planted bug)
    : alone(one_serves_alone),
      planted(bug),
      schedule(seed),
      journal(alone ? std::make_unique<adapters::MemoryJournal>()
                    : std::make_unique<adapters::MemoryJournal>(store)) {
  if (planted == Planted::no_fence) store->remove_fence();
  for (std::uint64_t n = 0; n < accounts_count; ++n) furnish(n);
}

// Every other account's queue rings; the others give their conversations at once.
void Furniture::furnish(std::uint64_t n) {
  directory.put(ports::Account{account(n), "Account", std::string(32, 'k')});
  directory.put(
      ports::Queue{account(n), {queue(n), "Sales", n % 2 == 1, 10 * limits::second_ms}, 0});
  ports::Site site;
  site.id = core::SiteId{n + 31};
  site.account = account(n);
  site.key = site_key(n);
  site.name = "Shop";
  site.origins = {"https://shop.example"};
  directory.put(site);
  for (std::uint64_t i = 0; i < agents_each; ++i) {
    ports::Agent person;
    person.account = account(n);
    person.setting = {agent(n, i), "Agent", core::Role::agent, 3, {queue(n)}};
    person.login = cookie(agent(n, i));
    person.password_hash = "plain:correct horse";
    directory.put(person);
    const core::Time now = schedule.now();
    directory.put(ports::SignIn{crypto.sha256_hex(cookie(agent(n, i))), account(n), agent(n, i),
                                person.generation, now, now + 12 * limits::hour_ms});
  }
}

}  // namespace usher::simulation
