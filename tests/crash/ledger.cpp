#include "ledger.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace usher::crash {

using Json = nlohmann::json;

namespace {

// Entries of other kinds change nobody's ownership.
void follow(Standing& standing, const Heard& entry) {
  if (entry.kind == "assigned" || entry.kind == "transferred") {
    standing = {"assigned", entry.by};
  } else if (entry.kind == "requeued" || entry.kind == "reopened") {
    standing = {"waiting", {}};
  } else if (entry.kind == "closed") {
    standing.state = "closed";
  }
}

std::string place(const std::string& conversation, std::uint64_t seq) {
  return conversation + " at " + std::to_string(seq);
}

std::string to_text(const Heard& heard) {
  return heard.kind + " by " + heard.by + " " + heard.client_id + " '" + heard.text + "'";
}

}  // namespace

Heard heard_of(const Json& entry) {
  Heard heard;
  heard.kind = entry.at("kind");
  if (entry.contains("author")) {
    const Json& author = entry.at("author");
    heard.by = author.contains("agent") ? author.at("agent") : author.at("kind");
  }
  if (heard.kind == "message") {
    heard.client_id = entry.at("client_id");
    heard.text = entry.at("text");
  }
  return heard;
}

bool same_entry(const Heard& one, const Heard& other) {
  return one.kind == other.kind && one.by == other.by && one.client_id == other.client_id;
}

std::string text_of(const std::string& client_id) {
  return "Message " + client_id + ": a line to be read exactly once.";
}

Standing standing_of(const Json& row) {
  Standing standing{row.at("state"), {}};
  if (const Json& agent = row.at("agent"); !agent.is_null()) standing.owner = agent.at("agent");
  return standing;
}

std::string to_text(const Standing& standing) {
  return standing.state + (standing.owner.empty() ? "" : " by " + standing.owner);
}

void Ledger::told(const std::string& conversation, std::uint64_t seq, const Heard& heard) {
  if (seq == 0) throw std::runtime_error("a place before the first in " + conversation);
  if (heard.kind == "message" && heard.text != text_of(heard.client_id)) {
    throw std::runtime_error("another text: " + place(conversation, seq));
  }
  const auto [known, fresh] = conversations_[conversation].emplace(seq, heard);
  if (fresh || known->second == heard) return;
  throw std::runtime_error("told two things of " + place(conversation, seq) + ": " +
                           to_text(known->second) + ", then " + to_text(heard));
}

void Ledger::told_row(const std::string& conversation, std::uint64_t seq,
                      const Standing& standing) {
  rows_.push_back({conversation, seq, standing});
}

void Ledger::check_rows() {
  for (const Row& row : rows_) {
    Standing follows{"waiting", {}};
    std::uint64_t known = 0;
    for (const auto& [seq, heard] : conversations_[row.conversation]) {
      if (seq > row.seq || seq != known + 1) break;
      follow(follows, heard);
      known = seq;
    }
    const std::string where = place(row.conversation, row.seq);
    if (known != row.seq) throw std::runtime_error("shown, but nobody heard of it: " + where);
    if (follows == row.standing) continue;
    throw std::runtime_error(where + " was shown as " + to_text(row.standing) + " and is " +
                             to_text(follows));
  }
  rows_.clear();
}

Standing Ledger::standing(const std::string& conversation) const {
  Standing standing{"waiting", {}};
  const auto found = conversations_.find(conversation);
  if (found == conversations_.end()) return standing;
  for (const auto& [seq, heard] : found->second) follow(standing, heard);
  return standing;
}

}  // namespace usher::crash
