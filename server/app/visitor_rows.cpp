#include "app/visitor_rows.hpp"

#include <algorithm>

#include "app/source/device_view.hpp"
#include "app/source/region_view.hpp"
#include "app/source/source_view.hpp"
#include "app/views.hpp"
#include "core/limits.hpp"

namespace usher::app {

namespace {

using Row = protocol::VisitorRow;

void add_visit(Row& row, const core::Visit& visit, const AccountConfig& config) {
  if (const auto site = config.sites.find(visit.site); site != config.sites.end()) {
    row.site = site->second.key;
  }
  row.started_at = visit.started_at.ms;
  row.pages = visit.pages_seen;
  if (!visit.trail.empty()) {
    const core::Page& page = visit.trail.back();
    row.page_at = page.at.ms;
    row.url = page.url;
    row.title = page.title;
  }
  if (visit.source) {
    row.channel = channel_view(visit.source->channel);
    row.source = visit.source->name.empty() ? visit.source->host : visit.source->name;
    row.keyword = visit.source->keyword;
  }
  if (visit.device) {
    row.device = kind_view(visit.device->kind);
    row.system = visit.device->system;
    row.browser = visit.device->browser;
    row.version = visit.device->version;
  }
  if (visit.region) row.region = region_view(*visit.region);
  if (const core::Invitation* last = last_invitation(visit)) row.invited = invitation_state(*last);
}

void add_conversation(Row& row, const core::Floor& floor, const core::Visitor& visitor) {
  const core::Conversation* c = core::find(floor, visitor.conversation);
  if (!c || c->state == core::ConversationState::closed) return;
  row.conversation = c->id.value;
  if (c->state == core::ConversationState::waiting) {
    if (!c->left) row.state = protocol::VisitorState::waiting;
    return;
  }
  row.state = protocol::VisitorState::chatting;
  row.agent = c->agent.value;
  const core::Agent* agent = core::find(floor, c->agent);
  if (agent) row.agent_name = agent->setting.name;
}

// Escaped in JSON, a byte is six at most.
std::size_t bytes_max_of(std::string_view text) {
  constexpr std::size_t escaped = 6;
  std::size_t bytes = 0;
  for (const char c : text) {
    const bool plain = static_cast<unsigned char>(c) >= ' ' && c != '"' && c != '\\';
    bytes += plain ? 1 : escaped;
  }
  return bytes;
}

std::array<std::string_view*, 7> texts_of(protocol::Region& region) {
  auto& [country, zh, en] = region;
  return {&country, &zh.country, &zh.province, &zh.city, &en.country, &en.province, &en.city};
}

// Names and numbers, without the texts.
constexpr std::size_t row_bytes = 480;
constexpr std::size_t change_bytes = 288;
constexpr std::size_t region_bytes = 128;

}  // namespace

std::optional<Row> visitor_row(const core::Floor& floor, const AccountConfig& config,
                               const core::Visitor& visitor) {
  if (!visitor.visit) return std::nullopt;
  Row row{};
  row.visitor = visitor.id.value;
  if (const auto& name = core::shown_name(floor, visitor)) row.name = *name;
  row.standing = standing_view(floor, visitor);
  row.visits = visitor.visits;
  add_visit(row, *visitor.visit, config);
  add_conversation(row, floor, visitor);
  if (visitor.connected) return row;
  row.state = protocol::VisitorState::left;
  if (visitor.linger_until) row.left_at = visitor.linger_until->ms - limits::visit_linger_ms;
  return row;
}

std::array<std::string_view*, 16> RowRules<Row>::texts(Row& row) {
  std::array<std::string_view*, 16> texts{
      &row.name,   &row.site,    &row.url,
      &row.title,  &row.source,  &row.keyword,
      &row.system, &row.browser, row.agent_name ? &*row.agent_name : nullptr};
  if (!row.region) return texts;
  std::ranges::copy(texts_of(*row.region), texts.begin() + 9);
  return texts;
}

std::optional<RowRules<Row>::Change> RowRules<Row>::change(const Row* before, const Row& now) {
  if (before && before->started_at != now.started_at) before = nullptr;
  Difference changed(before, now);
  Change change{};
  change.visitor = now.visitor;
  change.name = changed(&Row::name);
  change.standing = changed(&Row::standing);
  change.site = changed(&Row::site);
  change.started_at = changed(&Row::started_at);
  change.pages = changed(&Row::pages);
  change.visits = changed(&Row::visits);
  change.page_at = changed(&Row::page_at);
  change.url = changed(&Row::url);
  change.title = changed(&Row::title);
  change.channel = changed(&Row::channel);
  change.source = changed(&Row::source);
  change.keyword = changed(&Row::keyword);
  change.device = changed(&Row::device);
  change.system = changed(&Row::system);
  change.browser = changed(&Row::browser);
  change.version = changed(&Row::version);
  if (!before) change.region = now.region;
  Difference standing(before, now);
  standing(&Row::state);
  standing(&Row::left_at);
  standing(&Row::conversation);
  standing(&Row::agent);
  standing(&Row::agent_name);
  standing(&Row::invited);
  if (standing.any()) {
    change.state = now.state;
    change.left_at = now.left_at;
    change.conversation = now.conversation;
    change.agent = now.agent;
    change.agent_name = now.agent_name;
    change.invited = now.invited;
  }
  if (!changed.any() && !standing.any()) return std::nullopt;
  return change;
}

std::size_t bytes_max_of(Row row) {
  std::size_t bytes = row_bytes + (row.region ? region_bytes : 0);
  for (const std::string_view* text : RowRules<Row>::texts(row)) {
    if (text) bytes += bytes_max_of(*text);
  }
  return bytes;
}

std::size_t bytes_max_of(protocol::VisitorRowChange change) {
  std::size_t bytes = change.started_at ? row_bytes : change_bytes;
  for (const auto& text : {change.name, change.site, change.url, change.title, change.source,
                           change.keyword, change.system, change.browser, change.agent_name}) {
    if (text) bytes += bytes_max_of(*text);
  }
  if (!change.region) return bytes;
  bytes += region_bytes;
  for (const std::string_view* text : texts_of(*change.region)) bytes += bytes_max_of(*text);
  return bytes;
}

}  // namespace usher::app
