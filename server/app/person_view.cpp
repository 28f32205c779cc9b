#include "app/person_view.hpp"

#include <algorithm>

#include "protocol/json_write.hpp"

namespace usher::app {
namespace {

using protocol::ObjectWriter;

constexpr std::array<std::string_view, 4> answers{"none", "accepted", "refused", "ignored"};

void write_visitor(std::string& out, const ports::PersonVisitor& visitor, const PastNames& names) {
  ObjectWriter writer(out);
  writer.id("visitor", 'v', visitor.id.value);
  writer.text("external_id", visitor.external_id);
  writer.id("into", 'v', visitor.into.value);
  writer.text("merged_by", names.agent(visitor.merged_by.value));
  writer.integer("merged_at", visitor.merged_at.ms);
  writer.end();
}

void write_values(std::string& out, const std::map<std::string, std::string>& values) {
  ObjectWriter writer(out);
  for (const auto& [key, value] : values) writer.text(key, value);
  writer.end();
}

}  // namespace

void write_person(std::string& out, const ports::Person& person, const PastNames& names) {
  ObjectWriter writer(out);
  writer.id("visitor", 'v', person.id.value);
  writer.text("external_id", person.external_id);
  writer.text("name", ports::shown(person, core::name_key));
  writer.text("email", ports::shown(person, core::email_key));
  writer.text("phone", ports::shown(person, core::phone_key));
  writer.name("vouched");
  ObjectWriter vouched(out);
  vouched.boolean("name", person.vouched.name);
  vouched.boolean("email", person.vouched.email);
  vouched.boolean("phone", person.vouched.phone);
  vouched.end();
  writer.name("edited");
  write_values(out, person.edited);
  writer.list("tags", person.tags,
              [&](const std::string& tag) { protocol::append_json_text(out, tag); });
  writer.list("attributes", person.said.attributes, [&](const auto& attribute) {
    ObjectWriter each(out);
    each.text("name", attribute.first);
    each.text("value", attribute.second);
    each.end();
  });
  writer.list("visitors", person.visitors,
              [&](const ports::PersonVisitor& each) { write_visitor(out, each, names); });
  writer.integer("first_at", person.first_at.ms);
  writer.integer("last_at", person.last_at.ms);
  writer.integer("visits", static_cast<std::int64_t>(person.visits));
  writer.integer("conversations", static_cast<std::int64_t>(person.conversations));
  writer.end();
}

void write_note(std::string& out, const ports::PersonNote& note, const PastNames& names) {
  ObjectWriter writer(out);
  writer.integer("number", static_cast<std::int64_t>(note.number));
  writer.integer("at", note.at.ms);
  writer.id("agent", 'g', note.by.value);
  writer.text("agent_name", names.agent(note.by.value));
  writer.text("text", note.text);
  writer.end();
}

void write_edit(std::string& out, const ports::PersonEdit& edit, const PastNames& names) {
  ObjectWriter writer(out);
  writer.integer("number", static_cast<std::int64_t>(edit.number));
  writer.integer("at", edit.at.ms);
  writer.text("agent_name", names.agent(edit.by.value));
  writer.text("key", edit.key);
  writer.text("before", edit.before);
  writer.text("after", edit.after);
  writer.end();
}

void write_invitation(std::string& out, const ports::PastInvitation& invitation,
                      const PastNames& names) {
  ObjectWriter writer(out);
  writer.id("visit", 't', invitation.visit.value);
  writer.integer("at", invitation.at.ms);
  writer.text("agent_name", names.agent(invitation.by.value));
  writer.text("text", invitation.text);
  writer.text("answer", answers[static_cast<std::size_t>(invitation.answer)]);
  writer.end();
}

void write_person_field(std::string& out, const core::PersonField& field) {
  ObjectWriter writer(out);
  writer.text("key", field.key);
  writer.text("label", field.label);
  writer.text("kind", person_field_kinds[static_cast<std::size_t>(field.kind)]);
  writer.list("options", field.options,
              [&](const std::string& option) { protocol::append_json_text(out, option); });
  writer.end();
}

core::PersonFields person_fields_of(const ApiCall& call) {
  const auto accounts = call.world.directory.accounts();
  const auto own = std::ranges::find(accounts, call.account(), &ports::Account::id);
  return own == accounts.end() ? core::PersonFields() : own->person_fields;
}

}  // namespace usher::app
