#pragma once
// Bugs planted between the app and its world.

#include <map>
#include <set>

#include "app/cluster/envelope.hpp"
#include "ports/bus.hpp"
#include "ports/lease.hpp"
#include "support/random.hpp"

namespace usher::simulation {

// Grants every floor to whoever asks, and tells nobody of the others.
class GenerousLeases final : public ports::Leases {
 public:
  explicit GenerousLeases(ports::Leases& inner) : inner_(inner) {}

  ports::NodeId me() const override { return inner_.me(); }
  void beat(bool leaving, ports::Loop& loop,
            std::function<void(std::optional<ports::Cluster>)> done) override {
    inner_.beat(leaving, loop, [this, done = std::move(done)](auto seen) {
      if (seen) {
        seen->floors.clear();
        for (const auto& [account, term] : terms_) seen->floors.push_back({account, me(), term});
        std::erase_if(seen->nodes, [this](const ports::Node& node) { return node.id != me(); });
      }
      done(std::move(seen));
    });
  }
  void take(core::AccountId account, ports::Term after, ports::Loop& loop,
            std::function<void(ports::Taken)> done) override {
    const ports::Term term = std::max(terms_[account], after) + 1;
    terms_[account] = term;
    loop.post([done = std::move(done), term] {
      done({ports::Taken::Outcome::granted, term});
    });
  }
  void give_up(core::AccountId account, ports::Term) override { terms_.erase(account); }
  void leave() override { inner_.leave(); }

 private:
  ports::Leases& inner_;
  std::map<core::AccountId, ports::Term> terms_;
};

// Loses a message now and then, and counts on as if it had not.
class DeafBus final : public ports::Bus {
 public:
  DeafBus(ports::Bus& inner, test::Random& random) : inner_(inner), random_(random) {}

  void listen(Arrived arrived) override { inner_.listen(std::move(arrived)); }
  void stop() override { inner_.stop(); }
  void send(const ports::NodeId& to, std::string message) override {
    auto envelope = app::read_envelope(message);
    if (!envelope || envelope->seq == 0) return inner_.send(to, std::move(message));
    std::uint64_t& lost = lost_[{envelope->link, envelope->kind}];
    if (envelope->seq > 1 && random_.one_in(20)) {
      ++lost;
      return;
    }
    envelope->seq -= lost;
    std::string counted;
    app::append_head(counted, *envelope);
    counted += envelope->items;
    inner_.send(to, std::move(counted));
  }

 private:
  ports::Bus& inner_;
  test::Random& random_;
  std::map<std::pair<std::uint64_t, app::EnvelopeKind>, std::uint64_t> lost_;
};

}  // namespace usher::simulation
