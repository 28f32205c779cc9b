// Questions and answers for visitors. Supervisors read them and how they do, admins write them.

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "app/api_route.hpp"
#include "core/faq_limits.hpp"
#include "protocol/ids.hpp"
#include "protocol/json_write.hpp"

namespace usher::app {

namespace {

using ports::FaqEntry;
using ports::FaqEntryId;
using ports::FaqTally;
using protocol::JsonValue;
using protocol::ObjectReader;

void write(std::string& out, const FaqEntry& entry, const FaqTally& tally) {
  protocol::ObjectWriter writer(out);
  writer.id("entry", 'f', entry.id.value);
  writer.text("category", entry.category);
  writer.text("question", entry.question);
  writer.text("answer", entry.answer);
  writer.text("language", entry.language);
  writer.list("sites", entry.sites, [&](core::SiteId site) {
    out += '"';
    protocol::append_id(out, 's', site.value);
    out += '"';
  });
  writer.boolean("published", entry.published);
  writer.integer("shown", static_cast<std::int64_t>(tally.shown));
  writer.integer("helped", static_cast<std::int64_t>(tally.helped));
  writer.integer("not_helped", static_cast<std::int64_t>(tally.not_helped));
  writer.end();
}

HttpResponse one(const ApiCall& call, unsigned status, const FaqEntry& entry) {
  std::string body = R"({"entry":)";
  write(body, entry, call.world.directory.faq_tallies(call.account())[entry.id]);
  return json_response(status, body + "}");
}

void read_sites(const ApiCall& call, ObjectReader& reader, FaqEntry& entry) {
  const JsonValue* sites = reader.array("sites");
  if (!sites) return;
  if (sites->items.size() > limits::faq_sites_max) {
    return reader.refuse("too_many", "sites", "at most 50 sites; none stands for all");
  }
  std::set<core::SiteId> known;
  for (const ports::Site& site : call.world.directory.sites()) {
    if (site.account == call.account()) known.insert(site.id);
  }
  entry.sites.clear();
  for (const JsonValue& item : sites->items) {
    const core::SiteId site{protocol::parse_id('s', item.text).value_or(0)};
    if (!known.contains(site)) {
      return reader.refuse("bad_value", "sites", "sites of this account are wanted");
    }
    entry.sites.push_back(site);
  }
  std::ranges::sort(entry.sites);
  entry.sites.erase(std::unique(entry.sites.begin(), entry.sites.end()), entry.sites.end());
}

// Changes what the body names; false after the answer that says what is wrong with it.
bool change(const ApiCall& call, FaqEntry& entry) {
  const auto body = body_of(call);
  if (!body) return false;
  ObjectReader::Fault fault;
  ObjectReader reader(*body, {}, fault);
  reader.require("question");
  reader.require("answer");
  reader.line("category", entry.category, {0, limits::faq_category_bytes_max});
  reader.line("question", entry.question, {1, limits::faq_question_bytes_max});
  reader.text("answer", entry.answer, {1, limits::faq_answer_bytes_max});
  reader.line("language", entry.language, {0, limits::language_bytes_max});
  if (!is_language(entry.language)) {
    reader.refuse("bad_value", "language", "a language tag is wanted: zh-CN, en");
  }
  reader.boolean("published", entry.published);
  read_sites(call, reader, entry);
  reader.refuse_others();
  if (fault) call.respond(fault_response(*fault));
  return !fault;
}

void store(const ApiCall& call, unsigned status, const FaqEntry& entry) {
  call.world.directory.put(std::vector{entry});
  call.world.changed();
  call.respond(one(call, status, entry));
}

// The entry of the path; none after the answer that it is not there.
std::optional<FaqEntry> entry_of(const ApiCall& call) {
  for (FaqEntry& entry : call.world.directory.faq(call.account())) {
    if (entry.id == FaqEntryId{call.id}) return std::move(entry);
  }
  call.respond(not_found());
  return std::nullopt;
}

void list(const ApiCall& call) {
  auto tallies = call.world.directory.faq_tallies(call.account());
  std::string body;
  protocol::ObjectWriter writer(body);
  writer.list("faq", call.world.directory.faq(call.account()),
              [&](const FaqEntry& entry) { write(body, entry, tallies[entry.id]); });
  writer.end();
  call.respond(json_response(200, std::move(body)));
}

void create(const ApiCall& call) {
  const auto all = call.world.directory.faq(call.account());
  if (all.size() >= limits::faq_entries_max) {
    return call.respond(error_response(409, "too_many", "the account has too many questions"));
  }
  FaqEntry entry;
  entry.account = call.account();
  entry.rank = all.empty() ? 0 : all.back().rank + 1;
  if (!change(call, entry)) return;
  entry.id = call.world.ids.mint<FaqEntryId>(call.world.clock.now());
  store(call, 201, entry);
}

void update(const ApiCall& call) {
  auto entry = entry_of(call);
  if (entry && change(call, *entry)) store(call, 200, *entry);
}

void remove(const ApiCall& call) {
  const auto entry = entry_of(call);
  if (!entry) return;
  call.world.directory.remove(entry->id);
  call.world.changed();
  call.respond({204, {{"cache-control", "no-store"}}, {}});
}

// All entries, each once, as they are to stand: whoever orders what another has changed meanwhile
// looks at it again.
void order(const ApiCall& call) {
  const auto body = body_of(call);
  if (!body) return;
  auto all = call.world.directory.faq(call.account());
  std::map<FaqEntryId, FaqEntry*> unplaced;
  for (FaqEntry& entry : all) unplaced[entry.id] = &entry;
  ObjectReader::Fault fault;
  ObjectReader reader(*body, {}, fault);
  reader.require("entries");
  std::vector<FaqEntry> moved;
  std::uint32_t rank = 0;
  if (const JsonValue* entries = reader.array("entries")) {
    for (const JsonValue& item : entries->items) {
      const auto found = unplaced.find({protocol::parse_id('f', item.text).value_or(0)});
      if (found == unplaced.end()) {
        reader.refuse("bad_value", "entries", "every question, once, is wanted");
        break;
      }
      if (std::exchange(found->second->rank, rank) != rank) moved.push_back(*found->second);
      ++rank;
      unplaced.erase(found);
    }
  }
  if (!unplaced.empty()) reader.refuse("bad_value", "entries", "every question, once, is wanted");
  reader.refuse_others();
  if (fault) return call.respond(fault_response(*fault));
  if (!moved.empty()) {
    call.world.directory.put(moved);
    call.world.changed();
  }
  list(call);
}

constexpr std::array<ApiRoute, 5> table{{
    {"GET", "/api/v1/faq", ApiAccess::supervisor, &list},
    {"POST", "/api/v1/faq", ApiAccess::admin, &create},
    {"PUT", "/api/v1/faq", ApiAccess::admin, &order},
    {"PUT", "/api/v1/faq/{f}", ApiAccess::admin, &update},
    {"DELETE", "/api/v1/faq/{f}", ApiAccess::admin, &remove},
}};

}  // namespace

std::span<const ApiRoute> faq_routes() { return table; }

}  // namespace usher::app
