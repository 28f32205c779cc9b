// People as a table: out, a page at a time, and in. For supervisors.

#include <array>

#include "app/api_asked.hpp"
#include "app/people_import.hpp"
#include "app/person_view.hpp"
#include "core/limits.hpp"
#include "core/people_limits.hpp"
#include "protocol/json_write.hpp"

namespace usher::app {

namespace {

using protocol::ObjectReader;

// The first page has the heading. "usher-next" names the next one, unless there is none.
void give(const ApiCall& call) {
  Asked asked(call);
  const std::string text = asked.text("text", limits::search_bytes_max);
  const auto before = asked.id<core::VisitorId>("before", 'v');
  if (asked.refused()) return;
  call.world.archivist.ask(
      call.world.front,
      [account = call.account(), text, before](ports::Archive& archive) {
        return archive.people(account, text, before, limits::export_rows_max);
      },
      [respond = call.respond, fields = person_fields_of(call),
       before](const std::optional<std::vector<ports::Person>>& found) {
        if (!found) return respond(too_busy());
        std::string body;
        if (!before) {
          body = csv_byte_order_mark;
          append_csv_row(body, people_heading(fields));
        }
        for (const ports::Person& each : *found) append_csv_row(body, people_row(each, fields));
        HttpResponse response{200,
                              {{"content-type", "text/csv; charset=utf-8"},
                               {"content-disposition", "attachment; filename=\"people.csv\""},
                               {"cache-control", "no-store"}},
                              std::move(body)};
        if (found->size() == limits::export_rows_max) {
          std::string next;
          protocol::append_id(next, 'v', found->back().id.value);
          response.headers.emplace_back("usher-next", next);
        }
        respond(std::move(response));
      });
}

HttpResponse refused(const RowFault& fault) {
  std::string body = R"({"error":)";
  protocol::ObjectWriter writer(body);
  writer.text("code", fault.code);
  writer.text("message", fault.why);
  writer.text("field", "csv");
  writer.integer("line", static_cast<std::int64_t>(fault.line));
  writer.text("column", fault.column);
  writer.end();
  return json_response(400, body + "}");
}

void take(const ApiCall& call) {
  const auto body = body_of(call);
  if (!body) return;
  ObjectReader::Fault fault;
  ObjectReader reader(*body, {}, fault);
  std::string csv;
  PeopleImport::Order order{call.account(), call.me().setting.id, true, {}, {}};
  reader.require("csv");
  reader.text("csv", csv, {1, limits::http_body_bytes_max});
  reader.boolean("dry", order.dry);
  reader.refuse_others();
  if (fault) return call.respond(fault_response(*fault));
  auto read = read_csv(csv, limits::import_rows_max + 1);
  if (const auto* bad = std::get_if<CsvFault>(&read)) {
    return call.respond(refused({bad->line, "", "bad_csv", bad->why}));
  }
  order.rows = std::get<std::vector<CsvRow>>(std::move(read));
  if (order.rows.empty()) return call.respond(refused({1, "", "bad_csv", "there is no heading"}));
  RowFault no;
  auto table = PeopleTable::of(order.rows.front(), person_fields_of(call), no);
  if (!table) return call.respond(refused(no));
  order.table = *std::move(table);
  order.rows.erase(order.rows.begin());
  ApiWorld& world = call.world;
  if (world.imports >= limits::imports_max) return call.respond(too_busy());
  ++world.imports;
  const Respond done = [&world, respond = call.respond](HttpResponse response) {
    --world.imports;
    respond(std::move(response));
  };
  std::make_shared<PeopleImport>(world, std::move(order), done)->start();
}

constexpr std::array<ApiRoute, 2> table{{
    {"GET", "/api/v1/people.csv", ApiAccess::supervisor, &give},
    {"POST", "/api/v1/people_imports", ApiAccess::supervisor, &take},
}};

}  // namespace

std::span<const ApiRoute> people_csv_routes() { return table; }

}  // namespace usher::app
