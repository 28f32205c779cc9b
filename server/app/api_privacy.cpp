// What admins do with people's data: tell it, erase it, and read who did so.

#include <array>
#include <map>

#include "app/api_asked.hpp"
#include "core/limits.hpp"
#include "protocol/json_write.hpp"

namespace usher::app {

namespace {

using protocol::ObjectWriter;

PrivacyDesk::Subject subject(const ApiCall& call) {
  return {call.account(), core::VisitorId{call.id}};
}

void tell(const ApiCall& call) {
  call.world.privacy.tell(subject(call), call.me().setting.id, call.respond);
}

HttpResponse accepted() { return json_response(202, R"({"erasing":true})"); }

// Somebody else's visitor looks like one that never was: the archive knows neither. Who came a
// moment ago may be known to the floor only, and is found again when the archive has followed.
void erase(const ApiCall& call) {
  const PrivacyDesk::Subject who = subject(call);
  call.world.archivist.ask(
      call.world.front,
      [who](ports::Archive& archive) {
        return archive.person(who.account, who.visitor).has_value() ||
               !archive.conversations(who.account, who.visitor, {}, 1).empty();
      },
      [&world = call.world, who, by = call.me().setting.id,
       respond = call.respond](const std::optional<bool>& known) {
        if (!known) return respond(too_busy());
        if (!*known) return respond(not_found());
        try {
          world.privacy.erase(who, by);
        } catch (const ports::DirectoryError&) {
          return respond(too_busy());
        }
        respond(accepted());
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
