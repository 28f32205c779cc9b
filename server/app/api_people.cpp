// What the staff say of people: values, notes, tags; and who is the same person. Agents do so for
// visitors whom they have or had; supervisors for all, and they alone merge.

#include <algorithm>
#include <array>

#include "app/api_asked.hpp"
#include "app/person_view.hpp"
#include "core/limits.hpp"
#include "protocol/json_write.hpp"

namespace usher::app {

namespace {

using protocol::JsonValue;
using protocol::ObjectReader;
using protocol::ObjectWriter;
using Commands = std::vector<core::Command>;

// What to do about a person, or why not.
using Plan = std::variant<Commands, HttpResponse>;

void command(ApiWorld& world, core::AccountId account, Commands commands, const Respond& respond) {
  if (commands.empty()) return respond({204, {}, {}});
  world.command(account, std::move(commands), [respond](FloorAnswer answer) {
    switch (answer) {
      case FloorAnswer::done:
        return respond({204, {}, {}});
      case FloorAnswer::refused:
        return respond(error_response(409, "not_allowed", "it may not be changed any more"));
      case FloorAnswer::not_stored:
        return respond(too_busy());
    }
  });
}

// `plan(archive, person)` decides on the archive's loop, of somebody of whom the caller may read.
template <class MakePlan>
void change(const ApiCall& call, MakePlan make_plan) {
  const core::VisitorId visitor{call.id};
  call.world.archivist.ask(
      call.world.front,
      [account = call.account(), visitor, reader = reader_of(call),
       make_plan = std::move(make_plan)](ports::Archive& archive) -> Plan {
        if (reader && !archive.met(account, visitor, reader)) return not_found();
        const auto person = archive.person(account, visitor);
        if (!person) return not_found();
        return make_plan(archive, *person);
      },
      [&world = call.world, account = call.account(),
       respond = call.respond](const std::optional<Plan>& plan) {
        if (!plan) return respond(too_busy());
        if (const auto* refused = std::get_if<HttpResponse>(&*plan)) return respond(*refused);
        command(world, account, std::get<Commands>(*plan), respond);
      });
}

HttpResponse bad_value(std::string_view why, const std::string& key) {
  return error_response(400, "bad_value", why, "edits." + key);
}

// Key and value of each edit; none after the answer that says what is wrong.
using Edits = std::vector<std::pair<std::string, std::string>>;
std::optional<Edits> read_edits(const ApiCall& call) {
  const auto body = body_of(call);
  if (!body) return std::nullopt;
  ObjectReader::Fault fault;
  ObjectReader reader(*body, {}, fault);
  reader.require("edits");
  const JsonValue* object = reader.object("edits");
  reader.refuse_others();
  if (object && object->members.size() > limits::person_edits_max) {
    reader.refuse("too_many", "edits", "too much at once");
  }
  if (fault) {
    call.respond(fault_response(*fault));
    return std::nullopt;
  }
  const core::PersonFields fields = person_fields_of(call);
  Edits edits;
  std::optional<HttpResponse> refused;
  for (const auto& [key, value] : object->members) {
    const auto field = std::ranges::find(fields, key, &core::PersonField::key);
    if (value.kind != JsonValue::Kind::text) {
      refused = error_response(400, "wrong_type", "values are texts", "edits." + key);
    } else if (std::ranges::find(edits, key, &Edits::value_type::first) != edits.end()) {
      refused = error_response(400, "duplicate_field", "this was named twice", "edits." + key);
    } else if (!core::is_contact_key(key) && field == fields.end()) {
      refused = error_response(400, "unknown_field", "there is no such field", "edits." + key);
    } else if (const auto why = core::is_contact_key(key) ? core::fault_of_contact(key, value.text)
                                                          : core::fault_of(*field, value.text)) {
      refused = bad_value(*why, key);
    }
    if (refused) {
      call.respond(*std::move(refused));
      return std::nullopt;
    }
    edits.emplace_back(key, value.text);
  }
  return edits;
}

void edit(const ApiCall& call) {
  auto edits = read_edits(call);
  if (!edits) return;
  change(call,
         [edits = *std::move(edits), me = call.me().setting.id, visitor = core::VisitorId{call.id}](
             ports::Archive&, const ports::Person& person) -> Plan {
           Commands commands;
           for (const auto& [key, value] : edits) {
             if (ports::vouched(person, key)) {
               return error_response(409, "vouched", "the site's backend says this",
                                     "edits." + key);
             }
             const auto edited = person.edited.find(key);
             const bool known = edited != person.edited.end();
             // Taking back goes to whichever of its visitors it was said of: the newest word
             // counts.
             if (known ? edited->second == value : value.empty()) continue;
             if (!known && value == ports::shown(person, key)) continue;
             commands.emplace_back(core::command::EditPerson{me, visitor, key, value});
           }
           return commands;
         });
}

void note(const ApiCall& call) {
  const auto body = body_of(call);
  if (!body) return;
  ObjectReader::Fault fault;
  ObjectReader reader(*body, {}, fault);
  std::string text;
  reader.require("text");
  reader.text("text", text, {1, limits::note_bytes_max});
  reader.refuse_others();
  if (fault) return call.respond(fault_response(*fault));
  struct Id {
    std::uint64_t value;
  };
  const std::uint64_t number = call.world.ids.mint<Id>(call.world.clock.now()).value;
  change(call,
         [account = call.account(), me = call.me().setting.id, visitor = core::VisitorId{call.id},
          text, number](ports::Archive& archive, const ports::Person& person) -> Plan {
           const auto notes = archive.notes(account, person.id, limits::person_notes_max);
           if (notes.size() >= limits::person_notes_max) {
             return error_response(409, "too_many", "this person has too many notes");
           }
           return Commands{core::command::NotePerson{me, visitor, number, text}};
         });
}

// One's own, or any by a supervisor.
void remove_note(const ApiCall& call) {
  Asked asked(call);
  const auto number = static_cast<std::uint64_t>(asked.integer("number", 0));
  if (number == 0) asked.fault("missing_field", "number");
  if (asked.refused()) return;
  change(call,
         [account = call.account(), me = call.me().setting.id, all = reads_all(call), number](
             ports::Archive& archive, const ports::Person& person) -> Plan {
           for (const auto& each : archive.notes(account, person.id, limits::person_notes_max)) {
             if (each.number != number) continue;
             if (each.by != me && !all) {
               return error_response(403, "not_allowed", "this note is somebody else's");
             }
             return Commands{core::command::NotePerson{me, each.visitor, number, ""}};
           }
           return not_found();
         });
}

void tag(const ApiCall& call) {
  const auto body = body_of(call);
  if (!body) return;
  ObjectReader::Fault fault;
  ObjectReader reader(*body, {}, fault);
  std::string tag;
  bool on = true;
  reader.require("tag");
  reader.line("tag", tag, {1, limits::tag_bytes_max});
  reader.boolean("on", on);
  reader.refuse_others();
  if (fault) return call.respond(fault_response(*fault));
  change(call,
         [me = call.me().setting.id, visitor = core::VisitorId{call.id}, tag, on](
             ports::Archive&, const ports::Person& person) -> Plan {
           const bool is_on = std::ranges::find(person.tags, tag) != person.tags.end();
           if (is_on == on) return Commands{};
           if (on && person.tags.size() >= limits::person_tags_max) {
             return error_response(409, "too_many", "this person has too many tags", "tag");
           }
           return Commands{core::command::TagPerson{me, visitor, tag, on}};
         });
}

Plan plan_merge(core::AgentId me, const ports::Person& person, const ports::Person& other) {
  if (person.id == other.id) return Commands{};
  if (!person.external_id.empty() && !other.external_id.empty()) {
    return error_response(409, "verified_apart", "the site's backend says that they are two",
                          "into");
  }
  if (person.visitors.size() + other.visitors.size() > limits::person_visitors_max) {
    return error_response(409, "too_many", "one person has no more visitors", "into");
  }
  // A visitor is merged into one other only: somebody among them was not yet.
  const auto free =
      std::ranges::find(person.visitors, core::VisitorId{}, &ports::PersonVisitor::into);
  if (free == person.visitors.end()) return not_found();
  return Commands{core::command::MergePeople{me, free->id, other.id}};
}

void merge(const ApiCall& call) {
  const auto body = body_of(call);
  if (!body) return;
  ObjectReader::Fault fault;
  ObjectReader reader(*body, {}, fault);
  std::uint64_t into = 0;
  reader.require("into");
  reader.id("into", into, 'v');
  reader.refuse_others();
  if (!fault && into == 0) reader.refuse("bad_value", "into", "a visitor is wanted");
  if (fault) return call.respond(fault_response(*fault));
  change(call,
         [account = call.account(), me = call.me().setting.id, into](
             ports::Archive& archive, const ports::Person& person) -> Plan {
           const auto other = archive.person(account, core::VisitorId{into});
           if (!other) return error_response(404, "not_found", "no such visitor", "into");
           return plan_merge(me, person, *other);
         });
}

// The visitor of the path was merged into another, and is no longer.
void split(const ApiCall& call) {
  change(call,
         [me = call.me().setting.id, id = core::VisitorId{call.id}](
             ports::Archive&, const ports::Person& person) -> Plan {
           const auto self = std::ranges::find(person.visitors, id, &ports::PersonVisitor::id);
           if (self == person.visitors.end() || !self->into) {
             return error_response(409, "not_merged", "nobody merged this visitor into another");
           }
           return Commands{core::command::SplitPeople{me, id}};
         });
}

void duplicates(const ApiCall& call) {
  answer(
      call,
      [account = call.account(), id = core::VisitorId{call.id}](ports::Archive& archive) {
        return archive.duplicates(account, id, limits::duplicates_max);
      },
      [names = PastNames(call)](std::string& body, const auto& found) {
        ObjectWriter writer(body);
        writer.list("people", found,
                    [&](const ports::Person& each) { write_person(body, each, names); });
        writer.end();
      });
}

void history(const ApiCall& call) {
  Asked asked(call);
  const auto before = static_cast<std::uint64_t>(asked.integer("before", 0));
  if (asked.refused()) return;
  answer(
      call,
      [account = call.account(), id = core::VisitorId{call.id}, reader = reader_of(call),
       before](ports::Archive& archive) {
        if (reader && !archive.met(account, id, reader)) return std::vector<ports::PersonEdit>();
        return archive.edits(account, id, before, limits::archive_page_max);
      },
      [names = PastNames(call)](std::string& body, const auto& found) {
        ObjectWriter writer(body);
        writer.list("edits", found,
                    [&](const ports::PersonEdit& each) { write_edit(body, each, names); });
        writer.boolean("more", found.size() == limits::archive_page_max);
        writer.end();
      });
}

constexpr std::array<ApiRoute, 8> table{{
    {"PATCH", "/api/v1/people/{v}", ApiAccess::signed_in, &edit},
    {"POST", "/api/v1/people_notes/{v}", ApiAccess::signed_in, &note},
    {"DELETE", "/api/v1/people_notes/{v}", ApiAccess::signed_in, &remove_note},
    {"PUT", "/api/v1/people_tags/{v}", ApiAccess::signed_in, &tag},
    {"POST", "/api/v1/people_merges/{v}", ApiAccess::supervisor, &merge},
    {"DELETE", "/api/v1/people_merges/{v}", ApiAccess::supervisor, &split},
    {"GET", "/api/v1/people_duplicates/{v}", ApiAccess::supervisor, &duplicates},
    {"GET", "/api/v1/people_edits/{v}", ApiAccess::signed_in, &history},
}};

}  // namespace

std::span<const ApiRoute> people_routes() { return table; }

}  // namespace usher::app
