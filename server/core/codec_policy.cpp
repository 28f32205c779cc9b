#include "core/codec.hpp"
#include "core/record.hpp"

namespace usher::core {
namespace {

using record::Is;

void fields(auto& f, Is<Hours> auto& hours) {
  f(hours.always, hours.zone);
  for (auto& day : hours.week) f(day);
  f(hours.dates);
}

void fields(auto& f, Is<QueuePolicy> auto& p) {
  f(p.strategy, p.pause_ms, p.wrap_up_ms, p.misses_until_away, p.priority, p.ageing_ms,
    p.last_agent_ms, p.skills, p.skill_ms, p.overflow, p.overflow_ms, p.full_at, p.reopen_at,
    p.visitor_remind_ms, p.visitor_close_ms, p.agent_remind_ms, p.agent_requeue_ms,
    p.answer_within_ms);
  fields(f, p.hours);
  f(p.wait_alarm_ms, p.reply_alarm_ms, p.weight, p.rating_alarm_at);
}

}  // namespace

std::string encode_policy(const QueuePolicy& policy) {
  std::string text;
  record::Writer writer(text);
  fields(writer, policy);
  return text;
}

std::optional<QueuePolicy> decode_policy(std::string_view text) {
  QueuePolicy policy;
  record::Reader reader(text);
  fields(reader, policy);
  if (!reader.good()) return std::nullopt;
  return policy;
}

}  // namespace usher::core
