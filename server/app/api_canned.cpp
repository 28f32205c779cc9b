// Canned replies and sets of them. Agents read what they may use and write their own; admins write
// everybody's.

#include <algorithm>
#include <array>

#include "app/api_route.hpp"
#include "core/limits.hpp"
#include "protocol/json_write.hpp"

namespace usher::app {

namespace {

using ports::CannedReply;
using ports::CannedScope;
using protocol::ObjectReader;

constexpr std::array<std::string_view, 3> scopes{"personal", "queue", "all"};

// Other agents' personal ones are nobody's business, an admin's included.
bool may_see(const ports::Agent& agent, const CannedReply& reply) {
  const auto& queues = agent.setting.queues;
  switch (reply.scope) {
    case CannedScope::personal:
      return reply.agent == agent.setting.id;
    case CannedScope::queue:
      return agent.setting.role != core::Role::agent ||
             std::ranges::find(queues, reply.queue) != queues.end();
    case CannedScope::all:
      return true;
  }
  return false;
}

bool may_write(const ports::Agent& agent, const CannedReply& reply) {
  if (reply.scope == CannedScope::personal) return reply.agent == agent.setting.id;
  return agent.setting.role == core::Role::admin;
}

// With a ticket, by which whoever asks may send the reply's file.
void write(std::string& out, const ApiCall& call, const CannedReply& reply) {
  protocol::ObjectWriter writer(out);
  writer.id("reply", 'r', reply.id.value);
  writer.text("name", reply.name);
  writer.text("text", reply.text);
  writer.list("more", reply.more,
              [&](const std::string& text) { protocol::append_json_text(out, text); });
  writer.text("scope", scopes[static_cast<std::size_t>(reply.scope)]);
  writer.id("queue", 'q', reply.queue.value);
  writer.name("file");
  if (reply.file) {
    append_ticket(out, call.world.file_tickets(call.account()),
                  core::author_of(call.me().setting.id), *reply.file);
  } else {
    out += "null";
  }
  writer.end();
}

void respond_one(const ApiCall& call, unsigned status, const CannedReply& reply) {
  std::string body = R"({"reply":)";
  write(body, call, reply);
  call.respond(json_response(status, body + "}"));
}

HttpResponse not_yours() {
  return error_response(403, "not_allowed", "only administrators change what others use", "scope");
}

// The messages of a set after its first one.
void read_more(ObjectReader& reader, CannedReply& reply) {
  const protocol::JsonValue* more = reader.array("more");
  if (!more) return;
  reply.more.clear();
  if (more->items.size() >= limits::canned_messages_max) {
    return reader.refuse("too_many", "more", "a set has at most 10 messages");
  }
  for (std::size_t i = 0; i < more->items.size(); ++i) {
    const std::string name = "more." + std::to_string(i);
    const protocol::JsonValue& item = more->items[i];
    if (item.kind != protocol::JsonValue::Kind::text) {
      return reader.refuse("wrong_type", name, "messages are texts");
    }
    if (item.text.empty() || item.text.find('\0') != std::string::npos) {
      return reader.refuse("bad_value", name, "a message says something, without a NUL");
    }
    if (item.text.size() > limits::canned_text_bytes_max) {
      return reader.refuse("too_long", name, "a message has at most 4,000 bytes");
    }
    reply.more.push_back(item.text);
  }
}

// A file that the agent uploaded, by its ticket; null for none.
void read_file(const ApiCall& call, ObjectReader& reader, CannedReply& reply) {
  if (reader.is_null("file")) return reply.file.reset();
  std::string ticket;
  reader.text("file", ticket, {1, limits::file_ticket_bytes_max});
  if (ticket.empty()) return;
  reply.file =
      call.world.file_tickets(call.account()).redeem(core::author_of(call.me().setting.id), ticket);
  if (!reply.file) reader.refuse("bad_value", "file", "no file that you uploaded today");
}

// Changes what the body names; false after the answer that says what is wrong with it.
bool change(const ApiCall& call, CannedReply& reply) {
  const auto body = body_of(call);
  if (!body) return false;
  ObjectReader::Fault fault;
  ObjectReader reader(*body, {}, fault);
  reader.require("name");
  reader.require("text");
  reader.require("scope");
  reader.line("name", reply.name, {1, limits::canned_name_bytes_max});
  reader.text("text", reply.text, {1, limits::canned_text_bytes_max});
  read_more(reader, reply);
  read_file(call, reader, reply);
  reader.word("scope", reply.scope, scopes);
  reader.id("queue", reply.queue.value, 'q');
  reader.refuse_others();
  reply.agent = reply.scope == CannedScope::personal ? call.me().setting.id : core::AgentId{};
  if (reply.scope != CannedScope::queue) reply.queue = {};
  const auto queues = call.world.directory.queues(call.account());
  const auto is_it = [&](const ports::Queue& queue) { return queue.setting.id == reply.queue; };
  if (reply.scope == CannedScope::queue && std::ranges::none_of(queues, is_it)) {
    reader.refuse("bad_value", "queue", "a queue of this account is wanted");
  }
  if (fault) {
    call.respond(fault_response(*fault));
  } else if (!may_write(call.me(), reply)) {
    call.respond(not_yours());
    return false;
  }
  return !fault;
}

// With the names of the sites, which replies may mention.
void list(const ApiCall& call) {
  auto replies = call.world.directory.canned_replies(call.account());
  std::erase_if(replies, [&](const CannedReply& reply) { return !may_see(call.me(), reply); });
  std::string body;
  protocol::ObjectWriter writer(body);
  writer.list("canned", replies, [&](const CannedReply& reply) { write(body, call, reply); });
  auto sites = call.world.directory.sites();
  std::erase_if(sites, [&](const auto& site) { return site.account != call.account(); });
  writer.list("sites", sites, [&](const ports::Site& site) {
    protocol::ObjectWriter each(body);
    each.text("site", site.key);
    each.text("name", site.name);
    each.end();
  });
  writer.end();
  call.respond(json_response(200, std::move(body)));
}

void create(const ApiCall& call) {
  if (call.world.directory.canned_replies(call.account()).size() >= limits::canned_replies_max) {
    return call.respond(error_response(409, "too_many", "the account has too many replies"));
  }
  CannedReply reply;
  reply.account = call.account();
  if (!change(call, reply)) return;
  reply.id = call.world.ids.mint<ports::CannedReplyId>(call.world.clock.now());
  call.world.directory.put(reply);
  respond_one(call, 201, reply);
}

// The reply of the path; none after the answer that it is not there, or not theirs to change.
std::optional<CannedReply> writable(const ApiCall& call) {
  const auto replies = call.world.directory.canned_replies(call.account());
  const auto found = std::ranges::find(replies, ports::CannedReplyId{call.id}, &CannedReply::id);
  if (found == replies.end() || !may_see(call.me(), *found)) {
    call.respond(not_found());
  } else if (!may_write(call.me(), *found)) {
    call.respond(not_yours());
  } else {
    return *found;
  }
  return std::nullopt;
}

void update(const ApiCall& call) {
  auto reply = writable(call);
  if (!reply || !change(call, *reply)) return;
  call.world.directory.put(*reply);
  respond_one(call, 200, *reply);
}

void remove(const ApiCall& call) {
  const auto reply = writable(call);
  if (!reply) return;
  call.world.directory.remove(reply->id);
  call.respond({204, {{"cache-control", "no-store"}}, {}});
}

constexpr std::array<ApiRoute, 4> table{{
    {"GET", "/api/v1/canned", ApiAccess::signed_in, &list},
    {"POST", "/api/v1/canned", ApiAccess::signed_in, &create},
    {"PUT", "/api/v1/canned/{r}", ApiAccess::signed_in, &update},
    {"DELETE", "/api/v1/canned/{r}", ApiAccess::signed_in, &remove},
}};

}  // namespace

std::span<const ApiRoute> canned_routes() { return table; }

}  // namespace usher::app
