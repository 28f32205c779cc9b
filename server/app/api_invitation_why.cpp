// Why a visitor is or is not invited, and whom a rule would invite that is not kept yet.

#include <array>
#include <memory>

#include "app/api_asked.hpp"
#include "app/floor_host.hpp"
#include "app/invitation_rule_json.hpp"
#include "core/rule_limits.hpp"
#include "protocol/json_write.hpp"

namespace usher::app {

namespace {

using core::RuleStanding;
using protocol::ObjectWriter;

void answer_on(ports::Loop& front, const Respond& respond, HttpResponse response) {
  front.post([respond, response = std::move(response)]() mutable { respond(std::move(response)); });
}

// Each rule of the account, in their order, with what it says of the visitor now.
void write_why(std::string& body, const FloorHost& host, const core::Visitor& visitor) {
  ObjectWriter writer(body);
  writer.list("rules", host.config().invitation_rules, [&](const core::InvitationRule& rule) {
    std::vector<core::ConditionVerdict> conditions;
    const auto verdict = core::judge(rule, host.inviter().circumstances_of(visitor), &conditions);
    ObjectWriter each(body);
    each.id("rule", rule_prefix, rule.id.value);
    each.text("name", rule.name);
    write_verdict(each, body, verdict, conditions);
    each.end();
  });
  writer.end();
}

void why(const ApiCall& call) {
  Asked asked(call);
  const auto id = asked.id<core::VisitorId>("visitor", 'v');
  if (!id) asked.fault("missing_field", "visitor");
  if (asked.refused()) return;
  call.world.on_floor(call.account(), [&front = call.world.front, respond = call.respond,
                                       id](const FloorHost& host) {
    const core::Visitor* visitor = core::find(host.floor(), id);
    if (!visitor) return answer_on(front, respond, not_found());
    std::string body;
    write_why(body, host, *visitor);
    answer_on(front, respond, json_response(200, std::move(body)));
  });
}

// Judges everybody on the sites by one rule, a slice in each turn of the floor's loop.
class DryRun : public std::enable_shared_from_this<DryRun> {
 public:
  DryRun(core::InvitationRule rule, ports::Loop& front, Respond respond)
      : rule_(std::move(rule)), front_(front), respond_(std::move(respond)) {}

  void go_on(FloorHost& host) {
    const auto& visitors = host.floor().visitors;
    auto next = visitors.upper_bound(last_);
    for (std::size_t i = 0; i < limits::inviter_slice && next != visitors.end(); ++i, ++next) {
      last_ = next->first;
      if (next->second.visit && next->second.connected) look(host, next->second);
    }
    if (next == visitors.end()) return answer_on(front_, respond_, response());
    host.loop().post([self = shared_from_this(), &host] { self->go_on(host); });
  }

 private:
  static bool would(RuleStanding standing) {
    return standing == RuleStanding::invites || standing == RuleStanding::withholds;
  }

  void look(const FloorHost& host, const core::Visitor& visitor) {
    const auto circumstances = host.inviter().circumstances_of(visitor);
    const auto verdict = core::judge(rule_, circumstances);
    ++visitors_;
    invited_ += would(verdict.standing) ? 1U : 0U;
    soon_ += verdict.standing == RuleStanding::not_yet ? 1U : 0U;
    // Half of the names are of those whom it would not invite.
    std::size_t& named = would(verdict.standing) ? named_ : named_not_;
    if (named == limits::dry_run_names_max / 2) return;
    ++named;
    std::vector<core::ConditionVerdict> conditions;
    core::judge(rule_, circumstances, &conditions);
    if (!examples_.empty()) examples_ += ',';
    ObjectWriter writer(examples_);
    writer.id("visitor", 'v', visitor.id.value);
    writer.text("name", visitor.name.value_or(std::string()));
    const bool reads = !visitor.visit->trail.empty();
    writer.text("page", reads ? visitor.visit->trail.back().url : std::string());
    write_verdict(writer, examples_, verdict, conditions);
    writer.end();
  }

  HttpResponse response() const {
    std::string body;
    ObjectWriter writer(body);
    writer.integer("visitors", visitors_);
    writer.integer("invited", invited_);
    writer.integer("soon", soon_);
    writer.name("examples");
    body += '[' + examples_ + ']';
    writer.end();
    return json_response(200, std::move(body));
  }

  core::InvitationRule rule_;
  ports::Loop& front_;
  Respond respond_;
  core::VisitorId last_;
  std::int64_t visitors_ = 0;
  std::int64_t invited_ = 0;
  std::int64_t soon_ = 0;
  std::size_t named_ = 0;
  std::size_t named_not_ = 0;
  std::string examples_;
};

// As if it were switched on. With `?rule=`, a new wording of that one: whom it invited before
// counts.
void dry_run(const ApiCall& call) {
  Asked asked(call);
  core::InvitationRule rule;
  rule.id = asked.id<core::InvitationRuleId>("rule", rule_prefix);
  if (asked.refused()) return;
  const auto body = body_of(call);
  if (!body) return;
  protocol::ObjectReader::Fault fault;
  read_rule(*body, rule, fault);
  if (fault) return call.respond(fault_response(*fault));
  rule.enabled = true;
  auto run = std::make_shared<DryRun>(std::move(rule), call.world.front, call.respond);
  call.world.on_floor(call.account(), [run](FloorHost& host) { run->go_on(host); });
}

constexpr std::array<ApiRoute, 2> table{{
    {"GET", "/api/v1/invitation_rules/why", ApiAccess::signed_in, &why},
    {"POST", "/api/v1/invitation_rules/dry_run", ApiAccess::admin, &dry_run},
}};

}  // namespace

std::span<const ApiRoute> invitation_why_routes() { return table; }

}  // namespace usher::app
