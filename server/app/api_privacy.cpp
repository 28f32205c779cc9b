// What admins do with people's data: tell it, erase it, and read who did so.

#include <array>
#include <functional>
#include <map>
#include <vector>

#include "app/api_asked.hpp"
#include "core/limits.hpp"
#include "protocol/json_write.hpp"

namespace usher::app {

namespace {

using protocol::ObjectWriter;

// Runs `act` with all visitors that are this person. Somebody else's visitor looks like one that
// never was: the archive knows neither. Who came a moment ago may be known to the floor only, and
// is found again when the archive has followed.
void with_person(const ApiCall& call, std::function<void(std::vector<core::VisitorId>)> act) {
  call.world.archivist.ask(
      call.world.front,
      [account = call.account(), visitor = core::VisitorId{call.id}](ports::Archive& archive) {
        std::vector<core::VisitorId> visitors;
        if (const auto person = archive.person(account, visitor)) {
          for (const ports::PersonVisitor& each : person->visitors) visitors.push_back(each.id);
        } else if (!archive.conversations(account, visitor, {}, 1).empty()) {
          visitors.push_back(visitor);
        }
        return visitors;
      },
      [act = std::move(act),
       respond = call.respond](const std::optional<std::vector<core::VisitorId>>& visitors) {
        if (!visitors) return respond(too_busy());
        if (visitors->empty()) return respond(not_found());
        act(*visitors);
      });
}

void tell(const ApiCall& call) {
  with_person(call, [&world = call.world, account = call.account(), by = call.me().setting.id,
                     respond = call.respond](std::vector<core::VisitorId> visitors) {
    world.privacy.tell(account, std::move(visitors), by, respond);
  });
}

void erase(const ApiCall& call) {
  with_person(call, [&world = call.world, account = call.account(), by = call.me().setting.id,
                     respond = call.respond](const std::vector<core::VisitorId>& visitors) {
    try {
      for (const core::VisitorId each : visitors) world.privacy.erase({account, each}, by);
    } catch (const ports::DirectoryError&) {
      return respond(too_busy());
    }
    respond(json_response(202, R"({"erasing":true})"));
  });
}

void audit(const ApiCall& call) {
  Asked asked(call);
  const auto before = static_cast<std::uint64_t>(asked.integer("before", 0));
  if (asked.refused()) return;
  const auto found =
      call.world.privacy.store().audit(call.account(), before, limits::archive_page_max);
  std::map<core::AgentId, std::string> names;
  for (const ports::Agent& agent : call.world.directory.agents(call.account())) {
    names[agent.setting.id] = agent.setting.name;
  }
  std::string body;
  ObjectWriter writer(body);
  writer.list("entries", found, [&](const ports::AuditEntry& entry) {
    ObjectWriter each(body);
    each.integer("number", static_cast<std::int64_t>(entry.number));
    each.integer("at", entry.at.ms);
    each.id("agent", 'g', entry.by.value);
    each.text("agent_name", names[entry.by]);
    each.text("kind", ports::audit_words[static_cast<std::size_t>(entry.kind)]);
    each.text("detail", entry.detail);
    each.end();
  });
  writer.boolean("more", found.size() == limits::archive_page_max);
  writer.end();
  call.respond(json_response(200, std::move(body)));
}

constexpr std::array<ApiRoute, 3> table{{
    {"GET", "/api/v1/exports/{v}", ApiAccess::admin, &tell},
    {"DELETE", "/api/v1/people/{v}", ApiAccess::admin, &erase},
    {"GET", "/api/v1/audit", ApiAccess::admin, &audit},
}};

}  // namespace

std::span<const ApiRoute> privacy_routes() { return table; }

}  // namespace usher::app
