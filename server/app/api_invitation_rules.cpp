// Rules that invite visitors. Supervisors read them with what came of them, admins write.

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "app/api_route.hpp"
#include "app/floor_host.hpp"
#include "app/invitation_rule_json.hpp"
#include "core/rule_limits.hpp"
#include "protocol/json_write.hpp"

namespace usher::app {

namespace {

using core::InvitationRuleId;
using ports::InvitationRuleRow;
using protocol::JsonValue;
using protocol::ObjectReader;
using Results = std::map<InvitationRuleId, core::RuleResults>;

void write(std::string& out, const InvitationRuleRow& row, const Results& results) {
  protocol::ObjectWriter writer(out);
  write_rule(writer, out, row.rule);
  writer.name("results");
  const auto known = results.find(row.rule.id);
  write_results(out, known == results.end() ? core::RuleResults{} : known->second);
  writer.end();
}

// The floor has what came of them.
void list(const ApiCall& call) {
  call.world.on_floor(call.account(),
                      [&front = call.world.front, respond = call.respond,
                       rows = call.world.directory.invitation_rules(call.account())](auto& host) {
                        std::string body;
                        protocol::ObjectWriter writer(body);
                        writer.list("rules", rows, [&](const InvitationRuleRow& row) {
                          write(body, row, host.floor().rule_results);
                        });
                        writer.end();
                        front.post([respond, body = std::move(body)]() mutable {
                          respond(json_response(200, std::move(body)));
                        });
                      });
}

bool is_mine(const ApiCall& call, core::QueueId queue) {
  const auto all = call.world.directory.queues(call.account());
  return std::ranges::any_of(
      all, [queue](const ports::Queue& each) { return each.setting.id == queue; });
}

bool is_mine(const ApiCall& call, core::AgentId agent) {
  const auto all = call.world.directory.agents(call.account());
  return std::ranges::any_of(
      all, [agent](const ports::Agent& each) { return each.setting.id == agent; });
}

// Changes what the body names; false after the answer that says what is wrong with it.
bool change(const ApiCall& call, core::InvitationRule& rule) {
  const auto body = body_of(call);
  if (!body) return false;
  const core::InvitationRule before = rule;
  ObjectReader::Fault fault;
  read_rule(*body, rule, fault);
  ObjectReader reader(*body, {}, fault);
  // One that is gone meanwhile may stay as it is.
  if (rule.queue && rule.queue != before.queue && !is_mine(call, rule.queue)) {
    reader.refuse("bad_value", "queue", "a queue of this account is wanted");
  }
  if (rule.agent && rule.agent != before.agent && !is_mine(call, rule.agent)) {
    reader.refuse("bad_value", "agent", "an agent of this account is wanted");
  }
  if (fault) call.respond(fault_response(*fault));
  return !fault;
}

void store(const ApiCall& call, unsigned status, const InvitationRuleRow& row) {
  call.world.directory.put(std::vector{row});
  call.world.changed();
  std::string body = R"({"rule":)";
  protocol::ObjectWriter writer(body);
  write_rule(writer, body, row.rule);
  writer.end();
  call.respond(json_response(status, body + "}"));
}

void create(const ApiCall& call) {
  const auto all = call.world.directory.invitation_rules(call.account());
  if (all.size() >= limits::invitation_rules_max) {
    return call.respond(error_response(409, "too_many", "the account has too many rules"));
  }
  InvitationRuleRow row{call.account(), {}, all.empty() ? 0 : all.back().rank + 1};
  if (!change(call, row.rule)) return;
  row.rule.id = call.world.ids.mint<InvitationRuleId>(call.world.clock.now());
  store(call, 201, row);
}

// The rule of the path; none after the answer that it is not there.
std::optional<InvitationRuleRow> row_of(const ApiCall& call) {
  for (InvitationRuleRow& row : call.world.directory.invitation_rules(call.account())) {
    if (row.rule.id == InvitationRuleId{call.id}) return std::move(row);
  }
  call.respond(not_found());
  return std::nullopt;
}

void update(const ApiCall& call) {
  auto row = row_of(call);
  if (row && change(call, row->rule)) store(call, 200, *row);
}

void remove(const ApiCall& call) {
  const auto row = row_of(call);
  if (!row) return;
  call.world.directory.remove(row->rule.id);
  call.world.changed();
  call.respond({204, {{"cache-control", "no-store"}}, {}});
}

// All rules, each once, in the order in which they are asked: whoever orders what another has
// changed meanwhile looks at it again.
void order(const ApiCall& call) {
  const auto body = body_of(call);
  if (!body) return;
  auto all = call.world.directory.invitation_rules(call.account());
  std::map<InvitationRuleId, InvitationRuleRow*> unplaced;
  for (InvitationRuleRow& row : all) unplaced[row.rule.id] = &row;
  ObjectReader::Fault fault;
  ObjectReader reader(*body, {}, fault);
  reader.require("rules");
  constexpr std::string_view why = "every rule, once, is wanted";
  std::uint32_t rank = 0;
  if (const JsonValue* rules = reader.array("rules")) {
    for (const JsonValue& item : rules->items) {
      const InvitationRuleId id{protocol::parse_id(rule_prefix, item.text).value_or(0)};
      const auto found = unplaced.find(id);
      if (found == unplaced.end()) {
        reader.refuse("bad_value", "rules", why);
        break;
      }
      found->second->rank = rank++;
      unplaced.erase(found);
    }
  }
  if (!unplaced.empty()) reader.refuse("bad_value", "rules", why);
  reader.refuse_others();
  if (fault) return call.respond(fault_response(*fault));
  call.world.directory.put(all);
  call.world.changed();
  list(call);
}

constexpr std::array<ApiRoute, 5> table{{
    {"GET", "/api/v1/invitation_rules", ApiAccess::supervisor, &list},
    {"POST", "/api/v1/invitation_rules", ApiAccess::admin, &create},
    {"PUT", "/api/v1/invitation_rules", ApiAccess::admin, &order},
    {"PUT", "/api/v1/invitation_rules/{i}", ApiAccess::admin, &update},
    {"DELETE", "/api/v1/invitation_rules/{i}", ApiAccess::admin, &remove},
}};

}  // namespace

std::span<const ApiRoute> invitation_rule_routes() { return table; }

}  // namespace usher::app
