// People: found by what is known of them, and the profile of one. Agents read of visitors whom they
// have or had themselves; supervisors of all.

#include <array>

#include "app/api_asked.hpp"
#include "app/person_view.hpp"
#include "core/limits.hpp"
#include "protocol/json_write.hpp"

namespace usher::app {

namespace {

using protocol::ObjectWriter;

void people(const ApiCall& call) {
  Asked asked(call);
  const std::string text = asked.text("text", limits::search_bytes_max);
  const auto before = asked.id<core::VisitorId>("before", 'v');
  if (asked.refused()) return;
  answer(
      call,
      [account = call.account(), text, before](ports::Archive& archive) {
        return archive.people(account, text, before, limits::archive_page_max);
      },
      [names = PastNames(call)](std::string& body, const auto& found) {
        ObjectWriter writer(body);
        writer.list("people", found,
                    [&](const ports::Person& each) { write_person(body, each, names); });
        writer.boolean("more", found.size() == limits::archive_page_max);
        writer.end();
      });
}

void write_names(std::string& out, const core::RegionNames& names) {
  ObjectWriter writer(out);
  writer.text("country", names.country);
  writer.text("province", names.province);
  writer.text("city", names.city);
  writer.end();
}

void write_region(std::string& out, const core::Region& region) {
  ObjectWriter writer(out);
  writer.text("country", region.country);
  writer.name("zh");
  write_names(out, region.zh);
  writer.name("en");
  write_names(out, region.en);
  writer.end();
}

void write_visit(std::string& out, const ports::PastVisit& visit) {
  const core::Source& source = visit.source;
  ObjectWriter writer(out);
  writer.id("visit", 't', visit.id.value);
  writer.id("visitor", 'v', visit.visitor.value);
  writer.integer("started_at", visit.started_at.ms);
  writer.integer("ended_at", visit.ended_at.value_or(core::Time{}).ms);
  writer.text("channel", core::channel_words[static_cast<std::size_t>(source.channel)]);
  writer.text("source", source.name);
  writer.text("host", source.host);
  writer.text("keyword", source.keyword);
  writer.text("campaign", source.campaign.name);
  writer.text("system", visit.device.system);
  writer.text("browser", visit.device.browser);
  if (visit.region) {
    writer.name("region");
    write_region(out, *visit.region);
  }
  writer.integer("pages", static_cast<std::int64_t>(visit.pages));
  writer.integer("visible_ms", visit.visible_ms);
  writer.text("url", visit.entry_url);
  writer.text("title", visit.entry_title);
  writer.end();
}

void write_conversation(std::string& out, const ports::PastConversation& conversation,
                        const PastNames& names) {
  ObjectWriter writer(out);
  writer.id("conversation", 'c', conversation.id.value);
  writer.id("queue", 'q', conversation.queue.value);
  writer.text("queue_name", names.queue(conversation.queue));
  writer.id("agent", 'g', conversation.agent.value);
  writer.text("agent_name", names.agent(conversation.agent.value));
  writer.integer("opened_at", conversation.opened_at.ms);
  writer.integer("closed_at", conversation.closed_at.value_or(core::Time{}).ms);
  writer.integer("messages", static_cast<std::int64_t>(conversation.messages));
  writer.integer("score", conversation.score);
  writer.end();
}

// A person with a page of its visits, conversations and invitations, and the notes on it. Nobody,
// when nothing is known: a visitor may be on the floor before the archive knows it, and those of
// others look the same.
struct Profile {
  std::optional<ports::Person> person;
  std::vector<ports::PastVisit> visits;
  std::vector<ports::PastConversation> conversations;
  std::vector<ports::PastInvitation> invitations;
  std::vector<ports::PersonNote> notes;
};

std::string text_of(const Profile& profile, const PastNames& names,
                    const core::PersonFields& fields) {
  std::string body;
  ObjectWriter writer(body);
  writer.name("person");
  if (profile.person) {
    write_person(body, *profile.person, names);
  } else {
    body += "null";
  }
  writer.list("visits", profile.visits,
              [&](const ports::PastVisit& each) { write_visit(body, each); });
  writer.list("conversations", profile.conversations,
              [&](const ports::PastConversation& each) { write_conversation(body, each, names); });
  writer.list("invitations", profile.invitations,
              [&](const ports::PastInvitation& each) { write_invitation(body, each, names); });
  writer.list("notes", profile.notes,
              [&](const ports::PersonNote& each) { write_note(body, each, names); });
  writer.list("fields", fields,
              [&](const core::PersonField& each) { write_person_field(body, each); });
  writer.boolean("more", profile.visits.size() == limits::archive_page_max ||
                             profile.conversations.size() == limits::archive_page_max ||
                             profile.invitations.size() == limits::archive_page_max);
  writer.end();
  return body;
}

void person(const ApiCall& call) {
  Asked asked(call);
  const auto visit = asked.id<core::VisitId>("before_visit", 't');
  const auto conversation = asked.id<core::ConversationId>("before_conversation", 'c');
  const core::Time invitation{asked.integer("before_invitation", 0)};
  if (asked.refused()) return;
  const core::VisitorId visitor{call.id};
  const auto reader = reader_of(call);
  call.world.archivist.ask(
      call.world.front,
      [=, account = call.account()](ports::Archive& archive) {
        Profile profile;
        if (reader && !archive.met(account, visitor, reader)) return profile;
        profile.person = archive.person(account, visitor);
        profile.visits = archive.visits(account, visitor, visit, limits::archive_page_max);
        profile.conversations =
            archive.conversations(account, visitor, conversation, limits::archive_page_max);
        profile.invitations =
            archive.invitations(account, visitor, invitation, limits::archive_page_max);
        profile.notes = archive.notes(account, visitor, limits::person_notes_max);
        return profile;
      },
      [respond = call.respond, names = PastNames(call),
       fields = person_fields_of(call)](const std::optional<Profile>& found) {
        if (!found) return respond(too_busy());
        respond(json_response(200, text_of(*found, names, fields)));
      });
}

constexpr std::array<ApiRoute, 2> table{{
    {"GET", "/api/v1/people", ApiAccess::supervisor, &people},
    {"GET", "/api/v1/people/{v}", ApiAccess::signed_in, &person},
}};

}  // namespace

std::span<const ApiRoute> profile_routes() { return table; }

}  // namespace usher::app
