// How a floor comes to this node and how it leaves.
#include <algorithm>
#include <utility>

#include "app/cluster/ownership.hpp"
#include "core/cluster_limits.hpp"

namespace usher::app {

Ownership::Own* Ownership::find(core::AccountId account, std::uint64_t ticket) {
  const auto found = own_.find(account);
  return found != own_.end() && found->second.ticket == ticket ? &found->second : nullptr;
}

// The lease, then the claim, then the floor from the journal.
void Ownership::take(core::AccountId account, ports::Term after) {
  Own& own = own_[account];
  if (own.ticket == 0) own.ticket = ++tickets_;
  ++own.tries;
  world_.leases.take(account, after, world_.front,
                     [this, account, ticket = own.ticket](ports::Taken answer) {
                       taken(account, ticket, answer);
                     });
}

void Ownership::taken(core::AccountId account, std::uint64_t ticket, ports::Taken answer) {
  Own* own = find(account, ticket);
  if (answer.outcome != ports::Taken::Outcome::granted) {
    if (own) let_go(account);
    return;
  }
  if (!own) return world_.leases.give_up(account, answer.term);
  own->term = answer.term;
  claim(account, *own);
}

void Ownership::claim(core::AccountId account, Own& own) {
  world_.taking.post([this, account, ticket = own.ticket, term = own.term] {
    const ports::Claimed answer = world_.claims.claim(account, term);
    const bool loaded = answer.outcome == ports::Claimed::Outcome::claimed && floors_.load(account);
    world_.front.post(
        [this, account, ticket, answer, loaded] { claimed(account, ticket, answer, loaded); });
  });
}

void Ownership::claimed(core::AccountId account, std::uint64_t ticket, ports::Claimed answer,
                        bool loaded) {
  if (answer.outcome != ports::Claimed::Outcome::failed) store_answered_ = world_.clock.now();
  Own* own = find(account, ticket);
  if (!own) {  // it was left meanwhile
    if (loaded) floors_.drop(account);
    return disclaim(account);
  }
  // The store of leases forgot that there were higher terms.
  if (answer.outcome == ports::Claimed::Outcome::outrun && own->tries < limits::claims_max) {
    return take(account, answer.term);
  }
  if (!loaded) {  // another node may be able to
    be_unfit();
    world_.log.error("floor_not_taken", {{"account", std::to_string(account.value)}});
    world_.leases.give_up(account, own->term);
    let_go(account);
    return disclaim(account);
  }
  unfit_ms_ = 0;
  own->phase = Phase::serving;
  own->since_beat = beats_;
  taken_total_.add();
  owned_gauge_.set(static_cast<double>(own_.size()));
  set_owner(account, me_);
  floors_.serve(account);
  world_.log.info("floor_taken", {{"account", std::to_string(account.value)},
                                  {"term", std::to_string(own->term)}});
}

// Several floors that fail at once are one failure.
void Ownership::be_unfit() {
  const core::Time now = world_.clock.now();
  if (now < unfit_until_) return;
  unfit_ms_ = std::clamp(2 * unfit_ms_, limits::unfit_ms_min, limits::unfit_ms_max);
  unfit_until_ = now + unfit_ms_;
}

// The store of leases has forgotten who owns it. The claim stands as it is.
void Ownership::renew(core::AccountId account, const Own& own) {
  const auto renewed = [this, account, ticket = own.ticket](ports::Taken answer) {
    Own* mine = find(account, ticket);
    if (!mine) {
      if (answer.outcome == ports::Taken::Outcome::granted) {
        world_.leases.give_up(account, answer.term);
      }
      return;
    }
    if (answer.outcome == ports::Taken::Outcome::held) {
      return lose(account, "another node has taken it");
    }
    if (answer.outcome != ports::Taken::Outcome::granted) return;
    mine->term = answer.term;
    mine->since_beat = beats_;
  };
  world_.leases.take(account, own.term, world_.front, renewed);
}

void Ownership::hand_over(core::AccountId account, Own& own) {
  own.phase = Phase::handing;
  floors_.hand_over(account, [this, account, ticket = own.ticket] {
    world_.front.post([this, account, ticket] { handed_over(account, ticket); });
  });
}

void Ownership::handed_over(core::AccountId account, std::uint64_t ticket) {
  disclaim(account, [this, account, ticket] {
    const Own* own = find(account, ticket);
    if (!own) return;
    handed_total_.add();
    world_.log.info("floor_handed_over", {{"account", std::to_string(account.value)}});
    world_.leases.give_up(account, own->term);
    let_go(account);
  });
}

void Ownership::lose(core::AccountId account, std::string_view why) {
  lost_total_.add();
  world_.log.warning("floor_lost",
                     {{"account", std::to_string(account.value)}, {"why", std::string(why)}});
  floors_.drop(account);
  let_go(account);
  disclaim(account);
}

void Ownership::let_go(core::AccountId account) {
  own_.erase(account);
  if (owner_of(account) == me_) set_owner(account, std::nullopt);
  end_if_empty();
}

// `then`, on the front's loop, when nothing of it is written here any more.
void Ownership::disclaim(core::AccountId account, std::function<void()> then) {
  world_.taking.post([this, account, then = std::move(then)] {
    world_.claims.disclaim(account);
    world_.front.post(then);
  });
}

void Ownership::fenced(core::AccountId account) {
  world_.front.post([this, account] {
    const auto found = own_.find(account);
    if (found == own_.end()) return;
    world_.leases.give_up(account, found->second.term);
    lose(account, "the journal refuses this node");
  });
}

// The journal's store knows of every owner, also while that of leases is away.
void Ownership::ask_claims() {
  if (std::exchange(asking_, true)) return;
  world_.taking.post([this] {
    auto answer = world_.claims.outrun();
    world_.front.post([this, answer = std::move(answer)] {
      asking_ = false;
      if (!answer) return;
      store_answered_ = world_.clock.now();
      for (const core::AccountId account : *answer) {
        if (own_.contains(account)) lose(account, "another node has claimed it");
      }
    });
  });
}

// Another node may reach the store that this one does not.
void Ownership::give_up_all() {
  while (!own_.empty()) {
    const auto [account, own] = *own_.begin();
    world_.leases.give_up(account, own.term);
    lose(account, "the store is away from this node");
  }
}

}  // namespace usher::app
