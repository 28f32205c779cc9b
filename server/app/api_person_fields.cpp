// Custom fields of people, all at once and in their order. Everybody reads them, admins write.

#include <algorithm>
#include <array>

#include "app/person_view.hpp"
#include "core/limits.hpp"
#include "protocol/json_write.hpp"

namespace usher::app {

namespace {

using protocol::JsonValue;
using protocol::ObjectReader;

HttpResponse shown(const core::PersonFields& fields) {
  std::string body;
  protocol::ObjectWriter writer(body);
  writer.list("fields", fields,
              [&](const core::PersonField& field) { write_person_field(body, field); });
  writer.end();
  return json_response(200, std::move(body));
}

void read(const ApiCall& call) { call.respond(shown(person_fields_of(call))); }

core::PersonField read_field(const JsonValue& value, std::string path, ObjectReader::Fault& fault) {
  core::PersonField field;
  ObjectReader reader(value, std::move(path), fault);
  reader.require("key");
  reader.require("label");
  reader.require("kind");
  reader.line("key", field.key, {1, limits::attribute_name_bytes_max});
  reader.line("label", field.label, {1, limits::form_label_bytes_max});
  reader.word("kind", field.kind, person_field_kinds);
  reader.lines("options", field.options, limits::person_options_max,
               {1, limits::attribute_value_bytes_max});
  reader.refuse_others();
  return field;
}

// A key that is gone takes its values from sight; they come back with it.
void change(const ApiCall& call) {
  const auto body = body_of(call);
  if (!body) return;
  ObjectReader::Fault fault;
  ObjectReader reader(*body, {}, fault);
  core::PersonFields fields;
  reader.require("fields");
  if (const JsonValue* list = reader.array("fields")) {
    if (list->items.size() > limits::person_fields_max) {
      reader.refuse("too_many", "fields", "an account has no more fields");
    }
    for (std::size_t i = 0; i < list->items.size() && !fault; ++i) {
      fields.push_back(read_field(list->items[i], "fields." + std::to_string(i), fault));
    }
  }
  reader.refuse_others();
  if (const auto found = core::fault_of(fields)) {
    const std::string at = "fields." + std::to_string(found->at) + "." + std::string(found->member);
    reader.refuse("bad_value", at, found->why);
  }
  if (fault) return call.respond(fault_response(*fault));
  auto accounts = call.world.directory.accounts();
  const auto own = std::ranges::find(accounts, call.account(), &ports::Account::id);
  own->person_fields = fields;
  call.world.directory.put(*own);
  call.world.changed();
  call.respond(shown(fields));
}

constexpr std::array<ApiRoute, 2> table{{
    {"GET", "/api/v1/person_fields", ApiAccess::signed_in, &read},
    {"PUT", "/api/v1/person_fields", ApiAccess::admin, &change},
}};

}  // namespace

std::span<const ApiRoute> person_field_routes() { return table; }

}  // namespace usher::app
