#pragma once
// One node's way to the journal's store: what is appended waits for a commit, on a thread of its
// own, and the way may be cut with commits under way, whose answers are lost.
//
// Whether the store keeps its promises is judged here, from what passes (StoreJudge), and not by
// asking the store.

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "adapters/memory/journal.hpp"
#include "simulation/nodes/laws.hpp"
#include "simulation/nodes/loops.hpp"

namespace usher::simulation {

// Bugs planted around the app, to see whether the laws notice.
enum class Plant : std::uint8_t {
  none,
  fence,           // who owned an account once may go on writing it
  leases_for_all,  // every node is granted every floor, and there is no fence
  lying_store,     // what was under way when the store was lost is acknowledged, stored or not
  short_load,      // a floor is built without the newest event
  deaf_links,      // a lost message of a link goes unnoticed
};

// Which way claimed an account last, and that nobody else's events were stored since.
class StoreJudge {
 public:
  explicit StoreJudge(Laws& laws) : laws_(laws) {}
  void claimed(core::AccountId account, const void* way) { holders_[account] = way; }
  void stored(core::AccountId account, const void* way);

 private:
  Laws& laws_;
  std::map<core::AccountId, const void*> holders_;
};

class StoreWay final : public ports::Journal, public ports::Claims {
 public:
  struct World {
    std::shared_ptr<adapters::MemoryStore> store;
    StoreJudge& judge;
    Scheduler& scheduler;
    test::Random& random;
    Plant plant = Plant::none;
  };
  explicit StoreWay(World world);

  // The store cannot be reached from here, or can again.
  void cut(bool away);
  // The process is dead: nothing of it reaches the store any more.
  void kill();
  void freeze(bool frozen) { thread_.freeze(frozen); }

  std::string epoch() const override { return inner_.epoch(); }
  void append(core::AccountId account, std::vector<core::Recorded> events, ports::Loop& loop,
              std::function<void(ports::Stored)> done) override;
  void entries_after(core::AccountId account, core::ConversationId conversation, core::Seq after,
                     std::size_t limit, ports::Loop& loop,
                     std::function<void(std::optional<ports::Entries>)> done) override;
  void entries_before(core::AccountId account, core::ConversationId conversation, core::Seq before,
                      std::size_t limit, ports::Loop& loop,
                      std::function<void(std::optional<ports::Entries>)> done) override;
  void find_message(core::AccountId account, core::ConversationId conversation, core::Author author,
                    std::string client_id, ports::Loop& loop,
                    std::function<void(Found)> done) override;
  bool load(core::AccountId account, const std::function<void(const Snapshot&)>& snapshot,
            const std::function<void(core::Recorded&&)>& each) override;
  bool replay(core::AccountId account, core::Position after,
              const std::function<void(core::Recorded&&)>& each) override;
  void save_snapshot(core::AccountId account, Snapshot snapshot) override;
  void erase(core::AccountId account, std::vector<core::Position> positions,
             std::vector<core::ConversationId> conversations, ports::Loop& loop,
             std::function<void(bool)> done) override;

  ports::Claimed claim(core::AccountId account, ports::Term term) override;
  void disclaim(core::AccountId account) override;
  std::optional<std::vector<core::AccountId>> outrun() override;

 private:
  struct Append {
    core::AccountId account;
    std::vector<core::Recorded> events;
    ports::Loop* loop;
    std::function<void(ports::Stored)> done;
    bool was_stored = false;  // the answer is lost
  };

  // For answers that are looked at before anything else happens.
  struct AtOnce final : ports::Loop {
    void post(ports::Task task) override { task(); }
    std::unique_ptr<ports::Timer> make_timer() override { return nullptr; }
  };

  void commit();
  ports::Stored store(Append& append);
  void pass_on(Append append);
  void answer(Append& append, ports::Stored outcome);
  void lose_patience();
  void settle(core::AccountId account);

  World world_;
  AtOnce at_once_;
  adapters::MemoryJournal inner_;
  SimLoop thread_;
  std::unique_ptr<ports::Timer> patience_;
  std::deque<Append> waiting_;
  std::set<core::AccountId> failed_;  // until they are loaded
  bool commit_posted_ = false;
  bool away_ = false;
  core::Time patient_until_;
  bool dead_ = false;
};

}  // namespace usher::simulation
