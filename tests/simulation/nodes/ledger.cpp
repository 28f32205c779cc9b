#include "simulation/nodes/ledger.hpp"

#include "core/decide.hpp"
#include "core/invariants.hpp"
#include "protocol/ids.hpp"

namespace usher::simulation {

std::string conversation_name(core::ConversationId id) {
  std::string name;
  protocol::append_id(name, 'c', id.value);
  return name;
}

std::string Ledger::digest_of_message(const std::string& client_id, const std::string& text) {
  return "message|" + client_id + "|" + text;
}

std::string Ledger::digest(const Json& entry) {
  const std::string kind = entry.at("kind");
  if (kind == "message") return digest_of_message(entry.at("client_id"), entry.at("text"));
  std::string said = kind + "|" + entry.value("reason", "");
  if (const auto author = entry.find("author"); author != entry.end()) {
    said += "|" + author->value("kind", "") + author->value("agent", "");
  }
  return said;
}

void Ledger::acked(core::AccountId account, const Json& ack, const std::string& text) {
  const std::string client_id = ack.at("client_id");
  const Place place{account, ack.at("conversation"), ack.at("seq")};
  const auto [known, is_new] = acked_at_.emplace(std::pair(account, client_id), place);
  outside_.laws.expect(is_new || known->second == place, "stored_once",
                       client_id + " was acknowledged at two places");
  acks_[place] = {client_id, text};
  saw(account, std::get<1>(place), std::get<2>(place), digest_of_message(client_id, text));
}

void Ledger::refused(core::AccountId account, const std::string& client_id) {
  refused_.emplace_back(account, client_id);
}

void Ledger::saw(core::AccountId account, const std::string& conversation, std::uint64_t seq,
                 const std::string& entry) {
  const auto [known, is_new] = seen_.emplace(Place{account, conversation, seq}, entry);
  outside_.laws.expect(is_new || known->second == entry, "one_order_for_all",
                       conversation + " " + std::to_string(seq) + ": " + known->second + " and " +
                           entry);
}

void Ledger::check_journal() {
  for (std::uint64_t index = 0; index < Outside::accounts; ++index) {
    read(Outside::account(index));
  }
  for (const auto& [place, message] : acks_) {
    const auto stored = stored_.client_ids.find(place);
    outside_.laws.expect(
        stored != stored_.client_ids.end() && stored->second == message.client_id,
        "acknowledged_is_stored",
        message.client_id + " in " + std::get<1>(place) + " " + std::to_string(std::get<2>(place)));
  }
  for (const auto& [id, times] : stored_.times) {
    outside_.laws.expect(times == 1, "stored_once", id.second);
  }
  for (const auto& id : refused_) {
    outside_.laws.expect(!stored_.times.contains(id), "refused_is_not_stored", id.second);
  }
  for (const auto& [place, entry] : seen_) {
    const auto stored = stored_.texts.find(place);
    const bool is_message = entry.starts_with("message|");
    outside_.laws.expect(
        is_message ? stored != stored_.texts.end() && stored->second == entry
                   : stored == stored_.texts.end(),
        "one_order_for_all", "somebody was shown " + entry + ", which is not stored there");
    const auto last = stored_.last_seqs.find({std::get<0>(place), std::get<1>(place)});
    outside_.laws.expect(last != stored_.last_seqs.end() && std::get<2>(place) <= last->second,
                         "one_order_for_all", "somebody was shown " + entry + ", not stored");
  }
}

void Ledger::read(core::AccountId account) {
  adapters::MemoryJournal reader(outside_.store);
  core::Floor floor;
  floor.account = account;
  core::Position last = 0;
  try {
    reader.replay(account, 0, [&](core::Recorded&& row) {
      outside_.laws.expect(row.position == ++last, "positions_gapless",
                           std::to_string(row.position));
      core::evolve(floor, row.event, row.at);
      note(account, row);
    });
  } catch (const std::exception& error) {
    return outside_.laws.expect(false, "journal_builds_a_floor", error.what());
  }
  events_ += last;
  check_floor(floor);
}

void Ledger::note(core::AccountId account, const core::Recorded& row) {
  const core::EventKey key = core::key_of(row.event);
  if (key.seq == 0) return;
  const std::string conversation = conversation_name(key.conversation);
  std::uint64_t& last = stored_.last_seqs[{account, conversation}];
  outside_.laws.expect(key.seq == last + 1, "seqs_gapless",
                       conversation + " " + std::to_string(key.seq));
  last = key.seq;
  const auto* message = std::get_if<core::event::MessagePosted>(&row.event);
  if (!message) return;
  const std::string client_id(key.client_id);
  const Place place{account, conversation, key.seq};
  stored_.client_ids[place] = client_id;
  stored_.texts[place] = digest_of_message(client_id, message->text);
  ++stored_.times[{account, client_id}];
}

void Ledger::check_floor(const core::Floor& floor) {
  for (const core::Violation& violation : core::violations(floor)) {
    outside_.laws.expect(false, "floor_is_sound", violation.law + ": " + violation.detail);
  }
}

void Ledger::check_seen(core::AccountId account, const std::string& conversation, const Seen& seen,
                        const std::string& who) {
  const auto last = stored_.last_seqs.find({account, conversation});
  const std::uint64_t stored = last == stored_.last_seqs.end() ? 0 : last->second;
  outside_.laws.expect(seen.size() == stored, "saw_all",
                       who + " saw " + std::to_string(seen.size()) + " of " +
                           std::to_string(stored) + " entries of " + conversation);
}

}  // namespace usher::simulation
