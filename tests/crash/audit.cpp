// Reads a data folder that no server holds, and tells what is in it, one line a fact:
//
//   entry CONVERSATION SEQ KIND BY CLIENT_ID    as on the wire; BY: visitor, or an agent's id
//   conversation CONVERSATION STATE OWNER
//   waiting CONVERSATION                        in the order of the queue
//   rings CONVERSATION
//
// What there is none of is "-".
//
//   crash_audit FOLDER     exits 1, naming what is broken, when the store or the floor is not sound

#include <cstdio>
#include <iostream>
#include <set>
#include <string>
#include <type_traits>
#include <variant>

#include "adapters/sql/journal.hpp"
#include "adapters/sql/store.hpp"
#include "books.hpp"
#include "core/codec.hpp"
#include "core/decide.hpp"
#include "core/invariants.hpp"
#include "kit/quiet.hpp"
#include "protocol/ids.hpp"

namespace usher::crash {
namespace {

constexpr core::AccountId account{1};

std::string wire_id(core::ConversationId id) {
  std::string out;
  protocol::append_id(out, 'c', id.value);
  return out;
}

std::string wire_id(core::AgentId id) {
  if (!id) return "-";
  std::string out;
  protocol::append_id(out, 'a', id.value);
  return out;
}

std::string wire_id(const core::Author& author) {
  return author.kind == core::AuthorKind::agent ? wire_id(core::AgentId{author.id}) : "visitor";
}

// Of the entries that occur in this ring.
std::string kind_and_author(const core::Event& event) {
  return std::visit(
      [](const auto& it) -> std::string {
        using T = std::decay_t<decltype(it)>;
        if constexpr (std::is_same_v<T, core::event::MessagePosted>) {
          return "message " + wire_id(it.author);
        } else if constexpr (std::is_same_v<T, core::event::Assigned>) {
          return "assigned " + wire_id(it.agent);
        } else if constexpr (std::is_same_v<T, core::event::Transferred>) {
          return "transferred " + wire_id(it.agent);
        } else if constexpr (std::is_same_v<T, core::event::Requeued>) {
          return "requeued -";
        } else if constexpr (std::is_same_v<T, core::event::Closed>) {
          return "closed " + wire_id(it.by);
        } else {
          return "other -";
        }
      },
      event);
}

void print_entry(const core::Event& event) {
  const core::EventKey key = core::key_of(event);
  if (key.seq == 0) return;
  const auto* message = std::get_if<core::event::MessagePosted>(&event);
  std::cout << "entry " << wire_id(key.conversation) << " " << key.seq << " "
            << kind_and_author(event) << " " << (message ? message->client_id : "-") << "\n";
}

void print_floor(const core::Floor& floor) {
  for (const auto& [id, conversation] : floor.conversations) {
    constexpr const char* states[] = {"waiting", "assigned", "closed"};
    const bool waits = conversation.state == core::ConversationState::waiting;
    std::cout << "conversation " << wire_id(id) << " "
              << states[static_cast<std::size_t>(conversation.state)] << " "
              << wire_id(waits ? core::AgentId{} : conversation.agent) << "\n";
    if (conversation.offer) std::cout << "rings " << wire_id(id) << "\n";
  }
  for (const auto& [id, queue] : floor.queues) {
    for (const core::WaitKey& place : queue.waiting) {
      std::cout << "waiting " << wire_id(place.conversation) << "\n";
    }
  }
}

int audit(const adapters::SqlOptions& options) {
  int broken = 0;
  const auto complain = [&](const std::string& what) {
    std::cout << "broken " << what << "\n";
    broken = 1;
  };
  if (const std::string damage = adapters::check_store(options); !damage.empty()) complain(damage);
  load::NoLog log;
  load::NoMetrics metrics;
  adapters::SqlJournal journal(options, log, metrics);
  Books books(complain);
  core::Floor replayed;
  replayed.account = account;
  const bool read = journal.replay(account, 0, [&](core::Recorded&& recorded) {
    print_entry(recorded.event);
    books.enter(recorded.event);
    core::evolve(replayed, recorded.event, recorded.at);
    if (replayed.position != recorded.position) complain("a hole in the journal");
  });
  if (!read) complain("the journal cannot be read");
  books.compare(replayed);
  print_floor(replayed);
  // As the server does before it serves: leases, for one, are not in the journal.
  core::step(replayed, core::command::Recover{}, replayed.now);
  for (const core::Violation& violation : core::violations(replayed)) {
    complain(violation.law + ": " + violation.detail);
  }
  return broken;
}

}  // namespace
}  // namespace usher::crash

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  usher::adapters::SqlOptions options;
  options.folder = argv[1];
  return usher::crash::audit(options);
}
