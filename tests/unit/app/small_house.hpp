#pragma once
// A whole house by hand: the real app over a journal and a directory in memory, one loop that the
// test turns, a clock that it moves, and connections that keep what they are sent.

#include <memory>
#include <string>
#include <vector>

#include "adapters/crypto/sodium.hpp"
#include "adapters/memory/archive.hpp"
#include "adapters/memory/directory.hpp"
#include "adapters/memory/files.hpp"
#include "adapters/memory/journal.hpp"
#include "adapters/memory/outbox.hpp"
#include "adapters/memory/privacy.hpp"
#include "adapters/memory/regions.hpp"
#include "adapters/system/charset.hpp"
#include "app/house.hpp"
#include "support/hand_calendar.hpp"
#include "support/hand_clock.hpp"
#include "support/hand_http.hpp"
#include "support/manual_loop.hpp"
#include "support/plain_passwords.hpp"
#include "support/quiet.hpp"
#include "unit/app/line.hpp"

namespace usher::test {

class SmallHouse {
 public:
  SmallHouse() {
    directory.put(account);
    directory.put(site);
    directory.put(queue);
    add_agent(agent_id, "ann", core::Role::agent);
    add_agent(supervisor_id, "sue", core::Role::supervisor);
    restart();
  }

  void add_agent(core::AgentId id, const std::string& login, core::Role role) {
    ports::Agent agent;
    agent.account = account.id;
    agent.setting = {id, login, role, 3, {queue.setting.id}};
    agent.login = login;
    agent.password_hash = "plain:correct horse";
    directory.put(agent);
  }

  // As after a crash: the journal and the directory stay, all else is new.
  void restart() {
    house.reset();
    const app::House::World world{journal, directory, clock,  random,  crypto,   passwords,
                                  log,     metrics,   loop,   {&loop}, calendar, charset,
                                  outbox,  http,      loop,   files,   archive,  loop,
                                  loop,    regions,   privacy};
    house = std::make_unique<app::House>(world, app::Options{0, 0, 3});
    house->start();
    loop.run();
  }

  std::unique_ptr<Line> open(std::variant<app::Admission::Visitor, app::Admission::Agent> who) {
    auto line = std::make_unique<Line>();
    line->session = house->open(app::Admission{account.id, 0, std::move(who), "127.0.0.1"}, *line);
    return line;
  }
  void say(Line& line, const Json& frame) {
    line.session->on_frame(frame.dump());
    loop.run();
  }
  // Time goes by, and what was due meanwhile happens.
  void pass(std::int64_t ms) {
    clock.time = clock.time + ms;
    loop.advance(clock.time);
  }
  void hang_up(Line& line) {
    line.session->on_closed();
    line.session.reset();
    loop.run();
  }

  std::unique_ptr<Line> visitor(const std::string& token = {}) {
    auto line = open(app::Admission::Visitor{site.id});
    Json hello{{"type", "visitor_hello"}, {"protocol", 1}};
    if (!token.empty()) hello["token"] = token;
    say(*line, hello);
    return line;
  }
  std::unique_ptr<Line> agent(core::AgentId id = agent_id) {
    auto line = open(app::Admission::Agent{id, "hash", 0});
    say(*line, {{"type", "agent_hello"}, {"protocol", 1}});
    say(*line, {{"type", "status"}, {"status", "online"}});
    return line;
  }

  static constexpr core::AgentId agent_id{11};
  static constexpr core::AgentId supervisor_id{12};
  const ports::Account account{core::AccountId{1}, "Test", std::string(32, 'k')};
  const ports::Site site{core::SiteId{2},          core::AccountId{1}, "s_test", "Shop",
                         {"https://shop.example"}, "#0b6bcb",          "",       std::nullopt};
  const ports::Queue queue{core::AccountId{1}, {core::QueueId{3}, "Sales", false, 30'000}, 0};

  ManualLoop loop;
  HandClock clock;
  HandCalendar calendar;
  adapters::SystemCharset charset;
  adapters::MemoryFiles files;
  adapters::MemoryArchive archive;
  adapters::MemoryRegions regions;
  adapters::MemoryJournal journal;
  adapters::MemoryDirectory directory;
  adapters::MemoryOutbox outbox;
  adapters::MemoryPrivacy privacy;
  HandHttp http;
  adapters::SodiumRandom random;
  adapters::SodiumCrypto crypto;
  PlainPasswords passwords;
  QuietLog log;
  QuietMetrics metrics;
  std::unique_ptr<app::House> house;
};

}  // namespace usher::test
