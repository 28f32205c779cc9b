// Agents, and which queues they serve.
#include <utility>

#include "adapters/sql/directory_rows.hpp"

namespace usher::adapters {
namespace {

using Number = long long;

std::uint64_t id_of(Number value) { return static_cast<std::uint64_t>(value); }

core::Role role_of(int stored) {
  switch (stored) {
    case 1:
      return core::Role::supervisor;
    case 2:
      return core::Role::admin;
    default:
      return core::Role::agent;  // what we do not know gets the fewest rights
  }
}

// `agents` are those of the condition, by id.
template <class Value>
void read_queues_of(soci::session& session, const std::string& condition, const Value& value,
                    std::vector<ports::Agent>& agents) {
  Number id = 0, queue = 0, tier = 0, capacity = 0;
  soci::statement rows =
      (session.prepare << "SELECT agent, queue, tier, capacity FROM agent_queue WHERE agent IN"
                          " (SELECT id FROM agent WHERE " +
                              condition + ") ORDER BY agent, queue",
       soci::use(value), soci::into(id), soci::into(queue), soci::into(tier), soci::into(capacity));
  rows.execute();
  auto agent = agents.begin();
  while (rows.fetch()) {
    while (agent != agents.end() && agent->setting.id != core::AgentId{id_of(id)}) ++agent;
    if (agent == agents.end()) return;  // it was added just now
    core::AgentSetting& setting = agent->setting;
    setting.queues.push_back({id_of(queue)});
    if (tier == 0 && capacity == 0) continue;
    setting.terms.push_back(
        {{id_of(queue)}, static_cast<std::uint32_t>(tier), static_cast<std::uint32_t>(capacity)});
  }
}

// Agents by any condition with one parameter.
template <class Value>
std::vector<ports::Agent> agents_where(soci::session& session, const std::string& condition,
                                       const Value& value) {
  Number id = 0, account = 0, capacity = 0, generation = 0;
  int role = 0, disabled = 0;
  std::string login, password_hash, name, skills;
  std::vector<ports::Agent> agents;
  soci::statement rows =
      (session.prepare << "SELECT id, account, login, password_hash, name, role, capacity,"
                          " disabled, generation, skills FROM agent WHERE " +
                              condition + " ORDER BY id",
       soci::use(value), soci::into(id), soci::into(account), soci::into(login),
       soci::into(password_hash), soci::into(name), soci::into(role), soci::into(capacity),
       soci::into(disabled), soci::into(generation), soci::into(skills));
  rows.execute();
  while (rows.fetch()) {
    ports::Agent agent;
    agent.account = {id_of(account)};
    agent.setting.id = {id_of(id)};
    agent.setting.name = name;
    agent.setting.role = role_of(role);
    agent.setting.capacity = static_cast<std::uint32_t>(capacity);
    agent.setting.skills = lines_in(skills);
    agent.login = login;
    agent.password_hash = password_hash;
    agent.disabled = disabled != 0;
    agent.generation = static_cast<std::uint32_t>(generation);
    agents.push_back(std::move(agent));
  }
  if (!agents.empty()) read_queues_of(session, condition, value, agents);
  return agents;
}

}  // namespace

std::vector<ports::Agent> read_agents(soci::session& session, core::AccountId account) {
  return agents_where(session, "account = :account", static_cast<Number>(account.value));
}

std::optional<ports::Agent> read_agent(soci::session& session, core::AgentId id) {
  std::vector<ports::Agent> found =
      agents_where(session, "id = :id", static_cast<Number>(id.value));
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::optional<ports::Agent> read_agent(soci::session& session, const std::string& login) {
  std::vector<ports::Agent> found = agents_where(session, "lower(login) = lower(:login)", login);
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

}  // namespace usher::adapters
