#pragma once
// The store of leases as one node reaches it: its answers take their time, and may be lost on the
// way.

#include <functional>
#include <optional>
#include <utility>

#include "adapters/memory/cluster.hpp"
#include "simulation/nodes/schedule.hpp"

namespace usher::simulation {

class NodeLeases final : public ports::Leases {
 public:
  // Answers come by way of `wire`, a loop of the node's process.
  NodeLeases(adapters::MemoryLeases& leases, Schedule& schedule, SeededLoop& wire)
      : leases_(leases), random_(schedule.random()), wire_(wire) {}

  void slow(std::int64_t answer_ms_max) { answer_ms_max_ = answer_ms_max; }
  void lose_answers(bool lose) { loses_ = lose; }

  ports::NodeId me() const override { return leases_.me(); }
  void beat(bool leaving, ports::Loop& loop,
            std::function<void(std::optional<ports::Cluster>)> done) override {
    const bool lost = is_lost();
    leases_.beat(leaving, wire_, [this, &loop, lost, done = std::move(done)](const auto& seen) {
      answer(loop, [done, seen = lost ? std::nullopt : seen] { done(seen); });
    });
  }
  void take(core::AccountId account, ports::Term after, ports::Loop& loop,
            std::function<void(ports::Taken)> done) override {
    const bool lost = is_lost();
    leases_.take(account, after, wire_, [this, &loop, lost, done = std::move(done)](auto taken) {
      answer(loop, [done, taken = lost ? ports::Taken{} : taken] { done(taken); });
    });
  }
  void give_up(core::AccountId account, ports::Term term) override {
    if (!is_lost()) leases_.give_up(account, term);
  }
  void leave() override {
    if (!is_lost()) leases_.leave();
  }

 private:
  bool is_lost() { return loses_ && random_.one_in(2); }
  void answer(ports::Loop& loop, ports::Task task) {
    wire_.post_in(random_.between(0, answer_ms_max_),
                  [&loop, task = std::move(task)] { loop.post(task); });
  }

  adapters::MemoryLeases& leases_;
  test::Random& random_;
  SeededLoop& wire_;
  std::int64_t answer_ms_max_ = 3;
  bool loses_ = false;
};

}  // namespace usher::simulation
