#include "core/codec.hpp"

#include "unit/core/scene.hpp"

namespace usher::test {
namespace {

using core::decode_event;
using core::Event;

const std::string odd =
    std::string("nul\0 ", 5) + "tab\t line\n back\\ \xe4\xbd\xa0\xe5\xa5\xbd \\t end\\";

core::QueuePolicy full_policy() {
  core::QueuePolicy policy;
  policy.strategy = core::Strategy::tiers;
  policy.skills = {"english", odd};
  policy.overflow = support;
  policy.overflow_ms = 1;
  policy.rating_alarm_at = 4;
  policy.hours.always = false;
  policy.hours.zone = "Asia/Shanghai";
  policy.hours.week[0] = {{540, 720}, {780, 1080}};
  policy.hours.week[6] = {{0, 1440}};
  policy.hours.dates = {{20261001, {}}, {20261225, {{540, 720}}}};
  return policy;
}

const core::Region& full_region() {
  static const core::Region region{"CN", {"中国", "广东", "深圳"}, {"China", "Guangdong", ""}};
  return region;
}
const core::Device& full_device() {
  static const core::Device device{core::DeviceKind::phone, "ios", "safari", 17};
  return device;
}

core::Source full_source() {
  return {core::Channel::referral, odd, "a.example", core::KeywordState::hidden, odd, odd,
          {odd, odd, odd, "", odd}};
}

const core::QueueTerms terms{sales, 2, 3};
const core::Skills skills{"english", odd};

std::vector<Event> of_visitors() {
  return {
      event::VisitorInvited{vera, {4}, 3, ann, {7}, core::InvitationKind::card, sales, true, odd},
      event::InvitationAnswered{vera, {4}, 3, core::InvitationAnswer::refused},
      event::InvitationLed{vera, {4}, 3},
      event::VisitorVerified{vera, odd, {true, false, true}},
      event::PersonEdited{vera, ann, odd, odd},
      event::PersonNoted{vera, ann, 7, odd},
      event::PersonTagged{vera, ann, odd, false},
      event::PeopleMerged{vera, {12}, ann},
      event::PeopleSplit{vera, ann},
      event::Forgotten{{vera, willy}, {{7}, {8}}, {{4}}},
      event::Erased{},
  };
}

std::vector<Event> all_events() {
  std::vector<Event> all{
      event::QueueConfigured{{sales, odd, false, 5'000, {}}, 3},
      event::QueueConfigured{{sales, odd, true, 0, full_policy()}, 0},
      event::QueueRemoved{sales, support},
      event::AgentConfigured{{ann, odd, core::Role::admin, 7, {sales, support}, {terms}, skills}},
      event::AgentConfigured{{ann, "", core::Role::agent, 0, {}, {}, {}}},
      event::AgentRemoved{ann},
      event::VisitStarted{vera, {4}, site, odd, {}},
      event::VisitStarted{vera, {4}, site, "", full_source(), full_device(), full_region()},
      event::PageViewed{vera, {4}, odd, "", odd, core::Time{9}},
      event::VisitEnded{vera, {4}},
      event::VisitorIdentified{vera, odd, "", {}, {{odd, odd}, {"empty", ""}}},
      event::ConversationOpened{{7}, vera, site, sales, 0, {}, {}, {}},
      event::ConversationOpened{{7}, vera, site, sales, 9, {"english", odd}, ann, core::Time{5}},
      event::MessagePosted{{7}, 1, author_of(vera), "client\tid", odd},
      event::MessagePosted{{7}, 2, author_of(ann), "id", ""},
      event::Assigned{{7}, 3, ann, {}},
      event::Assigned{
          {7}, 3, ann, core::Why{core::Strategy::tiers, true, 9, 8, 7, {bob, ann}, {bob}}},
      event::Requeued{{7}, 4, core::RequeueReason::reopened_by_visitor, {}, {}, bob, core::Time{4}},
      event::Requeued{{7}, 4, core::RequeueReason::transferred, support, odd, {}, {}},
      event::Transferred{{7}, 5, ann, bob},
      event::Closed{{7}, 5, author_of(ann), true},
      event::Reopened{{7}, 6, author_of(vera)},
      event::Offered{{7}, {2}, ann, core::Time{99}, {}, {}, core::Why{}},
      event::Offered{{7}, {2}, ann, core::Time{99}, bob, odd, {}},
      event::Reminded{{7}, 8, core::AuthorKind::visitor},
      event::OfferEnded{{7}, {2}, ann, core::OfferEnd::withdrawn},
      event::HoldChanged{{7}, ann, true},
      event::LadderStepped{{7}, core::LadderStep::any_skill},
      event::PriorityChanged{{7}, 9, ann},
      event::WrapUpEnded{{7}, ann},
      event::PauseEnded{ann},
      event::QueueHoursChanged{sales, false, core::Time{3}},
      event::QueueHoursChanged{sales, true, {}},
      event::DayBegan{{core::Time{3}, core::Time{90'000'000}}},
      event::DwellTicked{vera, odd, {3'000, 2'000}},
      event::PageDwelled{vera, {4}, odd, {3'000, 2'000}},
      event::ReadMarked{{7}, author_of(ann), 5},
      event::ConversationArchived{{7}},
      event::AgentStatusChanged{ann, core::AgentStatus::online, false},
      event::AgentConnected{ann},
      event::AgentDropped{ann, core::Time{1}},
      event::AgentLost{ann},
      event::LeaseRenewed{ann, core::Time{2}},
      event::DeliveredMarked{{7}, author_of(ann), 5},
      event::VisitorConnected{vera, site},
      event::VisitorDisconnected{vera, core::Time{3}},
      event::ParticipantInvited{{7}, bob, ann, core::ParticipantMode::speak},
      event::ParticipantJoined{{7}, 7, bob, core::ParticipantMode::speak, ann},
      event::ParticipantLeft{{7}, 8, bob, ann},
      event::Supervised{{core::ActKind::give, ann, {7}, bob, ann, {}, {}, {}}},
      event::Supervised{
          {core::ActKind::set_status, ann, {}, bob, {}, {}, core::AgentStatus::away, {}}},
      event::NotePosted{{7}, {1, {}, ann, "client\tid", odd}},
      event::TagChanged{{7}, ann, odd, false},
      event::DispositionChanged{{7}, ann, odd},
      event::MessageLeft{{7}, 9},
      event::Rated{{7}, vera, ann, 2, {"slow", odd}, odd, true},
      event::RatingSkipped{{7}, vera},
      event::WordsConfigured{{"refund", odd}},
      event::WordFound{{7}, 5, core::AuthorKind::agent, odd},
      event::AlarmAcknowledged{{7}, 3, sue},
  };
  for (const Event& each : of_visitors()) all.push_back(each);
  return all;
}

std::string body_of(const Event& e) {
  std::string body;
  core::encode_body(e, body);
  return body;
}

// The first event of a type, written and read.
template <class E>
E reread(std::string_view name) {
  for (const Event& e : all_events()) {
    if (std::holds_alternative<E>(e)) return std::get<E>(*decode_event(name, body_of(e)));
  }
  return {};
}

}  // namespace

TEST_CASE("a policy is read as it was written, and an older one with its defaults") {
  CHECK(core::decode_policy(core::encode_policy(full_policy())) == full_policy());
  CHECK(core::decode_policy(core::encode_policy({})) == core::QueuePolicy{});
  CHECK(core::decode_policy("2") == [] {
    core::QueuePolicy policy;
    policy.strategy = core::Strategy::round_robin;
    return policy;
  }());
  CHECK_FALSE(core::decode_policy("9"));
}

TEST_CASE("every event is read as it was written") {
  std::set<std::string_view> names;
  for (const Event& e : all_events()) {
    const std::string body = body_of(e);
    INFO(core::name_of(e) << " " << body);
    CHECK(body.find('\n') == std::string::npos);
    const auto read = decode_event(core::name_of(e), body);
    REQUIRE(read);
    CHECK(read->index() == e.index());
    CHECK(body_of(*read) == body);
    names.insert(core::name_of(e));
  }
  CHECK(names.size() == std::variant_size_v<Event>);
  const auto message = reread<event::MessagePosted>("message_posted");
  CHECK(message.text == odd);
  const auto identified = reread<event::VisitorIdentified>("visitor_identified");
  CHECK(identified.name == odd);
  CHECK(identified.email == "");
  CHECK_FALSE(identified.phone);
  CHECK(identified.attributes.at(odd) == odd);
}

TEST_CASE("old and newer formats are read: missing fields default, further ones are ignored") {
  const auto old = decode_event("queue_removed", "4");
  REQUIRE(old);
  CHECK(std::get<event::QueueRemoved>(*old).heir.value == 0);
  CHECK(decode_event("agent_lost", "4\tsomething\tnew"));
  const auto page = decode_event("page_viewed", "11\t4\thttps://a\tA");
  REQUIRE(page);
  CHECK(std::get<event::PageViewed>(*page).view.empty());
  CHECK(std::get<event::PageViewed>(*page).opened_at == core::Time{});
}

TEST_CASE("what is no event is refused") {
  CHECK_FALSE(decode_event("no_such_event", "1"));
  CHECK_FALSE(decode_event("agent_lost", "x"));
  CHECK_FALSE(decode_event("agent_lost", "-1"));
  CHECK_FALSE(decode_event("agent_lost", "99999999999999999999"));
  CHECK_FALSE(decode_event("offer_ended", "7\t2\t1\t7"));
  CHECK_FALSE(decode_event("agent_status_changed", "1\t2\tyes"));
  CHECK_FALSE(decode_event("message_posted", "7\t1\t0\t11\tid\tbad \\x"));
  CHECK_FALSE(decode_event("message_posted", "7\t1\t0\t11\tid\tbad \\"));
}

TEST_CASE("stable names: the journal holds them") {
  CHECK(core::name_of(event::MessagePosted{}) == "message_posted");
  CHECK(core::name_of(event::VisitorDisconnected{}) == "visitor_disconnected");
  CHECK(core::name_of(event::ConversationArchived{}) == "conversation_archived");
}

TEST_CASE("a message's key finds it again") {
  const Event e = event::MessagePosted{{7}, 3, author_of(vera), "id", "text"};
  const core::EventKey key = core::key_of(e);
  CHECK(key.conversation.value == 7);
  CHECK(key.seq == 3);
  CHECK(key.author == author_of(vera));
  CHECK(key.client_id == "id");
  CHECK(core::key_of(event::AgentLost{ann}).conversation.value == 0);
}

namespace {

Scene busy_scene() {
  Scene s(true, 2);
  s.does(command::VisitorConnect{vera, site});
  s.does(command::ViewPage{
      vera, site, {5}, odd, odd, odd, {}, 0, full_source(), full_device(), full_region()});
  s.does(command::ViewPage{vera, site, {6}, odd, odd, odd, odd, 500});
  s.does(command::ReportDwell{vera, odd, {500, 400}, true});
  s.does(command::ViewPage{vera, site, {7}, odd, odd, odd, "open"});
  s.does(command::Identify{vera, odd, {}, "", {{"a", odd}}, core::Identity{odd, {true}}});
  s.comes(ann);
  const auto talking = s.asks(vera, odd);
  s.does(command::Accept{ann, talking});
  s.does(command::Mark{author_of(ann), talking, 1, 1});
  s.does(command::Post{ann, talking, "from-ann", odd});
  s.does(command::Hold{ann, talking, true});
  s.does(command::WriteNote{ann, talking, "n1", odd});
  s.does(command::Tag{ann, talking, odd, true});
  s.does(command::Dispose{ann, talking, odd});
  s.does(command::AgentConnect{bob});
  s.does(command::SetStatus{bob, core::AgentStatus::away});
  s.does(command::Invite{ann, talking, bob, core::ParticipantMode::speak});
  s.does(command::Join{bob, talking, core::ParticipantMode::speak});
  s.setting.agents.push_back({sue, "Sue", core::Role::supervisor, 1, {}});
  s.does(s.setting);
  s.does(command::AgentConnect{sue});
  s.does(command::Join{sue, talking, core::ParticipantMode::watch});
  const auto left = s.asks(willy);
  s.does(command::Decline{ann, left});
  s.does(command::LeaveMessage{willy, left, {odd, {}, "+86 13800138000"}});
  const auto closed = s.asks(xenia);
  s.does(command::Close{author_of(xenia), closed});
  s.does(command::VisitorConnect{xenia, site});
  s.does(command::ViewPage{xenia, site, {8}, odd, odd, odd});
  s.does(command::InviteVisitor{ann, xenia, core::InvitationKind::chat, odd, sales});
  s.does(command::AnswerInvitation{xenia, site, 1, false, {}});
  command::InviteVisitor again{ann, xenia, core::InvitationKind::card, odd, sales};
  again.caps.cool_down_ms = 0;
  s.does(again);
  s.does(command::Recover{});
  return s;
}

}  // namespace

TEST_CASE("a snapshot gives the same floor, and so do the events") {
  const Scene s = busy_scene();
  const auto read = core::decode_snapshot(core::encode_snapshot(s.floor));
  REQUIRE(read);
  core::Floor expected = s.floor;
  // Transient: visits linger, and a rebuilt floor has not looked at its queues yet.
  std::erase_if(expected.deadlines,
                [](const auto& d) { return d.due == core::Floor::Due::linger; });
  for (auto& [id, visitor] : expected.visitors) {
    visitor.connected = false;
    visitor.linger_until.reset();
  }
  core::Floor snapshot = *read;
  snapshot.unsettled.clear();
  CHECK(snapshot == expected);

  core::Floor rebuilt;
  for (const core::Recorded& row : s.journal) core::evolve(rebuilt, row.event, row.at);
  rebuilt.unsettled.clear();
  rebuilt.now = expected.now;
  CHECK(rebuilt == expected);
}

TEST_CASE("a damaged snapshot is none") {
  const std::string whole = core::encode_snapshot(busy_scene().floor);
  CHECK_FALSE(core::decode_snapshot(""));
  CHECK_FALSE(core::decode_snapshot("usher-floor-2" + whole.substr(13)));
  CHECK_FALSE(core::decode_snapshot(whole + "x"));
  for (std::size_t i = 0; i < whole.size(); i += 7) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 1);
    CHECK_FALSE(core::decode_snapshot(damaged));
    CHECK_FALSE(core::decode_snapshot(whole.substr(0, i)));
  }
}

TEST_CASE("deciding is pure") {
  const Scene s = busy_scene();
  const core::Floor before = s.floor;
  const core::Command ask = command::Ask{willy, site, {}, {900}, "again", "and again"};
  const auto once = std::get<core::Decision>(core::decide(s.floor, ask, s.now));
  const auto twice = std::get<core::Decision>(core::decide(s.floor, ask, s.now));
  CHECK(s.floor == before);
  REQUIRE(once.events.size() == twice.events.size());
  for (std::size_t i = 0; i < once.events.size(); ++i) {
    CHECK(body_of(once.events[i]) == body_of(twice.events[i]));
  }
}

}  // namespace usher::test
