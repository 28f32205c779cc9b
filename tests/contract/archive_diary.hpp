#pragma once
// What archives are told in their tests.

#include <string>
#include <vector>

#include "ports/archive.hpp"

namespace usher::test {

namespace event = core::event;
using core::ConversationId;
using core::Time;
using core::VisitId;
using core::VisitorId;

inline constexpr core::AccountId account{1'700'000'000'001};
inline constexpr core::AccountId other{1'700'000'000'002};
inline constexpr core::AgentId ann{41};
inline constexpr core::AgentId bob{42};
inline constexpr VisitorId vera{11};
inline const core::Region shenzhen{
    "CN", {"中国", "广东", "深圳"}, {"China", "Guangdong", "Shenzhen"}};

// Events of an account, each a second after the one before.
struct Diary {
  std::vector<core::Recorded> rows;

  void add(core::Event event) {
    const core::Position position = rows.size() + 1;
    rows.push_back({position, Time{static_cast<std::int64_t>(position) * 1'000}, std::move(event)});
  }
  void visit(VisitorId visitor, VisitId visit, const std::string& engine) {
    core::Source source;
    source.channel = core::Channel::search;
    source.name = engine;
    source.campaign.name = "双十一";
    add(event::VisitStarted{
        visitor, visit, {21}, "https://www.example/", source, core::Device{}, shenzhen});
  }
  void page(VisitorId visitor, VisitId visit, const std::string& view, const std::string& url) {
    add(event::PageViewed{visitor, visit, url, "Title of " + view, view, {}});
  }
  void open(VisitorId visitor, ConversationId id) {
    add(event::ConversationOpened{id, visitor, {21}, {31}, 0, {}, {}, {}});
  }
  void say(core::Author author, ConversationId id, const std::string& text) {
    add(event::MessagePosted{id, rows.size(), author, "m" + std::to_string(rows.size()), text});
  }
};

inline core::Author by(core::AgentId agent) { return core::author_of(agent); }
inline core::Author by(VisitorId visitor) { return core::author_of(visitor); }

// vera comes from baidu, reads two pages, asks about a refund, is answered by ann, rates it,
// leaves.
inline Diary story() {
  Diary diary;
  diary.visit(vera, {101}, "baidu");
  diary.page(vera, {101}, "p1", "https://shop.example/tea?utm=1");
  diary.page(vera, {101}, "p2", "https://shop.example/cart");
  diary.add(event::PageDwelled{vera, {101}, "p1", {4'000, 3'000}});
  diary.add(event::VisitorIdentified{vera, "薇拉", {}, "+86 138", {{"plan", "Gold"}}});
  diary.open(vera, {201});
  diary.say(by(vera), {201}, "我想退款，订单 A1234");
  diary.add(event::Assigned{{201}, 2, ann, {}});
  diary.say(by(ann), {201}, "Refunds take three days");
  diary.add(event::Closed{{201}, 4, by(ann)});
  diary.add(event::Rated{{201}, vera, ann, 5, {}, "", false});
  diary.add(event::VisitEnded{vera, {101}});
  return diary;
}

}  // namespace usher::test
