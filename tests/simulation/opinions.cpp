#include "simulation/opinions.hpp"

#include <algorithm>

#include "core/limits.hpp"
#include "simulation/expect.hpp"

namespace usher::simulation {
namespace {

namespace event = core::event;

std::string folded(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

bool is_word_byte(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool holds(const std::string& text, const std::string& word) {
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool begins = !is_word_byte(word.front()) || at == 0 || !is_word_byte(text[at - 1]);
    const bool ends = !is_word_byte(word.back()) || end == text.size() || !is_word_byte(text[end]);
    if (begins && ends) return true;
  }
  return false;
}

}  // namespace

void Opinions::enter(const std::vector<core::Event>& events) {
  for (const core::Event& e : events) {
    std::visit([this](const auto& seen) { see(seen); }, e);
  }
  expect(!unheard_, "words_are_heard", unheard_ ? unheard_->conversation.value : 0,
         "a word of the list was not told");
}

void Opinions::see(const event::QueueConfigured& e) {
  alarms_at_[e.setting.id.value] = e.setting.policy.rating_alarm_at;
}

void Opinions::see(const event::QueueRemoved& e) {
  for (auto& [id, c] : conversations_) {
    if (c.queue == e.queue.value) c.queue = e.heir.value;
  }
}

void Opinions::see(const event::AgentConfigured& e) {
  steering_.erase(e.setting.id.value);
  if (e.setting.role != core::Role::agent) steering_.insert(e.setting.id.value);
}

void Opinions::see(const event::ConversationOpened& e) {
  conversations_[e.conversation.value] = {e.visitor.value, e.queue.value};
}

void Opinions::see(const event::Requeued& e) {
  if (e.queue) of(e.conversation).queue = e.queue.value;
}

void Opinions::see(const event::Reopened& e) {
  Conversation& c = of(e.conversation);
  c.closed = c.skipped = false;
  c.score = 0;
}

void Opinions::see(const event::ConversationArchived& e) {
  conversations_.erase(e.conversation.value);
  std::erase_if(alarms_, [&](const Alarm& a) { return a.conversation == e.conversation.value; });
}

void Opinions::see(const event::MessagePosted& e) {
  const std::string text = folded(e.text);
  const bool heard =
      std::ranges::any_of(words_, [&](const auto& word) { return holds(text, folded(word)); });
  if (heard) unheard_ = e;
}

void Opinions::see(const event::WordFound& e) {
  const Id id = e.conversation.value;
  expect(unheard_ && unheard_->conversation == e.conversation && unheard_->seq == e.message &&
             unheard_->author.kind == e.by,
         "words_are_heard", id, "a word in no such message");
  expect(holds(folded(unheard_->text), folded(e.word)) &&
             std::ranges::find(words_, e.word) != words_.end(),
         "words_are_heard", id, "another word than it holds");
  unheard_.reset();
  const bool known = std::ranges::any_of(alarms_, [&](const Alarm& a) {
    return a.conversation == id && a.word == e.word && a.by == e.by;
  });
  if (!known) raise(id, e.word, e.by);
}

void Opinions::see(const event::Rated& e) {
  const Id id = e.conversation.value;
  Conversation& c = of(e.conversation);
  expect(c.closed && c.visitor == e.visitor.value, "rating_of_closed", id,
         "rated while open, or by a stranger");
  expect(c.owner != 0 && c.owner == e.agent.value, "rating_counts_for_owner", id,
         "counts for another than its last owner");
  expect(e.low == (e.score <= alarms_at_.at(c.queue)), "low_rating_alarms", id,
         "alarms against its policy");
  c.score = e.score;
  std::erase_if(alarms_, [id](const Alarm& a) { return a.conversation == id && a.word.empty(); });
  if (e.low) raise(id, {}, core::AuthorKind::visitor);
}

void Opinions::see(const event::RatingSkipped& e) {
  Conversation& c = of(e.conversation);
  expect(c.closed && c.score == 0 && c.visitor == e.visitor.value, "rating_of_closed",
         e.conversation.value, "skipped while open, or after it was rated");
  c.skipped = true;
}

void Opinions::see(const event::AlarmAcknowledged& e) {
  expect(steering_.contains(e.agent.value), "alarm_acknowledged", e.agent.value,
         "acknowledged by no supervisor");
  const auto gone = std::erase_if(alarms_, [&](const Alarm& a) { return a.number == e.alarm; });
  expect(gone == 1, "alarm_acknowledged", e.alarm, "no such alarm");
}

void Opinions::raise(Id conversation, const std::string& word, core::AuthorKind by) {
  alarms_.push_back({++raised_, conversation, word, by});
  if (alarms_.size() > limits::alarms_max) alarms_.pop_front();
}

void Opinions::compare(const core::Floor& floor) const {
  expect(floor.alarms.size() == alarms_.size() && floor.alarms_raised == raised_,
         "alarms_are_the_events", alarms_.size(), "another number of alarms");
  for (std::size_t i = 0; i < alarms_.size(); ++i) {
    const core::Alarm& on_floor = floor.alarms[i];
    const Alarm& mine = alarms_[i];
    expect(on_floor.number == mine.number && on_floor.conversation.value == mine.conversation &&
               on_floor.word == mine.word,
           "alarms_are_the_events", mine.number, "another alarm");
  }
  for (const auto& [id, c] : conversations_) {
    const core::Conversation& on_floor = floor.conversations.at(core::ConversationId{id});
    const core::RatingAnswer answer = c.score > 0 ? core::RatingAnswer::given
                                      : c.skipped ? core::RatingAnswer::skipped
                                                  : core::RatingAnswer::none;
    expect(on_floor.rating_answer == answer, "rating_is_the_events", id, "another answer");
    expect(c.score == 0 || on_floor.rating->score == c.score, "rating_is_the_events", id,
           "another score");
  }
}

}  // namespace usher::simulation
