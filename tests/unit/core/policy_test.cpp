#include "core/policy.hpp"

#include <functional>
#include <string>

#include "core/limits.hpp"
#include "support/catch.hpp"

namespace usher::test {
namespace {

using core::QueuePolicy;

std::string fault(const std::function<void(QueuePolicy&)>& change) {
  QueuePolicy policy;
  change(policy);
  const auto found = core::fault_of(policy);
  return found ? found->field : "";
}

void shop_hours(QueuePolicy& policy) {
  policy.hours.always = false;
  policy.hours.zone = "Europe/Berlin";
  policy.hours.week[0] = {{540, 720}, {780, 1080}};
}

}  // namespace

TEST_CASE("a policy's faults name the field") {
  CHECK(fault([](auto&) {}).empty());
  CHECK(fault([](auto& p) { p.pause_ms = -1; }) == "pause_ms");
  CHECK(fault([](auto& p) { p.wrap_up_ms = limits::policy_ms_max + 1; }) == "wrap_up_ms");
  CHECK(fault([](auto& p) { p.ageing_ms = 0; }) == "ageing_ms");
  CHECK(fault([](auto& p) { p.answer_within_ms = 0; }) == "answer_within_ms");
  CHECK(fault([](auto& p) { p.priority = 10; }) == "priority");
  CHECK(fault([](auto& p) { p.weight = 0; }) == "weight");
  CHECK(fault([](auto& p) { p.weight = 21; }) == "weight");
  CHECK(fault([](auto& p) { p.misses_until_away = 101; }) == "misses_until_away");
  CHECK(fault([](auto& p) { p.rating_alarm_at = 6; }) == "rating_alarm_at");
  CHECK(fault([](auto& p) { p.skills = {""}; }) == "skills");
  CHECK(fault([](auto& p) { p.skills.assign(33, "x"); }) == "skills");
  CHECK(fault([](auto& p) { p.overflow = core::QueueId{2}; }) == "overflow_ms");
  CHECK(fault([](auto& p) { p.full_at = p.reopen_at = 5; }) == "reopen_at");
  CHECK(fault([](auto& p) { p.full_at = limits::full_at_max + 1; }) == "full_at");
  CHECK(fault([](auto& p) { p.visitor_remind_ms = p.visitor_close_ms = 9; }) == "visitor_close_ms");
  CHECK(fault([](auto& p) {
          p.agent_remind_ms = 9;
          p.agent_requeue_ms = 8;
        }) == "agent_requeue_ms");
}

TEST_CASE("hours are checked when they count") {
  CHECK(fault(shop_hours).empty());
  CHECK(fault([](auto& p) { p.hours.week[0] = {{9, 3}}; }).empty());  // always open
  const auto with = [](const std::function<void(core::Hours&)>& change) {
    return fault([&](auto& p) {
      shop_hours(p);
      change(p.hours);
    });
  };
  CHECK(with([](auto& h) { h.zone.clear(); }) == "hours.zone");
  CHECK(with([](auto& h) { h.week[6] = {{60, 60}}; }) == "hours.week.6");
  CHECK(with([](auto& h) { h.week[6] = {{60, 120}, {119, 130}}; }) == "hours.week.6");
  CHECK(with([](auto& h) { h.week[6] = {{60, 1441}}; }) == "hours.week.6");
  CHECK(with([](auto& h) { h.week[6] = {{0, 1440}}; }).empty());
  CHECK(with([](auto& h) { h.dates = {{20260229, {}}}; }) == "hours.dates.0");
  CHECK(with([](auto& h) { h.dates = {{20280229, {}}, {20280229, {}}}; }) == "hours.dates.1");
  CHECK(with([](auto& h) { h.dates = {{20261225, {{5, 4}}}}; }) == "hours.dates.0");
}

TEST_CASE("skills are a set") {
  core::Skills skills{"b", "a", "b"};
  core::normalise(skills);
  CHECK(skills == core::Skills{"a", "b"});
}

}  // namespace usher::test
