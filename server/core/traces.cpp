#include "core/traces.hpp"

#include <algorithm>
#include <iterator>

namespace usher::core {

bool Traces::concern(const Event& event) {
  if (const auto* gone = std::get_if<event::Forgotten>(&event)) {
    const auto among = [](const auto& set) { return [&set](auto id) { return set.contains(id); }; };
    return std::ranges::any_of(gone->visitors, among(visitors_)) ||
           std::ranges::any_of(gone->conversations, among(conversations_)) ||
           std::ranges::any_of(gone->visits, among(visits_));
  }
  const ConversationId conversation = key_of(event).conversation;
  if (conversation && conversations_.contains(conversation)) return true;
  return std::visit(
      [this]<class E>(const E& e) {
        if constexpr (requires { e.visitor; }) {
          if (visitors_.contains(e.visitor)) return true;
        }
        if constexpr (requires { e.into; }) {  // who was merged with somebody of them
          if (visitors_.contains(e.into)) return true;
        }
        if constexpr (requires { e.visit; }) {
          if (visits_.contains(e.visit)) return true;
        }
        return false;
      },
      event);
}

void Traces::read(const Recorded& row) {
  read_to_ = row.position;
  const bool theirs = concern(row.event);
  if (const auto* message = std::get_if<event::MessagePosted>(&row.event);
      message && message->file) {
    (theirs ? files_ : other_files_).insert(message->file->key);
  }
  if (!theirs) return;
  positions_.push_back(row.position);
  if (std::holds_alternative<event::Forgotten>(row.event)) forgotten_at_ = row.position;
  if (const auto* opened = std::get_if<event::ConversationOpened>(&row.event)) {
    conversations_.insert(opened->conversation);
  }
}

std::vector<std::string> Traces::files() const {
  std::vector<std::string> only;
  std::ranges::set_difference(files_, other_files_, std::back_inserter(only));
  return only;
}

}  // namespace usher::core
