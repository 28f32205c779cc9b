#pragma once
// Which visitors are one person, the same for every archive.

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "ports/people.hpp"

namespace usher::ports {

// The first visitor of everybody's person. `visitors` are all of them that could be one, by id.
// What the backend says goes first; a merge by hand never joins two whom it named differently.
inline std::map<core::VisitorId, core::VisitorId> heads_of(std::vector<PersonVisitor> visitors) {
  std::map<core::VisitorId, core::VisitorId> heads;
  std::map<core::VisitorId, std::string> externals;  // of heads
  std::map<std::string, core::VisitorId> proven;
  for (const PersonVisitor& each : visitors) {
    core::VisitorId head = each.id;
    if (!each.external_id.empty()) head = proven.emplace(each.external_id, head).first->second;
    heads[each.id] = head;
    if (head == each.id) externals[head] = each.external_id;
  }
  std::erase_if(visitors, [](const PersonVisitor& each) { return !each.into; });
  std::ranges::sort(visitors, {},
                    [](const PersonVisitor& each) { return std::pair(each.merged_at, each.id); });
  for (const PersonVisitor& merge : visitors) {
    if (!heads.contains(merge.into)) continue;
    core::VisitorId first = heads.at(merge.id), second = heads.at(merge.into);
    if (second < first) std::swap(first, second);
    std::string& external = externals.at(first);
    const std::string& other = externals.at(second);
    const bool differ = !external.empty() && !other.empty();
    if (first == second || differ) continue;
    if (external.empty()) external = other;
    for (auto& [id, head] : heads) head = head == second ? first : head;
  }
  return heads;
}

// One person of what is known of each of its visitors, but for the edits. The visitor who was here
// last has the last word; what the backend named goes before.
inline Person together(std::vector<Person> parts) {
  std::ranges::sort(parts, {}, [](const Person& each) { return std::pair(each.last_at, each.id); });
  Person all{.id = parts.front().id, .first_at = parts.front().first_at};
  const auto take = [](auto& into, const auto& from, bool may) {
    if (may && from) into = from;
  };
  for (const bool vouched : {false, true}) {
    for (const Person& part : parts) {
      const core::event::VisitorIdentified& said = part.said;
      take(all.said.name, said.name, part.vouched.name == vouched);
      take(all.said.email, said.email, part.vouched.email == vouched);
      take(all.said.phone, said.phone, part.vouched.phone == vouched);
      if (!vouched) continue;
      for (const auto& [name, value] : said.attributes) all.said.attributes[name] = value;
    }
  }
  for (Person& part : parts) {
    all.id = std::min(all.id, part.id);
    all.first_at = std::min(all.first_at, part.first_at);
    all.last_at = std::max(all.last_at, part.last_at);
    all.visits += part.visits;
    all.conversations += part.conversations;
    if (!part.external_id.empty()) all.external_id = part.external_id;
    all.vouched = core::both(all.vouched, part.vouched);
    std::ranges::move(part.tags, std::back_inserter(all.tags));
    std::ranges::move(part.visitors, std::back_inserter(all.visitors));
  }
  all.said.visitor = all.id;
  std::ranges::sort(all.tags);
  all.tags.erase(std::unique(all.tags.begin(), all.tags.end()), all.tags.end());
  std::ranges::sort(all.visitors, {}, &PersonVisitor::id);
  return all;
}

}  // namespace usher::ports
