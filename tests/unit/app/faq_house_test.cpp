// Answers from the page where admins write them to the visitors who read them.

#include "core/faq_limits.hpp"
#include "office.hpp"
#include "support/catch.hpp"

using namespace usher;
using test::Answer;
using test::Json;
using test::Line;
using test::Office;

namespace {

Json question(const std::string& text, bool published = true) {
  return {{"question", text}, {"answer", "三天。"}, {"published", published}};
}

std::string add(Office& office, const Json& body) {
  const Answer made = office.admin("POST", "faq", body);
  REQUIRE(made.status == 201);
  return made.body.at("entry").at("entry");
}

Json found(Office& office, Line& visitor, const std::string& query) {
  office.house.say(visitor, {{"type", "search_faq"}, {"query", query}});
  const Json answer = visitor.last("faq_entries");
  CHECK(answer.at("query") == query);
  return answer.at("entries");
}

std::vector<std::string> listed(const Json& body) {
  std::vector<std::string> ids;
  for (const Json& each : body.at("faq")) ids.push_back(each.at("entry"));
  return ids;
}

}  // namespace

TEST_CASE("faults of a question name the member, and only admins write") {
  Office office;
  const auto fault = [&](const Json& change) {
    Json body = question("多久？");
    body.update(change);
    const Answer answer = office.admin("POST", "faq", body);
    CHECK(answer.status == 400);
    return answer.code() + " " + answer.field();
  };
  const auto sites = [](const Json& list) { return Json{{"sites", list}}; };
  CHECK(fault({{"question", ""}}) == "bad_value question");
  CHECK(fault({{"question", "a\nb"}}) == "bad_value question");
  CHECK(fault({{"question", std::string(301, 'x')}}) == "too_long question");
  CHECK(fault({{"answer", std::string(4'001, 'x')}}) == "too_long answer");
  CHECK(fault({{"category", std::string(65, 'x')}}) == "too_long category");
  CHECK(fault({{"language", "Chinese!"}}) == "bad_value language");
  CHECK(fault({{"language", "-"}}) == "bad_value language");
  CHECK(fault({{"published", 1}}) == "wrong_type published");
  CHECK(fault(sites({"s_zz"})) == "bad_value sites");
  CHECK(fault(sites({7})) == "bad_value sites");
  CHECK(fault(sites(Json::array_t(51, "s_2"))) == "too_many sites");
  CHECK(fault({{"rank", 1}}) == "unknown_field rank");
  CHECK(office.admin("POST", "faq", {{"question", "x"}}).field() == "answer");
  CHECK(office.ask("sue", "POST", "faq", question("x")).status == 403);
  CHECK(office.ask("ann", "GET", "faq").status == 403);
  CHECK(office.admin("GET", "faq").body.at("faq").empty());
}

TEST_CASE("an account has so many questions and no more") {
  Office office;
  std::vector<ports::FaqEntry> entries;
  for (std::uint64_t i = 1; i <= limits::faq_entries_max; ++i) {
    entries.push_back({office.house.account.id, {i}, "", "q", "a", "", {}, 0, false});
  }
  office.house.directory.put(entries);
  CHECK(office.admin("POST", "faq", question("one more")).code() == "too_many");
}

TEST_CASE("a question comes back as it was written, in the order that admins gave") {
  Office office;
  Json whole = question("多久？");
  whole.update({{"category", "退款"}, {"language", "zh-CN"}, {"sites", {"s_2", "s_2"}}});
  const std::string one = add(office, whole);
  const std::string two = add(office, question("two"));
  const std::string three = add(office, question("three"));
  const Json all = office.ask("sue", "GET", "faq").body;
  CHECK(listed(all) == std::vector{one, two, three});
  whole.update(
      {{"entry", one}, {"sites", {"s_2"}}, {"shown", 0}, {"helped", 0}, {"not_helped", 0}});
  CHECK(all.at("faq")[0] == whole);

  const Answer moved = office.admin("PUT", "faq", {{"entries", {three, one, two}}});
  CHECK(listed(moved.body) == std::vector{three, one, two});
  CHECK(office.admin("PUT", "faq", {{"entries", {one, two}}}).field() == "entries");
  CHECK(office.admin("PUT", "faq", {{"entries", {one, two, two}}}).field() == "entries");
  CHECK(office.admin("PUT", "faq", {{"entries", {one, two, three, "f_zz"}}}).field() == "entries");
  CHECK(office.admin("DELETE", "faq/" + one).status == 204);
  CHECK(office.admin("DELETE", "faq/" + one).status == 404);
  CHECK(listed(office.admin("GET", "faq").body) == std::vector{three, two});
}

TEST_CASE("a site's language is a tag") {
  Office office;
  CHECK(office.admin("PUT", "sites/s_2", {{"language", "zh-CN"}}).body.at("site").at("language") ==
        "zh-CN");
  CHECK(office.admin("PUT", "sites/s_2", {{"language", "zh_CN"}}).field() == "language");
  CHECK(office.admin("PUT", "sites/s_2", {{"language", ""}}).status == 200);
}

TEST_CASE("an open page finds a question as it was changed, and hears of no draft") {
  Office office;
  auto early = office.house.visitor();
  CHECK_FALSE(early->last("visitor_welcome").at("site").contains("faq"));
  const std::string id = add(office, question("怎么退款？", false));
  CHECK(found(office, *early, "退款").empty());
  office.admin("PUT", "faq/" + id, question("怎么退款？"));
  CHECK(found(office, *early, "退款")[0].at("entry") == id);
  office.admin("PUT", "faq/" + id, question("怎么换货？"));
  CHECK(found(office, *early, "退款").empty());
  CHECK(found(office, *early, "我要换货")[0].at("question") == "怎么换货？");
  Json english = question("Exchange?");
  english["language"] = "en";
  add(office, english);
  office.house.say(*early, {{"type", "search_faq"}, {"query", "exchange"}, {"language", "en"}});
  CHECK(early->last("faq_entries").at("entries")[0].at("question") == "Exchange?");
  auto late = office.house.visitor();
  CHECK(late->last("visitor_welcome").at("site").at("faq") == true);
}

TEST_CASE("what visitors said of an answer is counted once, stored, and shown to its admins") {
  Office office;
  const std::string id = add(office, question("怎么退款？"));
  auto visitor = office.house.visitor();
  const Json about{{"type", "read_faq"}, {"entry", id}};
  const Json helped{{"type", "rate_faq"}, {"entry", id}, {"helped", true}};
  for (const Json& frame : {about, about, helped, helped}) office.house.say(*visitor, frame);
  CHECK(found(office, *visitor, "")[0].at("helped") == true);
  auto other = office.house.visitor();
  CHECK_FALSE(found(office, *other, "")[0].contains("helped"));
  office.house.say(*other, about);
  office.house.clock.time.ms += limits::faq_count_ms;
  office.house.loop.advance(office.house.clock.time);
  office.house.restart();
  const Json entry = office.admin("GET", "faq").body.at("faq")[0];
  CHECK(entry.at("shown") == 2);
  CHECK(entry.at("helped") == 1);
  CHECK(entry.at("not_helped") == 0);
  other = office.house.visitor();
  office.house.say(*other, {{"type", "read_faq"}, {"entry", "f_zz"}});
  CHECK(other->last("error").at("code") == "unknown_faq");
}

TEST_CASE("a set of replies keeps its messages, within its limits") {
  Office office;
  Json set{{"name", "promo"}, {"text", "1"}, {"more", {"2", "3"}}, {"scope", "personal"}};
  const Answer made = office.ask("ann", "POST", "canned", set);
  CHECK(made.body.at("reply").at("more") == Json{"2", "3"});
  CHECK(office.ask("ann", "GET", "canned").body.at("canned")[0].at("more") == Json{"2", "3"});
  const auto fault = [&](const Json& more) {
    set["more"] = more;
    const Answer answer = office.ask("ann", "POST", "canned", set);
    CHECK(answer.status == 400);
    return answer.code() + " " + answer.field();
  };
  CHECK(fault(Json::array_t(10, "x")) == "too_many more");
  CHECK(fault({"x", ""}) == "bad_value more.1");
  CHECK(fault({"x", 7}) == "wrong_type more.1");
  CHECK(fault({std::string(4'001, 'x')}) == "too_long more.0");
  CHECK(fault("x") == "wrong_type more");
  const std::string path = "canned/" + made.body.at("reply").at("reply").get<std::string>();
  set.erase("more");
  CHECK(office.ask("ann", "PUT", path, set).body.at("reply").at("more") == Json{"2", "3"});
}
