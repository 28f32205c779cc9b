// How far visits came: to an invitation, to a conversation, to an agent's answer, to a rating; by
// what led them here.
#include <algorithm>
#include <array>

#include "app/api_asked.hpp"
#include "core/limits.hpp"
#include "protocol/json_write.hpp"

namespace usher::app {

namespace {

using protocol::ObjectWriter;

constexpr std::array<std::string_view, 5> funnel_words{"all", "source", "page", "campaign", "day"};

// The days of the account's time zone that a period touches, as periods.
std::vector<ports::Period> days_of(const ApiCall& call, const ports::Period& period) {
  std::string zone = "UTC";
  for (const ports::Account& account : call.world.directory.accounts()) {
    if (account.id == call.account()) zone = account.zone;
  }
  std::vector<ports::Period> days;
  for (core::Time at = period.from; at < period.until;) {
    const auto day = call.world.calendar.day(zone, at);
    if (!day) break;
    days.push_back({std::max(day->begins_at, period.from), std::min(day->ends_at, period.until)});
    at = day->ends_at;
  }
  return days;
}

void funnel(const ApiCall& call) {
  Asked asked(call);
  const ports::Period period = asked.period();
  const std::string by = asked.text("by", limits::name_bytes_max);
  const auto word = std::ranges::find(funnel_words, by.empty() ? "all" : std::string_view(by));
  if (word == funnel_words.end()) asked.fault("bad_value", "by");
  const bool by_day = word != funnel_words.end() && *word == "day";
  if (by_day && period.until - period.from > limits::funnel_days_max * limits::day_ms) {
    asked.fault("out_of_range", "from");
  }
  if (asked.refused()) return;
  const auto kind = static_cast<ports::FunnelBy>(by_day ? 0 : word - funnel_words.begin());
  const std::vector<ports::Period> periods =
      by_day ? days_of(call, period) : std::vector<ports::Period>{period};
  answer(
      call,
      [account = call.account(), periods, kind, by_day](ports::Archive& archive) {
        std::vector<ports::FunnelRow> rows;
        for (const ports::Period& each : periods) {
          auto found = archive.funnel(account, each, kind, limits::funnel_rows_max);
          if (by_day && found.empty()) found.emplace_back();
          for (ports::FunnelRow& row : found) {
            if (by_day) row.key = std::to_string(each.from.ms);
            rows.push_back(std::move(row));
          }
        }
        return rows;
      },
      [](std::string& body, const auto& found) {
        ObjectWriter writer(body);
        writer.list("rows", found, [&](const ports::FunnelRow& row) {
          const auto count = [](std::uint64_t n) { return static_cast<std::int64_t>(n); };
          ObjectWriter each(body);
          each.text("key", row.key);
          each.integer("visits", count(row.funnel.visits));
          each.integer("invited", count(row.funnel.invited));
          each.integer("chatted", count(row.funnel.chatted));
          each.integer("served", count(row.funnel.served));
          each.integer("rated", count(row.funnel.rated));
          each.end();
        });
        writer.end();
      });
}

constexpr std::array<ApiRoute, 1> table{{
    {"GET", "/api/v1/funnel", ApiAccess::supervisor, &funnel},
}};

}  // namespace

std::span<const ApiRoute> funnel_routes() { return table; }

}  // namespace usher::app
