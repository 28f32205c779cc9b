// Invitations between a console and a widget.

#include "small_house.hpp"
#include "support/catch.hpp"

using namespace usher;
using test::Json;
using test::Line;
using test::SmallHouse;

namespace {

struct Shop : SmallHouse {
  std::unique_ptr<Line> ann = agent();
  std::unique_ptr<Line> vera = visitor();

  Shop() { browses(*vera, "https://shop.example/"); }

  void browses(Line& line, const std::string& url) {
    say(line, {{"type", "page"}, {"url", url}, {"title", "Tea"}, {"referrer", ""}});
  }
  void invites(const std::string& kind = "bubble") {
    say(*ann, {{"type", "invite_visitor"},
               {"visitor", vera->last("visitor_welcome")["visitor"]},
               {"kind", kind},
               {"text", "Can I help?"}});
  }
  void answers(int invitation, bool accepted) {
    say(*vera, {{"type", "answer_invitation"}, {"invitation", invitation}, {"accepted", accepted}});
  }
};

}  // namespace

TEST_CASE("a visitor is told of an invitation, in every tab and after coming back") {
  Shop shop;
  const std::string token = shop.vera->last("visitor_welcome")["token"];
  shop.invites("card");
  const Json standing{{"invitation", 1},
                      {"kind", "card"},
                      {"text", "Can I help?"},
                      {"agent", {{"agent", "a_b"}, {"name", "ann"}}}};
  CHECK(shop.vera->last("invitation")["invitation"] == standing);
  const auto again = shop.visitor(token);
  CHECK(again->last("visitor_welcome")["invitation"] == standing);
  shop.answers(1, false);
  CHECK(again->last("invitation")["invitation"]["answer"] == "refused");
  const auto later = shop.visitor(token);
  CHECK_FALSE(later->last("visitor_welcome").contains("invitation"));
}

TEST_CASE("who accepts has the inviting agent at once, and its words") {
  Shop shop;
  shop.invites();
  shop.answers(1, true);
  const Json mine = shop.ann->last("conversation_listed")["conversation"];
  CHECK(mine["state"] == "assigned");
  CHECK(mine["agent"]["name"] == "ann");
  CHECK(mine["visitor"]["visit"]["invitation"]["state"] == "accepted");
  CHECK(shop.vera->last("conversation_changed")["conversation"]["agent"]["name"] == "ann");
  const Json first = shop.vera->all("entry").front()["entry"];
  CHECK(first["text"] == "Can I help?");
  CHECK(first["author"]["name"] == "ann");
}

TEST_CASE("the table of visitors shows how an invitation stands") {
  Shop shop;
  shop.say(*shop.ann, {{"type", "watch_visitors"}, {"active", true}});
  CHECK_FALSE(shop.ann->last("visitor_rows")["rows"][0].contains("invited"));
  const auto told = [&shop] {
    shop.pass(limits::visitor_rows_ms);
    return shop.ann->last("visitor_rows_changed")["rows"][0];
  };
  shop.invites();
  CHECK(told()["invited"] == "invited");
  shop.answers(1, false);
  CHECK(told()["invited"] == "refused");
}

TEST_CASE("an agent hears why nobody was invited") {
  Shop shop;
  shop.say(*shop.ann,
           {{"type", "invite_visitor"}, {"visitor", "v_1"}, {"kind", "bubble"}, {"text", "Hello"}});
  CHECK(shop.ann->last("error")["code"] == "not_on_site");
  shop.invites();
  shop.invites();
  CHECK(shop.ann->last("error")["code"] == "invited_already");
  CHECK(shop.ann->last("error")["reply_to"] == "invite_visitor");
  shop.answers(1, false);
  shop.invites();
  CHECK(shop.ann->last("error")["code"] == "cooling_down");
  shop.answers(1, true);
  CHECK(shop.vera->last("error")["code"] == "no_such_invitation");
}
