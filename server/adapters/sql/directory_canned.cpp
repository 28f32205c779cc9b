// Canned replies, and what goes with a row that is removed.

#include "adapters/sql/directory_rows.hpp"

namespace usher::adapters {
namespace {

using Number = long long;

ports::CannedScope scope_of(int stored) {
  switch (stored) {
    case 1:
      return ports::CannedScope::queue;
    case 2:
      return ports::CannedScope::all;
    default:
      return ports::CannedScope::personal;  // what we do not know is shown to the fewest
  }
}

void delete_where(soci::session& session, const std::string& condition, std::uint64_t value) {
  const auto id = static_cast<Number>(value);
  session << "DELETE FROM " + condition + " = :id", soci::use(id);
}

// Of sets: what follows their first messages.
void read_messages(soci::session& session, core::AccountId account,
                   std::vector<ports::CannedReply>& replies) {
  std::map<ports::CannedReplyId, ports::CannedReply*> by_id;
  for (ports::CannedReply& reply : replies) by_id[reply.id] = &reply;
  const auto owner = static_cast<Number>(account.value);
  Number id = 0;
  std::string text;
  soci::statement rows =
      (session.prepare << "SELECT m.reply, m.body FROM canned_message m JOIN canned_reply r"
                          " ON r.id = m.reply WHERE r.account = :account ORDER BY m.reply, m.place",
       soci::use(owner), soci::into(id), soci::into(text));
  rows.execute();
  while (rows.fetch()) by_id.at({static_cast<std::uint64_t>(id)})->more.push_back(text);
}

}  // namespace

std::vector<ports::CannedReply> read_canned(soci::session& session, core::AccountId account) {
  const auto owner = static_cast<Number>(account.value);
  Number id = 0, agent = 0, queue = 0;
  int scope = 0;
  std::string name, text;
  core::File file;
  Number file_bytes = 0;
  int file_image = 0;
  std::vector<ports::CannedReply> replies;
  soci::statement rows =
      (session.prepare << "SELECT id, name, body, scope, agent, queue, file_key, file_name,"
                          " file_bytes, file_image FROM canned_reply"
                          " WHERE account = :account ORDER BY name, id",
       soci::use(owner), soci::into(id), soci::into(name), soci::into(text), soci::into(scope),
       soci::into(agent), soci::into(queue), soci::into(file.key), soci::into(file.name),
       soci::into(file_bytes), soci::into(file_image));
  rows.execute();
  while (rows.fetch()) {
    ports::CannedReply reply;
    reply.account = account;
    reply.id = {static_cast<std::uint64_t>(id)};
    reply.name = name;
    reply.text = text;
    reply.scope = scope_of(scope);
    reply.agent = {static_cast<std::uint64_t>(agent)};
    reply.queue = {static_cast<std::uint64_t>(queue)};
    file.bytes = static_cast<std::uint64_t>(file_bytes);
    file.image = file_image != 0;
    if (!file.key.empty()) reply.file = file;
    replies.push_back(std::move(reply));
  }
  read_messages(session, account, replies);
  return replies;
}

void write_row(soci::session& session, const ports::CannedReply& reply) {
  const auto id = static_cast<Number>(reply.id.value);
  const auto account = static_cast<Number>(reply.account.value);
  const int scope = static_cast<int>(reply.scope);
  const auto agent = static_cast<Number>(reply.agent.value);
  const auto queue = static_cast<Number>(reply.queue.value);
  const core::File file = reply.file.value_or(core::File{});  // no key: none
  const auto file_bytes = static_cast<Number>(file.bytes);
  const int file_image = file.image ? 1 : 0;
  session << "INSERT INTO canned_reply (id, account, name, body, scope, agent, queue, file_key,"
             " file_name, file_bytes, file_image)"
             " VALUES (:id, :account, :name, :body, :scope, :agent, :queue, :file_key, :file_name,"
             " :file_bytes, :file_image)"
             " ON CONFLICT (id) DO UPDATE SET " +
                 own_account("canned_reply") +
                 ", name = excluded.name,"
                 " body = excluded.body, scope = excluded.scope, agent = excluded.agent,"
                 " queue = excluded.queue, file_key = excluded.file_key,"
                 " file_name = excluded.file_name, file_bytes = excluded.file_bytes,"
                 " file_image = excluded.file_image",
      soci::use(id), soci::use(account), soci::use(reply.name), soci::use(reply.text),
      soci::use(scope), soci::use(agent), soci::use(queue), soci::use(file.key),
      soci::use(file.name), soci::use(file_bytes), soci::use(file_image);
  delete_where(session, "canned_message WHERE reply", reply.id.value);
  Number place = 0;
  for (const std::string& text : reply.more) {
    session << "INSERT INTO canned_message (reply, place, body) VALUES (:reply, :place, :body)",
        soci::use(id), soci::use(place), soci::use(text);
    ++place;
  }
}

void remove_row(soci::session& session, core::QueueId queue) {
  const auto id = static_cast<Number>(queue.value);
  delete_where(session, "canned_reply WHERE queue", queue.value);
  delete_where(session, "agent_queue WHERE queue", queue.value);
  session << "UPDATE site SET queue = NULL WHERE queue = :queue", soci::use(id);
  delete_where(session, "queue WHERE id", queue.value);
}

void remove_row(soci::session& session, core::AgentId agent) {
  delete_where(session, "canned_reply WHERE agent", agent.value);
  delete_where(session, "agent_queue WHERE agent", agent.value);
  delete_where(session, "sign_in WHERE agent", agent.value);
  delete_where(session, "agent WHERE id", agent.value);
}

void remove_row(soci::session& session, ports::CannedReplyId reply) {
  delete_where(session, "canned_reply WHERE id", reply.value);
}

}  // namespace usher::adapters
