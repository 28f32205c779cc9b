#include "core/codec_today.hpp"

namespace usher::core {
namespace {

using record::Is;

void fields(auto& f, Is<Figures> auto& figures) {
  f(figures.opened, figures.answered, figures.answered_in_time, figures.abandoned, figures.handled,
    figures.missed, figures.declined, figures.first_response.count, figures.first_response.sum_ms,
    figures.handle.count, figures.handle.sum_ms, figures.online_ms);
  for (auto& each : figures.waits.counts) f(each);
  f(figures.ratings, figures.rating_sum);
}
void fields(auto& f, Is<Standing> auto& standing) {
  f(standing.status, standing.connected, standing.since);
}
void fields(auto& f, Is<Turn> auto& turn) { f(turn.since, turn.replied, turn.unanswered_since); }

void fields(auto& f, Is<CountedRating> auto& counted) {
  f(counted.queue, counted.agent, counted.score);
}

void lines(std::string_view kind, const auto& map, std::string& out) {
  for (const auto& [key, value] : map) {
    out += kind;
    out += '\t';
    record::Writer writer(out);
    writer(key);
    fields(writer, value);
    out += '\n';
  }
}

template <class Key, class Value>
bool entry(std::map<Key, Value>& map, record::Reader& reader) {
  Key key;
  Value value;
  reader(key);
  fields(reader, value);
  return map.emplace(key, value).second;
}

}  // namespace

void encode_today(const Today& today, std::string& out) {
  out += "today\t";
  record::Writer writer(out);
  writer(today.day.begins_at, today.day.ends_at);
  out += '\n';
  lines("queue_today", today.queues, out);
  lines("agent_today", today.agents, out);
  lines("standing", today.standings, out);
  lines("turn", today.turns, out);
  lines("rating_today", today.ratings, out);
}

bool decode_today(Today& today, std::string_view kind, record::Reader& reader) {
  if (kind == "today") {
    reader(today.day.begins_at, today.day.ends_at);
    return true;
  }
  if (kind == "queue_today") return entry(today.queues, reader);
  if (kind == "agent_today") return entry(today.agents, reader);
  if (kind == "standing") return entry(today.standings, reader);
  if (kind == "rating_today") return entry(today.ratings, reader);
  return kind == "turn" && entry(today.turns, reader);
}

}  // namespace usher::core
