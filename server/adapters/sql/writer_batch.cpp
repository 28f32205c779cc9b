// What one transaction of the writer holds.

#include <algorithm>

#include "adapters/sql/writer.hpp"
#include "core/codec.hpp"

namespace usher::adapters {
namespace {

constexpr std::size_t kept_bodies_bytes_max = 1024 * 1024;

}  // namespace

void Writer::store_in_transaction(std::vector<Append>& appends, Batch& batch) {
  known_.refresh();
  pending_.clear();
  begin();
  try {
    for (std::size_t i = 0; i < appends.size(); ++i) {
      batch.outcomes[i] = insert(appends[i], batch);
    }
    insert_pending();
    indexer_.move(batch.events);
  } catch (const soci::soci_error& error) {
    throw SqlFailure(trouble_of(*session_, error), error.what());
  }
  statements_->commit();
}

// All of it or, when it does not fit, nothing.
ports::Stored Writer::insert(const Append& append, Batch& batch) {
  if (!is_ours(append.account)) return ports::Stored::fenced;
  if (failed_.contains(append.account)) return ports::Stored::out_of_order;
  Shelf& shelf = shelf_of(append.account);
  const std::size_t entries_before = batch.entries.size();
  const auto refuse = [&] {
    batch.entries.resize(entries_before);
    failed_.insert(append.account);
    return ports::Stored::out_of_order;
  };
  core::Position last = shelf.last;
  for (const core::Recorded& row : append.events) {
    if (row.position != ++last) return refuse();
    const auto entry = tail_entry(shelf.number, row);
    if (!entry) continue;
    if (is_double(append, core::key_of(row.event), *entry, batch)) return refuse();
    batch.entries.push_back(*entry);
  }
  for (const core::Recorded& row : append.events) {
    core::encode_body(row.event, pending_.bodies);
    pending_.rows.push_back(
        {place_of(shelf.number, row.position), row.at.ms, core::name_of(row.event), {}});
    pending_.ends.push_back(pending_.bodies.size());
  }
  shelf.last = last;
  batch.last[shelf.number] = last;
  batch.events += append.events.size();
  return ports::Stored::stored;
}

void Writer::PendingRows::clear() {
  rows.clear();
  ends.clear();
  if (bodies.capacity() > kept_bodies_bytes_max) bodies = {};
  bodies.clear();
}

void Writer::insert_pending() {
  std::size_t begin = 0;
  for (std::size_t i = 0; i < pending_.rows.size(); ++i) {
    const std::size_t end = pending_.ends[i];
    pending_.rows[i].body = std::string_view(pending_.bodies).substr(begin, end - begin);
    begin = end;
  }
  statements_->insert_events(pending_.rows);
  pending_.clear();
}

// Whether the message is stored already. Equal hashes are a hint: author and client id decide.
bool Writer::is_double(const Append& append, const core::EventKey& message,
                       const Tail::Entry& entry, const Batch& batch) {
  const ConversationKey key = entry.first;
  const TailEntry& place = entry.second;
  if (!place.hash || !known_.may_hold(key, place)) return false;
  std::vector<Number> places = known_.places_with(key, *place.hash);
  for (const auto& [other, added] : batch.entries) {
    if (other == key && added.hash == place.hash) places.push_back(added.place);
  }
  if (places.empty()) return false;
  insert_pending();  // so that they can be read
  statements_->join_session();
  return std::any_of(places.begin(), places.end(), [&](Number at) {
    const core::Position first = append.events.front().position;
    const bool is_own = at >= place_of(key.shelf, first);
    const std::optional<core::Recorded> stored =
        is_own ? append.events[position_of(at) - first] : rows_.at(at);
    if (!stored) return false;
    const core::EventKey known = core::key_of(stored->event);
    return known.author == message.author && known.client_id == message.client_id;
  });
}

Writer::Shelf& Writer::shelf_of(core::AccountId account) {
  const auto known = shelves_.find(account.value);
  if (known != shelves_.end()) return known->second;
  std::optional<Number> number = rows_.shelf_of(account);
  if (!number) {
    const auto id = static_cast<Number>(account.value);
    statements_->join_session();
    *session_ << "INSERT INTO shelf (number, account) SELECT coalesce(max(number), 0) + 1, :id"
                 " FROM shelf",
        soci::use(id);
    number = rows_.shelf_of(account);
  }
  return shelves_.emplace(account.value, Shelf{*number, rows_.last_position(*number)})
      .first->second;
}

}  // namespace usher::adapters
