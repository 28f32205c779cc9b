#pragma once
// Two whole houses over one store, one directory and one bus, by hand: one owns the account's
// floor, the other is the edge of whoever connects there.

#include <memory>
#include <string>
#include <vector>

#include "adapters/crypto/sodium.hpp"
#include "adapters/memory/archive.hpp"
#include "adapters/memory/cluster.hpp"
#include "adapters/memory/directory.hpp"
#include "adapters/memory/files.hpp"
#include "adapters/memory/journal.hpp"
#include "adapters/memory/outbox.hpp"
#include "adapters/memory/privacy.hpp"
#include "adapters/memory/regions.hpp"
#include "adapters/system/charset.hpp"
#include "app/cluster/placement.hpp"
#include "app/house.hpp"
#include "support/hand_calendar.hpp"
#include "support/hand_clock.hpp"
#include "support/hand_http.hpp"
#include "support/manual_loop.hpp"
#include "support/plain_passwords.hpp"
#include "support/quiet.hpp"
#include "unit/app/line.hpp"

namespace usher::test {

// What all nodes share.
struct Premises {
  HandClock clock;
  HandCalendar calendar;
  adapters::SystemCharset charset;
  adapters::MemoryFiles files;
  adapters::MemoryRegions regions;
  adapters::MemoryDirectory directory;
  adapters::MemoryOutbox outbox;
  adapters::MemoryPrivacy privacy;
  adapters::SodiumRandom random;
  adapters::SodiumCrypto crypto;
  PlainPasswords passwords;
  QuietLog log;
  QuietMetrics metrics;
  HandHttp http;
  adapters::MemoryCluster cluster{clock};
  std::shared_ptr<adapters::MemoryStore> store = std::make_shared<adapters::MemoryStore>();
};

struct NodeHouse {
  NodeHouse(Premises& shared, const std::string& id)
      : journal(shared.store),
        leases(shared.cluster, id),
        bus(shared.cluster, id),
        presence(shared.cluster, id),
        house(std::make_unique<app::House>(
            app::House::World{journal,
                              shared.directory,
                              shared.clock,
                              shared.random,
                              shared.crypto,
                              shared.passwords,
                              shared.log,
                              shared.metrics,
                              loop,
                              {&loop},
                              shared.calendar,
                              shared.charset,
                              shared.outbox,
                              shared.http,
                              loop,
                              shared.files,
                              archive,
                              loop,
                              loop,
                              shared.regions,
                              shared.privacy,
                              app::Nodes{leases, journal, bus, presence, loop}},
            app::Options{0, 0, 3})) {}

  ManualLoop loop;
  adapters::MemoryJournal journal;
  adapters::MemoryArchive archive;
  adapters::MemoryLeases leases;
  adapters::MemoryBus bus;
  adapters::MemoryPresence presence;
  std::unique_ptr<app::House> house;  // null once it is killed
};

class TwoHouses : public Premises {
 public:
  TwoHouses() {
    directory.put(account);
    directory.put(ports::Site{core::SiteId{2},
                              account.id,
                              "s_test",
                              "Shop",
                              {"https://shop.example"},
                              "#0b6bcb",
                              "",
                              std::nullopt});
    directory.put(ports::Queue{account.id, {queue, "Sales", false, 30'000}, 0});
    add_agent(ann, "ann", core::Role::agent);
    add_agent(bob, "bob", core::Role::agent);
    add_agent(sue, "sue", core::Role::supervisor);
    add_agent(adm, "adm", core::Role::admin);
    const std::vector<ports::Node> nodes{{"a.1", false}, {"b.1", false}};
    owner_id = *app::home_of(account.id, nodes);
    edge_id = owner_id == "a.1" ? "b.1" : "a.1";
    owner = std::make_unique<NodeHouse>(*this, owner_id);
    edge = std::make_unique<NodeHouse>(*this, edge_id);
    owner->house->start();
    edge->house->start();
    pass(3'000);
  }

  void add_agent(core::AgentId id, const std::string& login, core::Role role) {
    ports::Agent agent;
    agent.account = account.id;
    agent.setting = {id, login, role, 3, {queue}};
    agent.login = login;
    agent.password_hash = "plain:correct horse";
    directory.put(agent);
  }

  // Until nobody has anything to do; the dead do nothing.
  void run() {
    const auto turn = [](NodeHouse& node) { return node.house ? node.loop.run() : 0; };
    while (turn(*owner) + turn(*edge) > 0) continue;
  }
  void pass(std::int64_t ms) {
    for (std::int64_t step = 0; step < ms; step += 100) {
      clock.time = clock.time + 100;
      for (NodeHouse* node : {owner.get(), edge.get()}) {
        if (node->house) node->loop.advance(clock.time);
      }
      run();
    }
  }

  static constexpr core::AgentId ann{11}, bob{12}, sue{13}, adm{14};
  static constexpr core::QueueId queue{3};
  const ports::Account account{core::AccountId{1}, "Test", std::string(32, 'k')};
  ports::NodeId owner_id, edge_id;
  std::unique_ptr<NodeHouse> owner, edge;
};

}  // namespace usher::test
