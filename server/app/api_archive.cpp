// What has been: messages found by their words, visitors with all that is known of them. Agents see
// what was said with visitors whom they have or had themselves; supervisors all.

#include <array>
#include <map>

#include "app/api_asked.hpp"
#include "core/limits.hpp"
#include "protocol/json_write.hpp"

namespace usher::app {

namespace {

using protocol::ObjectWriter;

// Supervisors may read about anybody.
bool reads_all(const ApiCall& call) { return call.me().setting.role != core::Role::agent; }

template <class Setting>
std::map<std::uint64_t, std::string> names_of(const std::vector<Setting>& settings) {
  std::map<std::uint64_t, std::string> names;
  for (const Setting& each : settings) names[each.setting.id.value] = each.setting.name;
  return names;
}

// Agents and queues as they are called now; those that are gone have no name.
struct Names {
  std::map<std::uint64_t, std::string> agents;
  std::map<std::uint64_t, std::string> queues;

  explicit Names(const ApiCall& call)
      : agents(names_of(call.world.directory.agents(call.account()))),
        queues(names_of(call.world.directory.queues(call.account()))) {}

  std::string agent(std::uint64_t id) const { return find(agents, id); }
  std::string queue(core::QueueId id) const { return find(queues, id.value); }

 private:
  static std::string find(const std::map<std::uint64_t, std::string>& names, std::uint64_t id) {
    const auto found = names.find(id);
    return found == names.end() ? std::string() : found->second;
  }
};

void write_message(std::string& out, const ports::FoundMessage& message, const Names& names) {
  const bool by_agent = message.author.kind == core::AuthorKind::agent;
  ObjectWriter writer(out);
  writer.integer("number", static_cast<std::int64_t>(message.number));
  writer.id("conversation", 'c', message.conversation.value);
  writer.id("visitor", 'v', message.visitor.value);
  writer.text("visitor_name", message.visitor_name);
  writer.integer("seq", static_cast<std::int64_t>(message.seq));
  writer.integer("at", message.at.ms);
  writer.id("agent", 'g', by_agent ? message.author.id : 0);
  writer.text("agent_name", by_agent ? names.agent(message.author.id) : "");
  writer.text("text", message.text);
  writer.end();
}

void search(const ApiCall& call) {
  Asked asked(call);
  ports::MessageQuery query;
  query.text = asked.text("text", limits::search_bytes_max);
  const auto visitor = asked.id<core::VisitorId>("visitor", 'v');
  if (visitor) query.visitor = visitor;
  query.period = asked.period();
  query.before = static_cast<std::uint64_t>(asked.integer("before", 0));
  if (query.text.empty()) asked.fault("bad_value", "text");
  if (asked.refused()) return;
  if (!reads_all(call)) query.agent = call.me().setting.id;
  query.limit = limits::archive_page_max;
  answer(
      call,
      [account = call.account(), query](ports::Archive& archive) {
        return archive.search(account, query);
      },
      [names = Names(call)](std::string& body, const auto& found) {
        ObjectWriter writer(body);
        writer.list("messages", found, [&](const ports::FoundMessage& message) {
          write_message(body, message, names);
        });
        writer.boolean("more", found.size() == limits::archive_page_max);
        writer.end();
      });
}

void write_person(std::string& out, const ports::Person& person) {
  ObjectWriter writer(out);
  writer.id("visitor", 'v', person.id.value);
  writer.text("external_id", person.external_id);
  writer.text("name", person.said.name.value_or(""));
  writer.text("email", person.said.email.value_or(""));
  writer.text("phone", person.said.phone.value_or(""));
  writer.list("attributes", person.said.attributes, [&](const auto& attribute) {
    ObjectWriter each(out);
    each.text("name", attribute.first);
    each.text("value", attribute.second);
    each.end();
  });
  writer.integer("first_at", person.first_at.ms);
  writer.integer("last_at", person.last_at.ms);
  writer.integer("visits", static_cast<std::int64_t>(person.visits));
  writer.integer("conversations", static_cast<std::int64_t>(person.conversations));
  writer.end();
}

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
      [](std::string& body, const auto& found) {
        ObjectWriter writer(body);
        writer.list("people", found, [&](const ports::Person& each) { write_person(body, each); });
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
                        const Names& names) {
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

// A person with a page of its visits and conversations. Nobody, when nothing is known: a visitor
// may be on the floor before the archive knows it, and those of others look the same.
struct Profile {
  std::optional<ports::Person> person;
  std::vector<ports::PastVisit> visits;
  std::vector<ports::PastConversation> conversations;
};

void person(const ApiCall& call) {
  Asked asked(call);
  const auto visit = asked.id<core::VisitId>("before_visit", 't');
  const auto conversation = asked.id<core::ConversationId>("before_conversation", 'c');
  if (asked.refused()) return;
  const core::VisitorId visitor{call.id};
  const auto reader = reads_all(call) ? core::AgentId{} : call.me().setting.id;
  call.world.archivist.ask(
      call.world.front,
      [=, account = call.account()](ports::Archive& archive) {
        Profile profile;
        if (reader && !archive.met(account, visitor, reader)) return profile;
        profile.person = archive.person(account, visitor);
        profile.visits = archive.visits(account, visitor, visit, limits::archive_page_max);
        profile.conversations =
            archive.conversations(account, visitor, conversation, limits::archive_page_max);
        return profile;
      },
      [respond = call.respond, names = Names(call)](const std::optional<Profile>& found) {
        if (!found) return respond(too_busy());
        std::string body;
        ObjectWriter writer(body);
        writer.name("person");
        if (found->person) {
          write_person(body, *found->person);
        } else {
          body += "null";
        }
        writer.list("visits", found->visits,
                    [&](const ports::PastVisit& each) { write_visit(body, each); });
        writer.list(
            "conversations", found->conversations,
            [&](const ports::PastConversation& each) { write_conversation(body, each, names); });
        writer.end();
        respond(json_response(200, std::move(body)));
      });
}

void trail(const ApiCall& call) {
  Asked asked(call);
  const auto visit = asked.id<core::VisitId>("visit", 't');
  if (asked.refused()) return;
  const core::VisitorId visitor{call.id};
  const auto reader = reads_all(call) ? core::AgentId{} : call.me().setting.id;
  answer(
      call,
      [=, account = call.account()](ports::Archive& archive) {
        if (reader && !archive.met(account, visitor, reader)) return std::vector<ports::PastPage>();
        return archive.pages(account, visitor, visit, limits::trail_read_max);
      },
      [](std::string& body, const auto& found) {
        ObjectWriter writer(body);
        writer.list("pages", found, [&](const ports::PastPage& page) {
          ObjectWriter each(body);
          each.integer("at", page.at.ms);
          each.text("url", page.url);
          each.text("title", page.title);
          each.integer("visible_ms", page.dwell.visible_ms);
          each.integer("active_ms", page.dwell.active_ms);
          each.end();
        });
        writer.end();
      });
}

constexpr std::array<ApiRoute, 4> table{{
    {"GET", "/api/v1/messages", ApiAccess::signed_in, &search},
    {"GET", "/api/v1/people", ApiAccess::supervisor, &people},
    {"GET", "/api/v1/people/{v}", ApiAccess::signed_in, &person},
    {"GET", "/api/v1/trails/{v}", ApiAccess::signed_in, &trail},
}};

}  // namespace

std::span<const ApiRoute> archive_routes() { return table; }

}  // namespace usher::app
