// How long an account keeps what it knows of people, and what would go if it were less.

#include <algorithm>
#include <array>

#include "app/api_route.hpp"
#include "app/sweeper.hpp"
#include "core/limits.hpp"
#include "protocol/json_write.hpp"

namespace usher::app {

namespace {

template <class Numbers>
HttpResponse shown(std::string_view member, const Numbers& numbers) {
  std::string body = "{\"" + std::string(member) + "\":";
  protocol::ObjectWriter writer(body);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    writer.integer(ports::data_class_words[i], static_cast<std::int64_t>(numbers[i]));
  }
  writer.end();
  return json_response(200, body + "}");
}

// Days for each class; what is not named stays. None after the answer what is wrong.
std::optional<ports::Retention> read(const ApiCall& call) {
  const auto body = body_of(call);
  if (!body) return std::nullopt;
  ports::Retention retention = call.world.privacy.store().retention(call.account());
  protocol::ObjectReader::Fault fault;
  protocol::ObjectReader reader(*body, {}, fault);
  for (std::size_t i = 0; i < retention.size(); ++i) {
    reader.integer(ports::data_class_words[i], retention[i], 0, limits::retention_days_max);
  }
  reader.refuse_others();
  if (!fault) return retention;
  call.respond(fault_response(*fault));
  return std::nullopt;
}

void show(const ApiCall& call) {
  call.respond(shown("retention", call.world.privacy.store().retention(call.account())));
}

void change(const ApiCall& call) {
  const auto retention = read(call);
  if (!retention) return;
  ports::AuditEntry entry;
  entry.at = call.world.clock.now();
  entry.by = call.me().setting.id;
  entry.kind = ports::AuditKind::retention_changed;
  Sweeper::Counts days{};
  std::ranges::copy(*retention, days.begin());
  entry.detail = told_by_class(days);
  call.world.privacy.store().put(call.account(), *retention);
  call.world.privacy.store().note(call.account(), entry);
  call.respond(shown("retention", *retention));
}

void preview(const ApiCall& call) {
  const auto retention = read(call);
  if (!retention) return;
  call.world.sweeper.preview(call.account(), *retention, [respond = call.respond](auto counts) {
    respond(counts ? shown("preview", *counts) : too_busy());
  });
}

constexpr std::array<ApiRoute, 3> table{{
    {"GET", "/api/v1/retention", ApiAccess::admin, &show},
    {"PUT", "/api/v1/retention", ApiAccess::admin, &change},
    {"POST", "/api/v1/retention/preview", ApiAccess::admin, &preview},
}};

}  // namespace

std::span<const ApiRoute> retention_routes() { return table; }

}  // namespace usher::app
