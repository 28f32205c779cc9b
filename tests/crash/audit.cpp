// Reads a data folder that no server holds, and tells what is in it, one line a fact:
//
//   entry CONVERSATION SEQ AUTHOR CLIENT_ID    a message; AUTHOR is visitor or agent
//   entry CONVERSATION SEQ - -                 another entry
//   conversation CONVERSATION STATE
//   waiting CONVERSATION                       in the order of the queue
//
//   crash_audit FOLDER     exits 1, naming what is broken, when the store or the floor is not sound

#include <cstdio>
#include <iostream>
#include <set>
#include <string>

#include "adapters/sql/journal.hpp"
#include "adapters/sql/store.hpp"
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

void print_entry(const core::Event& event) {
  const core::EventKey key = core::key_of(event);
  if (key.seq == 0) return;
  std::cout << "entry " << wire_id(key.conversation) << " " << key.seq;
  if (const auto* message = std::get_if<core::event::MessagePosted>(&event)) {
    const bool agent = message->author.kind == core::AuthorKind::agent;
    std::cout << (agent ? " agent " : " visitor ") << message->client_id << "\n";
  } else {
    std::cout << " - -\n";
  }
}

void print_floor(const core::Floor& floor) {
  for (const auto& [id, conversation] : floor.conversations) {
    constexpr const char* states[] = {"waiting", "assigned", "closed"};
    std::cout << "conversation " << wire_id(id) << " "
              << states[static_cast<std::size_t>(conversation.state)] << "\n";
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
  core::Floor replayed;
  replayed.account = account;
  const bool read = journal.replay(account, 0, [&](core::Recorded&& recorded) {
    print_entry(recorded.event);
    core::evolve(replayed, recorded.event, recorded.at);
    if (replayed.position != recorded.position) complain("a hole in the journal");
  });
  if (!read) complain("the journal cannot be read");
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
