#include "app/visitor_table.hpp"

#include <utility>

#include "protocol/write.hpp"

namespace usher::app {

void VisitorTable::watch(const Subscriber& watcher, core::VisitorId after, core::Time,
                         HeldFrames& frames) {
  watchers_.insert(&watcher);
  frames.add(watcher.outlet, frames.render(page(after)));
}

void VisitorTable::leave(const Subscriber& watcher) {
  if (watchers_.erase(&watcher) > 0 && watchers_.empty()) clear();
}

void VisitorTable::clear() {
  watchers_.clear();
  rows_.clear();
  touched_.clear();
}

// Of a row that was told the page shows what was told: what is new of it comes to all with the next
// change.
protocol::VisitorRows VisitorTable::page(core::VisitorId after) {
  protocol::VisitorRows page{};
  if (after) page.after = after.value;
  std::size_t bytes = 0;
  for (auto it = floor_.visitors.upper_bound(after); it != floor_.visitors.end(); ++it) {
    const protocol::VisitorRow* row = rows_.find(it->first);
    if (!row) {
      const auto fresh = visitor_row(floor_, config_, it->second);
      if (!fresh) continue;
      row = &rows_.keep(it->first, *fresh);
    }
    bytes += bytes_max_of(*row);
    page.more = bytes > limits::visitor_rows_bytes_max && !page.rows.empty();
    if (page.more) break;
    page.rows.push_back(*row);
  }
  return page;
}

void VisitorTable::note(std::span<const core::Event> events) {
  if (watchers_.empty()) return;
  for (const core::Event& event : events) touch(event);
}

void VisitorTable::touch(const core::Event& event) {
  std::visit(
      [this](const auto& it) {
        using T = std::decay_t<decltype(it)>;
        constexpr bool shows_nowhere = std::is_same_v<T, core::event::DwellTicked> ||
                                       std::is_same_v<T, core::event::PageDwelled> ||
                                       std::is_same_v<T, core::event::MessagePosted> ||
                                       std::is_same_v<T, core::event::NotePosted> ||
                                       std::is_same_v<T, core::event::ReadMarked> ||
                                       std::is_same_v<T, core::event::DeliveredMarked>;
        if constexpr (std::is_same_v<T, core::event::AgentConfigured>) {  // a new name, perhaps
          const core::Agent* agent = core::find(floor_, it.setting.id);
          if (!agent) return;
          for (const core::ConversationId id : agent->conversations) touch(id);
        } else if constexpr (!shows_nowhere) {
          if constexpr (requires { it.visitor; }) touched_.insert(it.visitor);
          if constexpr (requires { it.conversation; }) touch(it.conversation);
        }
      },
      event);
}

void VisitorTable::touch(core::ConversationId conversation) {
  const core::Conversation* known = core::find(floor_, conversation);
  if (known) touched_.insert(known->visitor);
}

void VisitorTable::note_all() {
  if (watchers_.empty()) return;
  for (const auto& [id, visitor] : floor_.visitors) touched_.insert(id);
  rows_.each([this](core::VisitorId id, const auto&) { touched_.insert(id); });
}

std::optional<core::Time> VisitorTable::due() const {
  if (touched_.empty()) return std::nullopt;
  return told_at_ + interval_ms;
}

void VisitorTable::flush(core::Time now, HeldFrames& frames) {
  end_watches();
  if (watchers_.empty()) return clear();
  protocol::VisitorRowsChanged changed{};
  std::size_t bytes = 0;
  while (!touched_.empty() && bytes < limits::visitor_changes_bytes_max) {
    auto next = touched_.upper_bound(last_told_);
    if (next == touched_.end()) next = touched_.begin();
    last_told_ = touched_.extract(next).value();
    const core::Visitor* visitor = core::find(floor_, last_told_);
    std::optional<protocol::VisitorRow> row;
    if (visitor) row = visitor_row(floor_, config_, *visitor);
    const auto change = rows_.tell(last_told_, row ? &*row : nullptr);
    if (!change) continue;
    bytes += bytes_max_of(*change);
    changed.rows.push_back(*change);
  }
  told_at_ = now;
  if (changed.rows.empty()) return;
  const auto place = frames.render(changed);
  for (const Subscriber* watcher : watchers_) frames.add(watcher->outlet, place);
}

// Who is no agent any more has nothing to watch.
void VisitorTable::end_watches() {
  std::erase_if(watchers_, [this](const Subscriber* watcher) {
    return core::find(floor_, watcher->agent) == nullptr;
  });
}

}  // namespace usher::app
