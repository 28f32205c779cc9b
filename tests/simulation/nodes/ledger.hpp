#pragma once
// What people were told, and whether the journal agrees.
//
// Laws: acknowledged_is_stored, refused_is_not_stored, one_order_for_all (two people were shown
// different entries at one place), stored_once, positions_gapless, journal_builds_a_floor,
// floor_is_sound, saw_all (somebody's conversation is not the journal's at the end).

#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/event.hpp"
#include "core/floor.hpp"
#include "simulation/nodes/outside.hpp"

namespace usher::simulation {

using Json = nlohmann::json;
// A conversation as one person knows it: what stands at each seq, from 1 on.
using Seen = std::vector<std::string>;

class Ledger {
 public:
  explicit Ledger(Outside& outside) : outside_(outside) {}

  void acked(core::AccountId account, const Json& ack, const std::string& text);
  // It was sent once, and refused for good.
  void refused(core::AccountId account, const std::string& client_id);
  // What an entry says, for comparing; names of people may change.
  static std::string digest(const Json& entry);
  static std::string digest_of_message(const std::string& client_id, const std::string& text);
  void saw(core::AccountId account, const std::string& conversation, std::uint64_t seq,
           const std::string& entry);

  // At the end, when nothing is under way.
  void check_journal();
  void check_seen(core::AccountId account, const std::string& conversation, const Seen& seen,
                  const std::string& who);

  std::uint64_t acks() const { return acks_.size(); }
  std::uint64_t events() const { return events_; }

 private:
  using Place = std::tuple<core::AccountId, std::string, std::uint64_t>;
  struct Message {
    std::string client_id;
    std::string text;
  };
  // What the journal has.
  struct Stored {
    std::map<Place, std::string> client_ids;  // of messages
    std::map<std::pair<core::AccountId, std::string>, std::uint64_t> last_seqs;
    std::map<std::pair<core::AccountId, std::string>, int> times;  // by client id
    std::map<Place, std::string> texts;
  };
  void read(core::AccountId account);
  void note(core::AccountId account, const core::Recorded& row);
  void check_floor(const core::Floor& floor);

  Outside& outside_;
  std::map<Place, Message> acks_;
  std::map<std::pair<core::AccountId, std::string>, Place> acked_at_;  // by client id
  std::vector<std::pair<core::AccountId, std::string>> refused_;
  std::map<Place, std::string> seen_;
  Stored stored_;
  std::uint64_t events_ = 0;
};

std::string conversation_name(core::ConversationId id);

}  // namespace usher::simulation
