// The account itself. Supervisors read, admins write.

#include <algorithm>

#include "app/api_route.hpp"
#include "core/limits.hpp"
#include "core/words.hpp"
#include "protocol/json_write.hpp"

namespace usher::app {

namespace {

ports::Account account_of(const ApiCall& call) {
  const auto accounts = call.world.directory.accounts();
  return *std::ranges::find(accounts, call.account(), &ports::Account::id);
}

HttpResponse shown(const ports::Account& account) {
  std::string body = R"({"account":)";
  protocol::ObjectWriter writer(body);
  writer.text("name", account.name);
  writer.text("zone", account.zone);
  writer.list("words", account.words,
              [&](const std::string& word) { protocol::append_json_text(body, word); });
  writer.end();
  return json_response(200, body + "}");
}

void show(const ApiCall& call) { call.respond(shown(account_of(call))); }

void change(const ApiCall& call) {
  const auto body = body_of(call);
  if (!body) return;
  ports::Account account = account_of(call);
  protocol::ObjectReader::Fault fault;
  protocol::ObjectReader reader(*body, {}, fault);
  reader.line("name", account.name, {1, limits::name_bytes_max});
  reader.line("zone", account.zone, {1, limits::name_bytes_max});
  reader.lines("words", account.words, limits::words_max, {1, limits::word_bytes_max});
  reader.refuse_others();
  if (const auto found = core::fault_of_words(account.words)) {
    reader.refuse("bad_value", "words." + std::to_string(found->word.value_or(0)), found->why);
  }
  if (!call.world.calendar.knows(account.zone)) {
    reader.refuse("bad_value", "zone", "there is no such time zone");
  }
  if (fault) return call.respond(fault_response(*fault));
  call.world.directory.put(account);
  call.world.changed();
  call.respond(shown(account));
}

constexpr ApiRoute routes[] = {
    {"GET", "/api/v1/account", ApiAccess::supervisor, show},
    {"PUT", "/api/v1/account", ApiAccess::admin, change},
};

}  // namespace

std::span<const ApiRoute> account_routes() { return routes; }

}  // namespace usher::app
