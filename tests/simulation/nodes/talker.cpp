#include "simulation/nodes/talker.hpp"

#include <algorithm>

#include "protocol/ids.hpp"

namespace usher::simulation {

core::ConversationId Talker::id_of(const std::string& conversation) {
  return core::ConversationId{protocol::parse_id('c', conversation).value_or(0)};
}

void Talker::write(const std::string& conversation) {
  outbox_.push_back({conversation, name() + "-" + std::to_string(++written_), false});
  send_next();
}

// One at a time, so that they stay in their order.
void Talker::send_next() {
  if (state_ != State::live || waits() || outbox_.empty() || outbox_.front().sent) return;
  outbox_.front().sent = true;
  send(message(outbox_.front()));
}

void Talker::lost() {
  for (Unsent& unsent : outbox_) unsent.sent = false;
  for (auto& [id, story] : stories_) story.resuming = false;
}

void Talker::try_again() {
  for (Unsent& unsent : outbox_) unsent.sent = false;
  resume_all();
}

void Talker::resume_all() {
  state_ = State::resuming;
  for (const auto& [id, story] : stories_) resume(id);
  caught_up_if_all();
}

void Talker::resume(const std::string& conversation) {
  Story& story = stories_[conversation];
  story.resuming = true;
  send({{"type", "resume"},
        {"conversation", conversation},
        {"epoch", epoch_},
        {"after", story.last()}});
}

void Talker::caught_up_if_all() {
  const auto resuming = [](const auto& entry) { return entry.second.resuming; };
  if (state_ != State::resuming || std::ranges::any_of(stories_, resuming)) return;
  state_ = State::live;
  send_next();
}

void Talker::place(const std::string& conversation, core::Seq seq, const Heard& heard) {
  ledger_.told(account_, id_of(conversation), seq, heard);
  Story& story = stories_[conversation];
  if (!story.place(seq, heard)) broke("entries_stay", conversation + " at " + std::to_string(seq));
  if (story.has_hole() && !story.resuming) resume(conversation);
}

void Talker::take_entry(const Json& frame) {
  const std::string conversation = frame.at("conversation");
  const Json& entry = frame.at("entry");
  if (stories_.contains(conversation)) {
    place(conversation, entry.at("seq"), heard_of(entry));
  } else {
    ledger_.told(account_, id_of(conversation), entry.at("seq"), heard_of(entry));
  }
}

void Talker::take_entries(const Json& frame) {
  const std::string conversation = frame.at("conversation");
  Story& story = stories_[conversation];
  for (const Json& entry : frame.at("entries")) {
    const Heard heard = heard_of(entry);
    ledger_.told(account_, id_of(conversation), entry.at("seq"), heard);
    if (!story.place(entry.at("seq"), heard)) broke("entries_stay", conversation);
    // An own message in it is as good as its acknowledgement.
    if (!heard.client_id.empty()) drop_message(heard.client_id);
  }
  if (frame.at("more").get<bool>() || story.has_hole()) return resume(conversation);
  story.resuming = false;
  caught_up_if_all();
}

void Talker::take_ack(const Json& frame) {
  const std::string conversation = frame.at("conversation");
  const std::string client_id = frame.at("client_id");
  ledger_.acked(account_, id_of(conversation), frame.at("seq"), client_id);
  place(conversation, frame.at("seq"), {client_id});
  drop_message(client_id);
}

void Talker::drop_message(const std::string& client_id) {
  if (outbox_.empty() || outbox_.front().client_id != client_id) return;
  outbox_.pop_front();
  send_next();
}

void Talker::let_go(const std::string& conversation) {
  stories_.erase(conversation);
  caught_up_if_all();
}

void Talker::take_epoch(const std::string& epoch) {
  if (!epoch_.empty() && epoch != epoch_) broke("one_epoch", epoch);
  epoch_ = epoch;
}

void Talker::check_stories(bool whole) {
  for (const auto& [conversation, story] : stories_) {
    const Ledger::Entries& stored = ledger_.entries(account_, id_of(conversation));
    for (core::Seq seq = 1; seq <= story.last(); ++seq) {
      ledger_.told(account_, id_of(conversation), seq, story.entries()[seq - 1]);
    }
    if (whole && story.last() != stored.size()) {
      broke("hears_everything", conversation + " has " + std::to_string(stored.size()) +
                                    " entries, heard " + std::to_string(story.last()));
    }
  }
}

}  // namespace usher::simulation
