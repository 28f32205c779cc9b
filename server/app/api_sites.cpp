// Sites: what they ask before a conversation, say to who leaves a message, let agents see, and with
// which keys their backends say who a visitor is. Supervisors read, admins write.

#include <algorithm>
#include <array>

#include "app/api_route.hpp"
#include "core/faq_limits.hpp"
#include "core/hex.hpp"
#include "core/limits.hpp"
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

// What a key is called: it tells them apart and tells nothing of the secret.
std::string name_of(const ApiCall& call, const ports::IdentityKey& key) {
  constexpr std::size_t digits = 8;
  return call.world.crypto.sha256_hex(key.secret).substr(0, digits);
}

void write(const ApiCall& call, std::string& out, const ports::Site& site) {
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
  writer.boolean("verified_only", site.verified_only);
  writer.boolean("masks_numbers", site.masks_numbers);
  writer.list("identity_keys", site.identity_keys, [&](const ports::IdentityKey& key) {
    protocol::ObjectWriter of_key(out);
    of_key.text("name", name_of(call, key));
    of_key.integer("made_at", key.made_at.ms);
    of_key.end();
  });
  writer.end();
}

// A key's secret is shown when it is made, and never again.
HttpResponse one(const ApiCall& call, const ports::Site& site, std::string_view secret = {}) {
  std::string body = R"({"site":)";
  write(call, body, site);
  if (!secret.empty()) {
    body += R"(,"identity_key":)";
    protocol::append_json_text(body, secret);
  }
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

bool is_of_person(core::FieldKind kind) {
  return kind == core::FieldKind::name || kind == core::FieldKind::email ||
         kind == core::FieldKind::phone;
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
  reader.boolean("verified_only", site.verified_only);
  reader.boolean("masks_numbers", site.masks_numbers);
  reader.refuse_others();
  const auto of_person = std::ranges::find_if(site.form, &is_of_person, &core::FormField::kind);
  if (site.verified_only && of_person != site.form.end()) {
    reader.refuse("bad_value", "form." + std::to_string(of_person - site.form.begin()) + ".kind",
                  "only the site's backend may say this");
  }
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
  writer.list("sites", sites_of(call), [&](const ports::Site& site) { write(call, body, site); });
  writer.end();
  call.respond(json_response(200, std::move(body)));
}

void read(const ApiCall& call) {
  if (const auto site = site_of(call)) call.respond(one(call, *site));
}

void update(const ApiCall& call) {
  auto site = site_of(call);
  if (!site || !change(call, *site)) return;
  call.world.directory.put(*site);
  call.world.changed();
  call.respond(one(call, *site));
}

// The one before stays good, so that the backend can change over; older ones are good no more.
void rotate(const ApiCall& call) {
  auto site = site_of(call);
  if (!site) return;
  constexpr std::size_t key_bytes = 32;
  std::string secret(key_bytes, '\0');
  call.world.random.fill({reinterpret_cast<std::uint8_t*>(secret.data()), secret.size()});
  secret = "uik_" + core::to_hex(secret);
  auto& keys = site->identity_keys;
  keys.insert(keys.begin(), ports::IdentityKey{secret, call.world.clock.now()});
  keys.resize(std::min(keys.size(), limits::identity_keys_max));
  call.world.directory.put(*site);
  call.world.changed();
  call.respond(one(call, *site, secret));
}

// What was proven with it stays proven.
void revoke(const ApiCall& call) {
  auto site = site_of(call);
  if (!site) return;
  const auto name = call.request.query.find("name");
  if (name == call.request.query.end()) {
    return call.respond(error_response(400, "missing_field", "which key?", "name"));
  }
  const auto gone = std::erase_if(site->identity_keys, [&](const ports::IdentityKey& key) {
    return name_of(call, key) == name->second;
  });
  if (gone == 0) return call.respond(not_found());
  call.world.directory.put(*site);
  call.world.changed();
  call.respond(one(call, *site));
}

constexpr std::array<ApiRoute, 5> table{{
    {"GET", "/api/v1/sites", ApiAccess::supervisor, &list},
    {"GET", "/api/v1/sites/{s}", ApiAccess::supervisor, &read},
    {"PUT", "/api/v1/sites/{s}", ApiAccess::admin, &update},
    {"POST", "/api/v1/site_identity_keys/{s}", ApiAccess::admin, &rotate},
    {"DELETE", "/api/v1/site_identity_keys/{s}", ApiAccess::admin, &revoke},
}};

}  // namespace

std::span<const ApiRoute> site_routes() { return table; }

}  // namespace usher::app
