#include "app/exporter.hpp"

#include <map>
#include <utility>

#include "app/export_document.hpp"
#include "core/limits.hpp"

namespace usher::app {

void Exporter::tell(core::AccountId account, std::vector<core::VisitorId> visitors, Told told) {
  if (waiting_ >= limits::exports_waiting_max) {
    return world_.front.post([told = std::move(told)] { told(std::nullopt); });
  }
  ++waiting_;
  world_.slow.post([this, account, visitors = std::move(visitors), told = std::move(told)] {
    auto made = document(account, visitors);
    --waiting_;
    world_.front.post([told, made = std::move(made)] { told(made); });
  });
}

std::optional<std::string> Exporter::document(core::AccountId account,
                                              std::vector<core::VisitorId> visitors) {
  try {
    std::map<core::AgentId, std::string> agents;
    for (const ports::Agent& each : world_.directory.agents(account)) {
      agents[each.setting.id] = each.setting.name;
    }
    ExportDocument document(std::move(visitors), std::move(agents));
    const bool sound = world_.journal.replay(
        account, 0, [&](core::Recorded&& row) { document.read(std::move(row)); });
    if (!sound) return std::nullopt;
    return document.empty() ? std::string() : document.json(world_.clock.now());
  } catch (const ports::DirectoryError& error) {
    world_.log.error("export_failed", {{"why", error.what()}});
    return std::nullopt;
  }
}

}  // namespace usher::app
