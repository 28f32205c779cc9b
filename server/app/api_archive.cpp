// What has been: messages found by their words, the pages of a visit. Agents see what was said with
// visitors whom they have or had themselves; supervisors all.

#include <array>

#include "app/api_asked.hpp"
#include "app/past_names.hpp"
#include "core/limits.hpp"
#include "protocol/json_write.hpp"

namespace usher::app {

namespace {

using protocol::ObjectWriter;

void write_message(std::string& out, const ports::FoundMessage& message, const PastNames& names) {
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
      [names = PastNames(call)](std::string& body, const auto& found) {
        ObjectWriter writer(body);
        writer.list("messages", found, [&](const ports::FoundMessage& message) {
          write_message(body, message, names);
        });
        writer.boolean("more", found.size() == limits::archive_page_max);
        writer.end();
      });
}

void trail(const ApiCall& call) {
  Asked asked(call);
  const auto visit = asked.id<core::VisitId>("visit", 't');
  if (asked.refused()) return;
  const core::VisitorId visitor{call.id};
  const auto reader = reader_of(call);
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

constexpr std::array<ApiRoute, 2> table{{
    {"GET", "/api/v1/messages", ApiAccess::signed_in, &search},
    {"GET", "/api/v1/trails/{v}", ApiAccess::signed_in, &trail},
}};

}  // namespace

std::span<const ApiRoute> archive_routes() { return table; }

}  // namespace usher::app
