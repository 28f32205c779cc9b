// Agents: who they are, what they may, which queues they serve. Supervisors read, admins write.

#include <algorithm>
#include <array>

#include "app/api_route.hpp"
#include "app/policy_json.hpp"
#include "core/limits.hpp"
#include "protocol/json_write.hpp"

namespace usher::app {

namespace {

using protocol::JsonValue;
using protocol::ObjectReader;
using Agents = std::vector<ports::Agent>;

constexpr std::array<std::string_view, 3> roles{"agent", "supervisor", "admin"};
constexpr std::uint32_t capacity_default = 5;

void write_queues(std::string& out, protocol::ObjectWriter& writer,
                  const core::AgentSetting& setting) {
  writer.list("queues", setting.queues, [&](core::QueueId queue) {
    const auto terms = std::ranges::find(setting.terms, queue, &core::QueueTerms::queue);
    const bool plain = terms == setting.terms.end();
    protocol::ObjectWriter each(out);
    each.id("queue", 'q', queue.value);
    each.integer("tier", plain ? 0 : terms->tier);
    each.integer("capacity", plain ? 0 : terms->capacity);
    each.end();
  });
}

void write(std::string& out, const ports::Agent& agent) {
  const core::AgentSetting& setting = agent.setting;
  protocol::ObjectWriter writer(out);
  writer.id("agent", 'a', setting.id.value);
  writer.text("name", setting.name);
  writer.text("login", agent.login);
  writer.text("role", roles[static_cast<std::size_t>(setting.role)]);
  writer.integer("capacity", setting.capacity);
  writer.boolean("disabled", agent.disabled);
  write_queues(out, writer, setting);
  writer.list("skills", setting.skills,
              [&](const std::string& skill) { protocol::append_json_text(out, skill); });
  writer.end();
}

HttpResponse one(unsigned status, const ports::Agent& agent) {
  std::string body = R"({"agent":)";
  write(body, agent);
  return json_response(status, body + "}");
}

const ports::Agent* find(const Agents& agents, core::AgentId id) {
  const auto found =
      std::ranges::find(agents, id, [](const ports::Agent& agent) { return agent.setting.id; });
  return found == agents.end() ? nullptr : &*found;
}

bool runs_the_account(const ports::Agent& agent) {
  return !agent.disabled && agent.setting.role == core::Role::admin;
}

bool another_runs_the_account(const Agents& agents, core::AgentId but) {
  return std::ranges::any_of(agents, [but](const ports::Agent& agent) {
    return agent.setting.id != but && runs_the_account(agent);
  });
}

HttpResponse last_admin() {
  return error_response(409, "last_admin", "an account needs an administrator who can sign in");
}

void read_queues(const JsonValue& list, const std::vector<ports::Queue>& known,
                 core::AgentSetting& setting, ObjectReader::Fault& fault) {
  setting.queues.clear();
  setting.terms.clear();
  for (std::size_t i = 0; i < list.items.size() && !fault; ++i) {
    core::QueueTerms terms;
    ObjectReader reader(list.items[i], "queues." + std::to_string(i), fault);
    reader.require("queue");
    reader.id("queue", terms.queue.value, 'q');
    reader.integer("tier", terms.tier, 0, limits::tier_max);
    reader.integer("capacity", terms.capacity, 0, limits::capacity_max);
    reader.refuse_others();
    const bool exists = std::ranges::any_of(
        known, [&](const ports::Queue& queue) { return queue.setting.id == terms.queue; });
    if (!exists) reader.refuse("bad_value", "queue", "there is no such queue");
    if (std::ranges::find(setting.queues, terms.queue) != setting.queues.end()) {
      reader.refuse("bad_value", "queue", "the queue comes twice");
    }
    setting.queues.push_back(terms.queue);
    if (terms.tier != 0 || terms.capacity != 0) setting.terms.push_back(terms);
  }
  std::ranges::sort(setting.queues);
  std::ranges::sort(setting.terms, {}, &core::QueueTerms::queue);
}

struct Change {
  ports::Agent agent;
  std::string password;  // empty: stays as it is
  bool fresh = false;
};

// Changes what the body names; false after the answer that says what is wrong with it.
bool read_change(const ApiCall& call, Change& change) {
  const auto body = body_of(call);
  if (!body) return false;
  ObjectReader::Fault fault;
  ObjectReader reader(*body, {}, fault);
  core::AgentSetting& setting = change.agent.setting;
  reader.require("name");
  reader.require("login");
  if (change.fresh) reader.require("password");
  reader.line("name", setting.name, {1, limits::name_bytes_max});
  reader.line("login", change.agent.login, {1, limits::name_bytes_max});
  reader.text("password", change.password,
              {limits::password_bytes_min, limits::password_bytes_max});
  reader.word("role", setting.role, roles);
  reader.integer("capacity", setting.capacity, 1, limits::capacity_max);
  reader.boolean("disabled", change.agent.disabled);
  if (const JsonValue* queues = reader.array("queues")) {
    read_queues(*queues, call.world.directory.queues(call.account()), setting, fault);
  }
  if (const JsonValue* skills = reader.array("skills")) {
    read_skills(reader, *skills, setting.skills);
  }
  reader.refuse_others();
  if (fault) call.respond(fault_response(*fault));
  return !fault;
}

// Against the agents as they are now: a password's hash took its time.
HttpResponse store(ApiWorld& world, Change change) {
  ports::Agent& agent = change.agent;
  const Agents all = world.directory.agents(agent.account);
  const ports::Agent* before = find(all, agent.setting.id);
  if (!change.fresh && !before) return not_found();
  if (change.fresh && all.size() >= limits::agents_max) {
    return error_response(409, "too_many", "the account has too many agents");
  }
  const auto same = world.directory.agent_by_login(agent.login);
  if (same && same->setting.id != agent.setting.id) {
    return error_response(409, "login_taken", "another agent has this login", "login");
  }
  if (!runs_the_account(agent) && !another_runs_the_account(all, agent.setting.id)) {
    return last_admin();
  }
  if (before) {
    const bool ends_sign_ins = !change.password.empty() || before->disabled != agent.disabled ||
                               before->setting.role != agent.setting.role;
    agent.generation = before->generation + (ends_sign_ins ? 1 : 0);
    if (change.password.empty()) agent.password_hash = before->password_hash;
  }
  world.directory.put(agent);
  world.changed();
  return one(change.fresh ? 201 : 200, agent);
}

void hash_and_store(const ApiCall& call, Change change) {
  if (change.password.empty()) return call.respond(store(call.world, std::move(change)));
  std::string password = change.password;
  auto hashed = [&world = call.world, respond = call.respond,
                 change = std::move(change)](std::string hash) mutable {
    change.agent.password_hash = std::move(hash);
    try {
      respond(store(world, change));
    } catch (const ports::DirectoryError& error) {
      world.log.error("directory_failed", {{"why", error.what()}});
      respond(too_busy());
    }
  };
  if (!call.world.passwords.hash(std::move(password), call.world.front, std::move(hashed))) {
    call.respond(too_busy());
  }
}

void list(const ApiCall& call) {
  std::string body;
  protocol::ObjectWriter writer(body);
  writer.list("agents", call.world.directory.agents(call.account()),
              [&](const ports::Agent& agent) { write(body, agent); });
  writer.end();
  call.respond(json_response(200, std::move(body)));
}

void read(const ApiCall& call) {
  const Agents all = call.world.directory.agents(call.account());
  const ports::Agent* agent = find(all, {call.id});
  call.respond(agent ? one(200, *agent) : not_found());
}

void create(const ApiCall& call) {
  Change change;
  change.fresh = true;
  change.agent.account = call.account();
  change.agent.setting.capacity = capacity_default;
  if (!read_change(call, change)) return;
  change.agent.setting.id = call.world.ids.mint<core::AgentId>(call.world.clock.now());
  hash_and_store(call, std::move(change));
}

void update(const ApiCall& call) {
  const Agents all = call.world.directory.agents(call.account());
  const ports::Agent* agent = find(all, {call.id});
  if (!agent) return call.respond(not_found());
  Change change{*agent, {}, false};
  if (read_change(call, change)) hash_and_store(call, std::move(change));
}

// Its conversations go back to the front of their queues; its name leaves what it once said.
void remove(const ApiCall& call) {
  const Agents all = call.world.directory.agents(call.account());
  if (!find(all, {call.id})) return call.respond(not_found());
  if (!another_runs_the_account(all, {call.id})) return call.respond(last_admin());
  call.world.directory.remove(core::AgentId{call.id});
  call.world.changed();
  call.respond({204, {{"cache-control", "no-store"}}, {}});
}

constexpr std::array<ApiRoute, 5> table{{
    {"GET", "/api/v1/agents", ApiAccess::supervisor, &list},
    {"POST", "/api/v1/agents", ApiAccess::admin, &create},
    {"GET", "/api/v1/agents/{a}", ApiAccess::supervisor, &read},
    {"PUT", "/api/v1/agents/{a}", ApiAccess::admin, &update},
    {"DELETE", "/api/v1/agents/{a}", ApiAccess::admin, &remove},
}};

}  // namespace

std::span<const ApiRoute> agent_routes() { return table; }

}  // namespace usher::app
