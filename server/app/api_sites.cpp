// Sites: what they ask before a conversation, say to who leaves a message, and let agents see.
// Supervisors read, admins write.

#include <algorithm>
#include <array>

#include "app/api_route.hpp"
#include "core/faq_limits.hpp"
#include "protocol/json_write.hpp"

namespace usher::app {

namespace {

using protocol::JsonValue;
using protocol::ObjectReader;
using Fault = ObjectReader::Fault;

constexpr std::array<std::string_view, 5> kinds{"name", "email", "phone", "text", "choice"};

void write_field(std::string& out, const core::FormField& field) {
  protocol::ObjectWriter writer(out);
  writer.text("kind", kinds[static_cast<std::size_t>(field.kind)]);
  writer.text("name", field.name);
  writer.text("label", field.label);
  writer.boolean("required", field.required);
  writer.list("options", field.options,
              [&](const std::string& option) { protocol::append_json_text(out, option); });
  writer.end();
}

void write(std::string& out, const ports::Site& site) {
  protocol::ObjectWriter writer(out);
  writer.id("site", 's', site.id.value);
  writer.text("key", site.key);
  writer.text("name", site.name);
  writer.text("left_reply", site.left_reply);
  writer.boolean("typing_preview", site.typing_preview);
  writer.text("language", site.language);
  writer.boolean("rating", site.rating);
  writer.list("rating_reasons", site.rating_reasons,
              [&](const std::string& reason) { protocol::append_json_text(out, reason); });
  writer.list("form", site.form, [&](const core::FormField& field) { write_field(out, field); });
  writer.end();
}

HttpResponse one(const ports::Site& site) {
  std::string body = R"({"site":)";
  write(body, site);
  return json_response(200, body + "}");
}

core::FormField read_field(const JsonValue& value, std::string path, Fault& fault) {
  core::FormField field;
  ObjectReader reader(value, std::move(path), fault);
  reader.require("kind");
  reader.word("kind", field.kind, kinds);
  reader.line("name", field.name, {0, limits::attribute_name_bytes_max});
  reader.line("label", field.label, {0, limits::form_label_bytes_max});
  reader.boolean("required", field.required);
  if (const JsonValue* options = reader.array("options")) {
    for (const JsonValue& option : options->items) {
      if (option.kind != JsonValue::Kind::text) {
        reader.refuse("wrong_type", "options", "options are texts");
      }
      field.options.push_back(option.text);
    }
  }
  reader.refuse_others();
  return field;
}

// Changes what the body names; false after the answer that says what is wrong with it.
bool change(const ApiCall& call, ports::Site& site) {
  const auto body = body_of(call);
  if (!body) return false;
  Fault fault;
  ObjectReader reader(*body, {}, fault);
  reader.line("name", site.name, {1, limits::name_bytes_max});
  reader.text("left_reply", site.left_reply, {0, limits::left_reply_bytes_max});
  reader.boolean("typing_preview", site.typing_preview);
  reader.line("language", site.language, {0, limits::language_bytes_max});
  if (!is_language(site.language)) {
    reader.refuse("bad_value", "language", "a language tag is wanted: zh-CN, en");
  }
  reader.boolean("rating", site.rating);
  reader.lines("rating_reasons", site.rating_reasons, limits::rating_reasons_max,
               {1, limits::rating_reason_bytes_max});
  if (const JsonValue* form = reader.array("form")) {
    site.form.clear();
    for (std::size_t i = 0; i < form->items.size() && !fault; ++i) {
      const std::string path = reader.path_of("form") + "." + std::to_string(i);
      site.form.push_back(read_field(form->items[i], path, fault));
    }
  }
  reader.refuse_others();
  if (const auto found = core::fault_of(site.form)) {
    if (found->field.empty()) {
      reader.refuse("too_many", "form", found->why);
    } else {
      reader.refuse("bad_value", "form." + found->field, found->why);
    }
  }
  if (fault) call.respond(fault_response(*fault));
  return !fault;
}

std::vector<ports::Site> sites_of(const ApiCall& call) {
  auto sites = call.world.directory.sites();
  std::erase_if(sites, [&](const auto& site) { return site.account != call.account(); });
  return sites;
}

std::optional<ports::Site> site_of(const ApiCall& call) {
  for (ports::Site& site : sites_of(call)) {
    if (site.id == core::SiteId{call.id}) return std::move(site);
  }
  call.respond(not_found());
  return std::nullopt;
}

void list(const ApiCall& call) {
  std::string body;
  protocol::ObjectWriter writer(body);
  writer.list("sites", sites_of(call), [&](const ports::Site& site) { write(body, site); });
  writer.end();
  call.respond(json_response(200, std::move(body)));
}

void read(const ApiCall& call) {
  if (const auto site = site_of(call)) call.respond(one(*site));
}

void update(const ApiCall& call) {
  auto site = site_of(call);
  if (!site || !change(call, *site)) return;
  call.world.directory.put(*site);
  call.world.changed();
  call.respond(one(*site));
}

constexpr std::array<ApiRoute, 3> table{{
    {"GET", "/api/v1/sites", ApiAccess::supervisor, &list},
    {"GET", "/api/v1/sites/{s}", ApiAccess::supervisor, &read},
    {"PUT", "/api/v1/sites/{s}", ApiAccess::admin, &update},
}};

}  // namespace

std::span<const ApiRoute> site_routes() { return table; }

}  // namespace usher::app
