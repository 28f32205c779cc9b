#include "app/inviter.hpp"

#include <algorithm>
#include <type_traits>

#include "core/rule_limits.hpp"

namespace usher::app {

Inviter::Inviter(const core::Floor& floor, const AccountConfig& config, const ports::Clock& clock,
                 ports::Loop& loop, Invite invite)
    : floor_(floor),
      config_(config),
      clock_(clock),
      loop_(loop),
      invite_(std::move(invite)),
      timer_(loop.make_timer()) {}

bool Inviter::idle() const {
  return std::ranges::none_of(config_.invitation_rules, &core::InvitationRule::enabled);
}

void Inviter::look_at_all() {
  waiting_.clear();
  due_.clear();
  if (idle()) {
    told_.clear();
    stirred_.clear();
    return arm();
  }
  std::erase_if(told_, [this](const auto& entry) {
    const core::Visitor* visitor = core::find(floor_, entry.first);
    return !visitor || !visitor->visit || visitor->visit->id != entry.second.visit;
  });
  for (const auto& [id, visitor] : floor_.visitors) {
    if (visitor.visit && visitor.connected) stir(id);
  }
  arm();
}

void Inviter::note(std::span<const core::Event> events) {
  if (idle()) return;
  const auto look_where = [this](const auto& it) {
    using T = std::decay_t<decltype(it)>;
    if constexpr (std::is_same_v<T, core::event::VisitEnded>) {
      forget(it.visitor);
    } else if constexpr (std::is_same_v<T, core::event::PageViewed> ||
                         std::is_same_v<T, core::event::VisitorConnected> ||
                         std::is_same_v<T, core::event::VisitorIdentified> ||
                         std::is_same_v<T, core::event::VisitorVerified> ||
                         std::is_same_v<T, core::event::InvitationAnswered>) {
      stir(it.visitor);
    }
  };
  for (const core::Event& event : events) std::visit(look_where, event);
}

void Inviter::track(core::VisitorId id, const std::string& event) {
  const core::Visitor* visitor = core::find(floor_, id);
  if (idle() || !visitor || !visitor->visit) return;
  Told& told = told_[id];
  if (told.visit != visitor->visit->id) told = {visitor->visit->id, {}};
  core::PageFacts& facts = told.facts;
  if (event == core::rule_input_words[static_cast<std::size_t>(core::RuleInput::exit_intent)]) {
    facts.leaving = visitor->visit->pages_seen;
  }
  const bool fits = facts.events.size() < limits::page_events_max || facts.events.contains(event);
  if (fits) ++facts.events[event];
  stir(id);
}

core::Circumstances Inviter::circumstances_of(const core::Visitor& visitor) const {
  static const core::PageFacts none;
  const auto told = told_.find(visitor.id);
  const bool known =
      told != told_.end() && visitor.visit && told->second.visit == visitor.visit->id;
  const auto site = visitor.visit ? config_.sites.find(visitor.visit->site) : config_.sites.end();
  return {floor_, visitor, known ? told->second.facts : none,
          site == config_.sites.end() ? std::nullopt : site->second.queue, clock_.now()};
}

bool Inviter::wants(core::RuleInput input) const {
  return std::ranges::any_of(config_.invitation_rules, [input](const core::InvitationRule& rule) {
    return rule.enabled && core::asks_for(rule.when, input);
  });
}

void Inviter::stir(core::VisitorId visitor) {
  stirred_.insert(visitor);
  if (posted_) return;
  posted_ = true;
  loop_.post([this] { slice(); });
}

void Inviter::forget(core::VisitorId visitor) {
  told_.erase(visitor);
  stirred_.erase(visitor);
  wait(visitor, {});
}

void Inviter::slice() {
  posted_ = false;
  for (std::size_t i = 0; i < limits::inviter_slice && !stirred_.empty(); ++i) {
    look(stirred_.extract(stirred_.begin()).value());
  }
  if (!stirred_.empty()) stir(*stirred_.begin());
}

void Inviter::look(core::VisitorId id) {
  std::optional<core::Time> next;
  for (const core::InvitationRule& rule : config_.invitation_rules) {
    const core::Visitor* visitor = core::find(floor_, id);
    if (!visitor || !visitor->visit || !visitor->connected) return wait(id, {});
    if (ask(rule, *visitor, next)) break;
  }
  wait(id, next);
}

bool Inviter::ask(const core::InvitationRule& rule, const core::Visitor& visitor,
                  std::optional<core::Time>& next) {
  const core::RuleVerdict verdict = core::judge(rule, circumstances_of(visitor));
  if (verdict.at && (!next || *verdict.at < *next)) next = verdict.at;
  const bool withholds = verdict.standing == core::RuleStanding::withholds;
  const bool invites = verdict.standing == core::RuleStanding::invites;
  if (!withholds && !invites) return false;
  invite_(core::command::InviteVisitor{verdict.agent, visitor.id, rule.kind, rule.text,
                                       verdict.queue, rule.id, withholds, rule.caps});
  // What was withheld leaves the visitor to the rules after it, as if this one did not exist.
  return invites;
}

void Inviter::wait(core::VisitorId visitor, std::optional<core::Time> until) {
  const auto before = waiting_.find(visitor);
  if (before != waiting_.end()) {
    due_.erase({before->second, visitor});
    waiting_.erase(before);
  }
  if (until) {
    waiting_.emplace(visitor, *until);
    due_.emplace(*until, visitor);
  }
  arm();
}

void Inviter::arm() {
  const auto next = due_.empty() ? std::nullopt : std::optional(due_.begin()->first);
  if (next == armed_for_) return;
  armed_for_ = next;
  if (!next) return timer_->cancel();
  timer_->start(*next, [this] {
    armed_for_.reset();
    const core::Time now = clock_.now();
    while (!due_.empty() && due_.begin()->first <= now) {
      const core::VisitorId visitor = due_.begin()->second;
      due_.erase(due_.begin());
      waiting_.erase(visitor);
      stir(visitor);
    }
    arm();
  });
}

}  // namespace usher::app
