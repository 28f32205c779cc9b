#include "simulation/nodes/ledger.hpp"

#include "core/codec.hpp"
#include "core/decide.hpp"
#include "core/invariants.hpp"

namespace usher::simulation {
namespace {

std::string place(core::ConversationId conversation, core::Seq seq) {
  return "conversation " + std::to_string(conversation.value) + " at " + std::to_string(seq);
}

}  // namespace

void Ledger::broke(const std::string& law, const std::string& detail) {
  if (!broken_) broken_.emplace(law, detail);
}

void Ledger::claimed(core::AccountId account, const ports::NodeId& node, ports::Term term) {
  Book& book = books_[account];
  if (term < book.term || (term == book.term && node != book.writer)) {
    broke("terms_rise", node + " claims with term " + std::to_string(term));
  }
  if (node != book.writer) ++takings_;
  book.writer = node;
  book.term = term;
}

void Ledger::appended(core::AccountId account, const ports::NodeId& node) {
  Book& book = books_[account];
  bool any = false;
  const bool read = journal_.replay(account, book.floor.position, [&](core::Recorded&& row) {
    any = true;
    enter(book, row);
  });
  if (!read) broke("readable_journal", "account " + std::to_string(account.value));
  if (!any) return;
  if (!book.writer.empty() && node != book.writer) {
    broke("one_writer", node + " stored something in an account that " + book.writer + " claimed");
  }
  // Deadlines are moved by what is not stored, the agents' heartbeats among it.
  for (const core::Violation& violation : core::violations(book.floor)) {
    if (violation.law != "deadline_kept") broke(violation.law, violation.detail);
  }
}

void Ledger::enter(Book& book, const core::Recorded& row) {
  ++events_[std::string(core::name_of(row.event))];
  if (row.position != book.floor.position + 1) {
    return broke("gapless_journal", "position " + std::to_string(row.position));
  }
  const core::EventKey key = core::key_of(row.event);
  if (key.seq > 0) {
    Entries& entries = book.entries[key.conversation];
    if (key.seq != entries.size() + 1) {
      return broke("gapless_conversation", place(key.conversation, key.seq));
    }
    const bool is_message = std::holds_alternative<core::event::MessagePosted>(row.event);
    entries[key.seq] = Heard{is_message ? std::string(key.client_id) : std::string()};
    if (is_message && ++book.stored[std::string(key.client_id)] > 1) {
      broke("stored_once", std::string(key.client_id));
    }
  }
  try {
    core::evolve(book.floor, row.event, row.at);
  } catch (const std::exception& error) {
    broke("events_fit", error.what());
  }
}

void Ledger::told(core::AccountId account, core::ConversationId conversation, core::Seq seq,
                  const Heard& heard) {
  const Entries& known = entries(account, conversation);
  const auto found = known.find(seq);
  if (found == known.end()) return broke("told_is_stored", place(conversation, seq));
  if (found->second != heard) {
    broke("told_is_stored", place(conversation, seq) + " is '" + found->second.client_id +
                                "' and was told as '" + heard.client_id + "'");
  }
}

void Ledger::acked(core::AccountId account, core::ConversationId conversation, core::Seq seq,
                   const std::string& client_id) {
  ++acknowledged_;
  told(account, conversation, seq, Heard{client_id});
  const auto [known, fresh] =
      books_[account].promises.emplace(client_id, Promise{conversation, seq});
  if (!fresh && (known->second.conversation != conversation || known->second.seq != seq)) {
    broke("acked_at_one_place", client_id);
  }
}

void Ledger::check_end() {
  for (auto& [account, book] : books_) {
    for (const auto& [client_id, promise] : book.promises) {
      if (book.stored[client_id] != 1) broke("acked_is_stored_once", client_id);
      told(account, promise.conversation, promise.seq, Heard{client_id});
    }
  }
}

}  // namespace usher::simulation
