// Queues and their policies. Supervisors read, admins write.

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
using Queues = std::vector<ports::Queue>;

constexpr std::uint32_t rank_max = 9'999;

void write(std::string& out, const ports::Queue& queue) {
  protocol::ObjectWriter writer(out);
  writer.id("queue", 'q', queue.setting.id.value);
  writer.text("name", queue.setting.name);
  writer.integer("rank", queue.rank);
  writer.boolean("rings", queue.setting.rings);
  writer.integer("ring_ms", queue.setting.ring_ms);
  writer.name("policy");
  write_policy(out, queue.setting.policy);
  writer.end();
}

HttpResponse one(unsigned status, const ports::Queue& queue) {
  std::string body = R"({"queue":)";
  write(body, queue);
  return json_response(status, body + "}");
}

ports::Queue* find(Queues& queues, core::QueueId id) {
  const auto found =
      std::ranges::find(queues, id, [](const ports::Queue& queue) { return queue.setting.id; });
  return found == queues.end() ? nullptr : &*found;
}

// Changes what the body names; false after the answer that says what is wrong with it.
bool change(const ApiCall& call, Queues& all, ports::Queue& queue) {
  const auto body = body_of(call);
  if (!body) return false;
  ObjectReader::Fault fault;
  ObjectReader reader(*body, {}, fault);
  reader.require("name");
  reader.line("name", queue.setting.name, {1, limits::name_bytes_max});
  reader.integer("rank", queue.rank, 0, rank_max);
  reader.boolean("rings", queue.setting.rings);
  reader.integer("ring_ms", queue.setting.ring_ms, limits::ring_ms_min, limits::ring_ms_max);
  core::QueuePolicy& policy = queue.setting.policy;
  if (const JsonValue* value = reader.object("policy")) {
    read_policy(*value, "policy", policy, fault);
  }
  reader.refuse_others();
  if (policy.overflow && (policy.overflow == queue.setting.id || !find(all, policy.overflow))) {
    reader.refuse("bad_value", "policy.overflow", "another queue of this account is wanted");
  }
  if (!policy.hours.always && !call.world.calendar.knows(policy.hours.zone)) {
    reader.refuse("bad_value", "policy.hours.zone", "there is no such time zone");
  }
  if (fault) call.respond(fault_response(*fault));
  return !fault;
}

void store(const ApiCall& call, unsigned status, const ports::Queue& queue) {
  call.world.directory.put(queue);
  call.world.changed();
  call.respond(one(status, queue));
}

void list(const ApiCall& call) {
  std::string body;
  protocol::ObjectWriter writer(body);
  writer.list("queues", call.world.directory.queues(call.account()),
              [&](const ports::Queue& queue) { write(body, queue); });
  writer.end();
  call.respond(json_response(200, std::move(body)));
}

void read(const ApiCall& call) {
  Queues all = call.world.directory.queues(call.account());
  const ports::Queue* queue = find(all, {call.id});
  call.respond(queue ? one(200, *queue) : not_found());
}

void create(const ApiCall& call) {
  Queues all = call.world.directory.queues(call.account());
  if (all.size() >= limits::queues_max) {
    return call.respond(error_response(409, "too_many", "the account has too many queues"));
  }
  ports::Queue queue;
  queue.account = call.account();
  queue.setting.ring_ms = limits::ring_ms;
  queue.rank = all.empty() ? 0 : std::min(all.back().rank + 1, rank_max);
  if (!change(call, all, queue)) return;
  queue.setting.id = call.world.ids.mint<core::QueueId>(call.world.clock.now());
  store(call, 201, queue);
}

void update(const ApiCall& call) {
  Queues all = call.world.directory.queues(call.account());
  ports::Queue* queue = find(all, {call.id});
  if (!queue) return call.respond(not_found());
  if (change(call, all, *queue)) store(call, 200, *queue);
}

// The floor hands its conversations to the first queue left.
void remove(const ApiCall& call) {
  Queues all = call.world.directory.queues(call.account());
  if (!find(all, {call.id})) return call.respond(not_found());
  if (all.size() == 1) {
    return call.respond(error_response(409, "last_queue", "an account needs one queue"));
  }
  for (ports::Queue& other : all) {
    core::QueuePolicy& policy = other.setting.policy;
    if (policy.overflow != core::QueueId{call.id}) continue;
    policy.overflow = {};
    policy.overflow_ms = 0;
    call.world.directory.put(other);
  }
  call.world.directory.remove(core::QueueId{call.id});
  call.world.changed();
  call.respond({204, {{"cache-control", "no-store"}}, {}});
}

constexpr std::array<ApiRoute, 5> table{{
    {"GET", "/api/v1/queues", ApiAccess::supervisor, &list},
    {"POST", "/api/v1/queues", ApiAccess::admin, &create},
    {"GET", "/api/v1/queues/{q}", ApiAccess::supervisor, &read},
    {"PUT", "/api/v1/queues/{q}", ApiAccess::admin, &update},
    {"DELETE", "/api/v1/queues/{q}", ApiAccess::admin, &remove},
}};

}  // namespace

std::span<const ApiRoute> queue_routes() { return table; }

}  // namespace usher::app
