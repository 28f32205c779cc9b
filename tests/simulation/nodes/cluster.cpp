#include "simulation/nodes/cluster.hpp"

#include <algorithm>

#include "core/limits.hpp"

namespace usher::simulation {
namespace {

constexpr std::size_t nodes_count = 3;
constexpr std::int64_t heal_ms = 120'000;
constexpr std::int64_t well_for_ms = 12'000;  // longer than a link's silence
constexpr std::int64_t step_ms = 500;
constexpr std::int64_t drain_ms = 10'000;  // then a process ends anyway
constexpr std::uint64_t turns_at_once_max = 50'000;

}  // namespace

Cluster::Cluster(std::uint64_t seed, bool alone, Planted planted)
    : furniture_(seed, alone, planted), places_(alone ? 1 : nodes_count) {
  furniture_.cluster.judge([this](const auto& from, const auto& to) { return judge(from, to); });
  for (Place& place : places_) start(place);
  for (std::uint64_t account = 0; account < accounts_count; ++account) {
    const std::string of = std::to_string(account);
    for (std::uint64_t n = 0; n < visitors_each; ++n) {
      visitors_.push_back(std::make_unique<Visitor>(
          "v" + of + std::to_string(n), Furniture::account(account), Furniture::site_key(account),
          *this, furniture_.ledger, furniture_.schedule, street_));
    }
    for (std::uint64_t n = 0; n < agents_each; ++n) {
      const core::AgentId id = Furniture::agent(account, n);
      agents_.push_back(std::make_unique<Agent>(
          "a" + of + std::to_string(n), Furniture::account(account), id, Furniture::cookie(id),
          *this, furniture_.ledger, furniture_.schedule, street_));
    }
  }
}

Cluster::~Cluster() {
  for (Place& place : places_) place.node.reset();
  fate_.clear();
  street_.clear();
}

std::vector<std::string> Cluster::complaints() const {
  constexpr std::size_t shown = 12;
  std::vector<std::string> all;
  for (const Place& place : places_) {
    if (!place.node) continue;
    const auto& lines = place.node->complaints();
    const std::size_t first = lines.size() - std::min(lines.size(), shown);
    for (std::size_t i = first; i < lines.size(); ++i) {
      all.push_back(place.node->id() + ": " + lines[i]);
    }
  }
  return all;
}

std::shared_ptr<Node> Cluster::any_node() {
  return places_[furniture_.schedule.random().below(places_.size())].node;
}

void Cluster::pass(std::int64_t ms) {
  furniture_.schedule.pass(ms, [this] { look(); });
}

void Cluster::look() {
  if (furniture_.ledger.broken()) throw Broken(*furniture_.ledger.broken());
  const core::Time now = furniture_.schedule.now();
  turns_now_ = now == looked_at_ ? turns_now_ + 1 : 0;
  looked_at_ = now;
  if (turns_now_ > turns_at_once_max) throw Broken("comes_to_rest", "one thing leads to another");
  for (Place& place : places_) {
    if (!place.node || !place.node->drained()) continue;
    stop(place);
  }
}

void Cluster::start(Place& place) {
  if (place.node) return;
  const auto number = &place - places_.data();
  const std::string name(1, static_cast<char>('a' + number));
  place.node = std::make_shared<Node>(furniture_, name + "." + std::to_string(++place.starts));
}

// Half of its clients' machines hear that it is gone; the others notice its silence.
void Cluster::stop(Place& place) {
  const auto leaves = [&](Client& client) {
    if (client.is_at(place.node) && furniture_.schedule.random().one_in(2)) client.lose_line(0);
  };
  for (const auto& visitor : visitors_) leaves(*visitor);
  for (const auto& agent : agents_) leaves(*agent);
  if (furniture_.planted == Planted::endless_lease) {
    haunt(std::make_shared<adapters::MemoryLeases>(furniture_.cluster, place.node->id()));
  }
  place.node.reset();
}

void Cluster::haunt(const std::shared_ptr<adapters::MemoryLeases>& leases) {
  leases->beat(false, fate_, [](const auto&) {});
  fate_.post_in(limits::second_ms, [this, leases] { haunt(leases); });
}

void Cluster::run(const Step& step) {
  pass(step.after);
  step.deed < Deed::kill ? people(step) : fault(step);
  look();
}

void Cluster::people(const Step& step) {
  Visitor& visitor = *visitors_[step.who % visitors_.size()];
  const std::size_t number = step.who % agents_.size();
  Agent& agent = *agents_[number];
  switch (step.deed) {
    case Deed::ask:
      return visitor.ask();
    case Deed::look_at_a_page:
      return visitor.look_at_a_page();
    case Deed::answer:
      return agent.answer();
    case Deed::close:
      return agent.close();
    case Deed::transfer:
      return agent.transfer(Furniture::agent(number / agents_each, (number + 1) % agents_each));
    case Deed::mark:
      return agent.mark();
    case Deed::go_away:
      return agent.be(false);
    case Deed::come_online:
      return agent.be(true);
    case Deed::lose_line:
      return step.who % 2 == 0 ? visitor.lose_line(step.ms) : agent.lose_line(step.ms);
    case Deed::wait:
    case Deed::kill:
    case Deed::drain:
    case Deed::freeze:
    case Deed::leases_away:
    case Deed::leases_lossy:
    case Deed::leases_slow:
    case Deed::leases_forget:
    case Deed::bus_cut:
    case Deed::bus_bad:
    case Deed::store_away:
    case Deed::store_slow:
    case Deed::store_full:
    case Deed::store_broken:
      return;
  }
}

void Cluster::fault(const Step& step) {
  if (step.deed == Deed::leases_forget) return furniture_.cluster.forget();
  Place& place = places_[step.who % places_.size()];
  if (!place.node) return;
  if (step.deed == Deed::kill) {
    stop(place);
    return stand_in(place, step.ms);
  }
  if (step.deed == Deed::drain) return drain(place, step.ms);
  befall(step, *place.node, true);
  fate_.post_in(step.ms, [this, step, era = era_, node = std::weak_ptr<Node>(place.node)] {
    const auto still = node.lock();
    if (still && era == era_) befall(step, *still, false);
  });
}

void Cluster::stand_in(Place& place, std::int64_t after_ms) {
  fate_.post_in(after_ms, [this, &place] { start(place); });
}

void Cluster::drain(Place& place, std::int64_t after_ms) {
  if (place.node->draining()) return;
  place.node->drain();
  fate_.post_in(drain_ms, [this, &place, node = std::weak_ptr<Node>(place.node)] {
    const auto still = node.lock();
    if (still && still == place.node) stop(place);
  });
  stand_in(place, drain_ms + after_ms);
}

void Cluster::befall(const Step& step, Node& node, bool begins) {
  switch (step.deed) {
    case Deed::freeze:
      return node.freeze(begins);
    case Deed::leases_away:
      return furniture_.cluster.away(node.id(), begins);
    case Deed::leases_lossy:
      if (!furniture_.alone) node.leases().lose_answers(begins);
      return;
    case Deed::leases_slow:
      if (!furniture_.alone) node.leases().slow(begins ? 1'900 : 3);
      return;
    case Deed::bus_cut:
      begins ? void(cut_.insert(node.id())) : void(cut_.erase(node.id()));
      return;
    case Deed::bus_bad:
      bus_bad_ += begins ? 1 : -1;
      return;
    case Deed::store_away:
      return node.store().away(begins);
    case Deed::store_slow:
      return node.store().slow(begins ? 1'000 : 3);
    case Deed::store_full:
      return node.store().fail_next(begins ? std::optional(ports::Stored::disk_full)
                                           : std::nullopt);
    case Deed::store_broken:
      return node.store().fail_next(begins ? std::optional(ports::Stored::failed) : std::nullopt);
    case Deed::wait:
    case Deed::ask:
    case Deed::look_at_a_page:
    case Deed::answer:
    case Deed::close:
    case Deed::transfer:
    case Deed::mark:
    case Deed::go_away:
    case Deed::come_online:
    case Deed::lose_line:
    case Deed::kill:
    case Deed::drain:
    case Deed::leases_forget:
      return;
  }
}

adapters::MemoryCluster::Fate Cluster::judge(const ports::NodeId& from, const ports::NodeId& to) {
  using Fate = adapters::MemoryCluster::Fate;
  if (cut_.contains(from) || cut_.contains(to)) return Fate::dropped;
  test::Random& random = furniture_.schedule.random();
  if (bus_bad_ == 0 || !random.one_in(12)) return Fate::passes;
  const std::uint64_t which = random.below(4);
  if (which == 0) return Fate::dropped;
  if (which == 1) return Fate::doubled;
  fate_.post_in(random.between(0, 500), [this] {
    const std::size_t held = furniture_.cluster.held();
    if (held > 0) furniture_.cluster.release(furniture_.schedule.random().below(held));
  });
  return Fate::held;
}

void Cluster::end_all_faults() {
  ++era_;
  cut_.clear();
  bus_bad_ = 0;
  for (Place& place : places_) {
    // Others take over what such a one had; who serves alone is started anew by its owner.
    if (furniture_.alone && place.node && place.node->store().is_broken()) stop(place);
    start(place);
    Node& node = *place.node;
    node.freeze(false);
    furniture_.cluster.away(node.id(), false);
    node.store().away(false);
    node.store().slow(3);
    node.store().fail_next(std::nullopt);
    if (furniture_.alone) continue;
    node.leases().lose_answers(false);
    node.leases().slow(3);
  }
}

// What the world still lacks to be well.
std::optional<std::string> Cluster::waits_for() {
  for (const Place& place : places_) {
    if (!place.node || place.node->draining()) return "a node is down";
  }
  for (const auto& visitor : visitors_) {
    if (!visitor->at_ease()) return visitor->name() + " is not at ease";
  }
  for (const auto& agent : agents_) {
    if (!agent->at_ease()) return agent->name() + " is not at ease";
  }
  for (std::uint64_t n = 0; n < accounts_count; ++n) {
    const core::Floor& floor = furniture_.ledger.floor(Furniture::account(n));
    for (const auto& [id, conversation] : floor.conversations) {
      if (conversation.state != core::ConversationState::waiting) continue;
      for (const auto& [agent_id, agent] : floor.agents) {
        if (agent.status == core::AgentStatus::online &&
            agent.conversations.size() < agent.setting.capacity) {
          return "a conversation waits while an agent has room: " + std::to_string(id.value);
        }
      }
    }
  }
  return std::nullopt;
}

void Cluster::heal() {
  end_all_faults();
  for (const auto& agent : agents_) agent->be(true);
  std::optional<std::string> lacks;
  // Who is at ease only for now does not know yet that its way is cut.
  std::int64_t well_ms = 0;
  for (std::int64_t waited = 0; waited < heal_ms && well_ms < well_for_ms; waited += step_ms) {
    pass(step_ms);
    for (Place& place : places_) start(place);
    lacks = waits_for();
    well_ms = lacks ? 0 : well_ms + step_ms;
  }
  if (lacks) throw Broken("heals", *lacks);
  pass(2'000);
  for (const auto& visitor : visitors_) visitor->check_stories(true);
  for (const auto& agent : agents_) agent->check_stories(false);
  furniture_.ledger.check_end();
  look();
}

void Cluster::end() {
  for (const auto& visitor : visitors_) visitor->go_home();
  for (const auto& agent : agents_) agent->go_home();
  pass(limits::visit_linger_ms + limits::minute_ms);
  for (std::uint64_t n = 0; n < accounts_count; ++n) {
    for (const auto& [id, visitor] : furniture_.ledger.floor(Furniture::account(n)).visitors) {
      if (visitor.visit) throw Broken("visits_end", std::to_string(id.value));
    }
  }
}

}  // namespace usher::simulation
