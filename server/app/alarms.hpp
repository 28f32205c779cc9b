#pragma once
// Notices when an alarm begins on a floor: somebody has waited as long as the queue's policy
// allows, for an agent or for a reply. Says so once for each occurrence, while this process lives;
// whoever hears of it again after a restart knows it by its occurrence.
//
// Each open conversation that may come to alarm has one deadline here, moved by the events that
// concern it; nothing is swept. Low ratings and words are alarms that the floor keeps: each is told
// when its event is seen.
//
// Thread: the floor's.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>

#include "core/alarm.hpp"
#include "core/event.hpp"
#include "core/floor.hpp"
#include "ports/clock.hpp"
#include "ports/loop.hpp"

namespace usher::app {

// What is told of an alarm: the people and the queue as they were when it began, and nothing of
// what was said but the word of the account's list that it is about.
struct AlarmNews {
  core::AccountId account;
  core::Occurrence what;
  core::Time began_at;
  core::QueueId queue;
  std::string queue_name;
  core::VisitorId visitor;
  std::string visitor_name;  // empty: not known
  core::AgentId agent;       // 0: it has none
  std::string agent_name;
  std::uint32_t score = 0;  // of a low rating
  std::string word;         // that was found
};

class Alarms {
 public:
  using Begin = std::function<void(AlarmNews)>;
  Alarms(const core::Floor& floor, const ports::Clock& clock, ports::Loop& loop, Begin begin);

  // `floor` already shows the events.
  void note(std::span<const core::Event> events);
  // The floor is another one: every alarm that lasts is told again.
  void note_all();

 private:
  struct Kept {
    core::Occurrence what;
    core::Time due;
    bool begun = false;
  };
  using Due = std::pair<core::Time, core::ConversationId>;

  std::optional<Kept> foreseen(core::ConversationId id) const;
  void look(core::ConversationId id);
  void look_at_all();
  void forget(core::ConversationId id);
  std::optional<AlarmNews> news(const core::Occurrence& what, core::Time began_at) const;
  void begin_kept(core::ConversationId id, core::AlarmKind kind);
  void begin_kept(const core::Alarm& alarm);
  void begin_due();
  void arm();

  const core::Floor& floor_;
  const ports::Clock& clock_;
  Begin begin_;
  std::unique_ptr<ports::Timer> timer_;
  std::optional<core::Time> armed_for_;
  std::map<core::ConversationId, Kept> kept_;
  std::set<Due> due_;  // of the kept ones that have not begun
};

}  // namespace usher::app
