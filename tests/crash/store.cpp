#include "store.hpp"

#include <fstream>
#include <set>
#include <sstream>
#include <utility>

#include "kit/clock.hpp"

namespace usher::crash {
namespace {

std::string none_if_dash(std::string word) { return word == "-" ? std::string() : word; }

void read_entry(Store& store, std::istringstream& words, const std::string& line) {
  std::string conversation;
  std::string by;
  std::string client_id;
  std::size_t seq = 0;
  Heard heard;
  words >> conversation >> seq >> heard.kind >> by >> client_id;
  heard.by = none_if_dash(std::move(by));
  heard.client_id = none_if_dash(std::move(client_id));
  auto& entries = store.entries[conversation];
  if (seq != entries.size() + 1) store.broken.push_back("not in order: " + line);
  entries.push_back(std::move(heard));
}

Store read_facts(const std::filesystem::path& file) {
  Store store;
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string kind;
    std::string conversation;
    words >> kind;
    if (kind == "entry") {
      read_entry(store, words, line);
    } else if (kind == "conversation") {
      Standing standing;
      words >> conversation >> standing.state >> standing.owner;
      standing.owner = none_if_dash(standing.owner);
      store.standings[conversation] = standing;
    } else if (kind == "waiting") {
      words >> conversation;
      store.waiting.push_back(conversation);
    } else if (kind == "rings") {
      words >> conversation;
      store.ringing.push_back(conversation);
    } else {
      store.broken.push_back(line);
    }
  }
  return store;
}

}  // namespace

Store audit(const load::Tools& tools, const std::filesystem::path& folder) {
  const std::filesystem::path facts = folder / "audit";
  load::Child child({tools.folder / "crash_audit", folder / "data"}, -1, facts);
  const auto status = child.wait(120 * load::second);
  Store store = read_facts(facts);
  if (status != 0 && store.broken.empty()) store.broken.push_back("the audit failed");
  return store;
}

std::uint64_t Store::doubled() const {
  std::uint64_t count = 0;
  for (const auto& [conversation, heard] : entries) {
    std::set<std::pair<std::string, std::string>> seen;
    for (const Heard& entry : heard) {
      if (entry.kind != "message") continue;
      if (!seen.emplace(entry.by, entry.client_id).second) ++count;
    }
  }
  return count;
}

}  // namespace usher::crash
