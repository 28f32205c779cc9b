#include "app/privacy_desk.hpp"

#include "app/api_route.hpp"
#include "core/limits.hpp"

namespace usher::app {

void PrivacyDesk::erase(const Subject& who, core::AgentId by) {
  VisitorTokens& tokens = world_.tokens(who.account);
  std::string mark = tokens.mark_of(who.visitor);
  world_.store.wish({who.account, who.visitor, by, world_.clock.now()}, mark);
  tokens.refuse(std::move(mark));
  world_.eraser.stir();
}

void PrivacyDesk::tell(core::AccountId account, std::vector<core::VisitorId> visitors,
                       core::AgentId by, const Respond& respond) {
  ports::AuditEntry entry;
  entry.at = world_.clock.now();
  entry.by = by;
  entry.kind = ports::AuditKind::exported;
  entry.detail = "people 1";
  world_.exporter.tell(account, std::move(visitors),
                       [this, account, entry, respond](auto document) {
                         if (!document) return respond(too_busy());
                         if (document->empty()) return respond(not_found());
                         try {
                           world_.store.note(account, entry);
                         } catch (const ports::DirectoryError&) {
                           return respond(too_busy());  // what is told must be on record
                         }
                         respond(json_response(200, std::move(*document)));
                       });
}

bool PrivacyDesk::may_ask(const Subject& who) {
  if (asked_.size() > limits::beacon_visitors_max) asked_.clear();
  Asked& asked = asked_[{who.account, who.visitor}];
  const core::Time now = world_.clock.now();
  if (now - asked.since >= limits::minute_ms) asked = {now, 0};
  return ++asked.count <= limits::privacy_asks_per_minute;
}

}  // namespace usher::app
