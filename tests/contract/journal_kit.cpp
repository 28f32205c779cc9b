#include "contract/journal_suite.hpp"

namespace usher::test {
namespace {

// Runs `ask` with a callback and waits until it came.
template <class Answer, class Ask>
Answer wait_for(Ask ask) {
  ManualLoop loop;
  std::optional<Answer> answer;
  ask(loop, [&](Answer given) { answer.emplace(std::move(given)); });
  loop.run_until([&] { return answer.has_value(); });
  return std::move(*answer);
}

}  // namespace

core::Recorded message(core::Position position, core::ConversationId conversation, core::Seq seq,
                       const std::string& client_id, core::Author author) {
  const std::string id = client_id.empty() ? "client-" + std::to_string(position) : client_id;
  core::event::MessagePosted event;
  event.conversation = conversation;
  event.seq = seq;
  event.author = author;
  event.client_id = id;
  event.text = "text\tof \\ 信息\n" + std::to_string(position);
  return {position, core::Time{1'700'000'000'000 + static_cast<std::int64_t>(position)}, event};
}

core::Recorded page_view(core::Position position) {
  core::event::PageViewed event;
  event.visitor = {9};
  event.visit = {10};
  event.url = "https://shop.example/page";
  event.title = "A page";
  return {position, core::Time{1'700'000'000'000}, event};
}

std::vector<core::Recorded> messages(core::Position first, std::size_t count,
                                     core::ConversationId conversation, core::Seq first_seq) {
  std::vector<core::Recorded> rows;
  for (std::size_t i = 0; i < count; ++i) {
    rows.push_back(message(first + i, conversation, first_seq + i));
  }
  return rows;
}

ports::Stored store(ports::Journal& journal, core::AccountId account,
                    std::vector<core::Recorded> events) {
  return wait_for<ports::Stored>([&](ports::Loop& loop, auto done) {
    journal.append(account, std::move(events), loop, done);
  });
}

std::optional<ports::Entries> after(ports::Journal& journal, core::AccountId account,
                                    core::ConversationId conversation, core::Seq seq,
                                    std::size_t limit) {
  return wait_for<std::optional<ports::Entries>>([&](ports::Loop& loop, auto done) {
    journal.entries_after(account, conversation, seq, limit, loop, done);
  });
}

std::optional<ports::Entries> before(ports::Journal& journal, core::AccountId account,
                                     core::ConversationId conversation, core::Seq seq,
                                     std::size_t limit) {
  return wait_for<std::optional<ports::Entries>>([&](ports::Loop& loop, auto done) {
    journal.entries_before(account, conversation, seq, limit, loop, done);
  });
}

bool erase(ports::Journal& journal, core::AccountId account, std::vector<core::Position> positions,
           std::vector<core::ConversationId> conversations) {
  return wait_for<bool>([&](ports::Loop& loop, auto done) {
    journal.erase(account, std::move(positions), std::move(conversations), loop, done);
  });
}

ports::Journal::Found find(ports::Journal& journal, core::AccountId account,
                           core::ConversationId conversation, core::Author author,
                           const std::string& client_id) {
  return wait_for<ports::Journal::Found>([&](ports::Loop& loop, auto done) {
    journal.find_message(account, conversation, author, client_id, loop, done);
  });
}

std::vector<core::Seq> seqs(const std::optional<ports::Entries>& page) {
  std::vector<core::Seq> found;
  if (!page) return found;
  for (const core::Recorded& row : page->entries) found.push_back(core::key_of(row.event).seq);
  return found;
}

Loaded load(ports::Journal& journal, core::AccountId account) {
  Loaded loaded;
  loaded.sound = journal.load(
      account, [&](const ports::Journal::Snapshot& snapshot) { loaded.snapshot = snapshot; },
      [&](core::Recorded&& row) { loaded.events.push_back(std::move(row)); });
  return loaded;
}

std::vector<core::Position> positions(const std::vector<core::Recorded>& events) {
  std::vector<core::Position> found;
  for (const core::Recorded& row : events) found.push_back(row.position);
  return found;
}

}  // namespace usher::test
