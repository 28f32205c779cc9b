// The account and its sites over the API.

#include "office.hpp"
#include "support/catch.hpp"

using namespace usher;
using test::Answer;
using test::Json;
using test::Office;

TEST_CASE("an account's name and time zone are changed by its admins") {
  Office office;
  const Json account = office.ask("sue", "GET", "account").body.at("account");
  CHECK(account == Json{{"name", "Test"}, {"zone", "UTC"}, {"words", Json::array()}});
  const Answer renamed = office.admin("PUT", "account", {{"name", "茶店"}});
  CHECK(renamed.body.at("account") ==
        Json{{"name", "茶店"}, {"zone", "UTC"}, {"words", Json::array()}});
  CHECK(office.ask("sue", "GET", "account").body == renamed.body);
  const Answer elsewhere = office.admin("PUT", "account", {{"zone", "Mars/Olympus_Mons"}});
  CHECK(elsewhere.status == 400);
  CHECK(elsewhere.code() + " " + elsewhere.field() == "bad_value zone");
  CHECK(office.admin("PUT", "account", {{"visitor_key", "x"}}).code() == "unknown_field");
  CHECK(office.ask("sue", "PUT", "account", {{"name", "x"}}).status == 403);
}

TEST_CASE("a site's form and reply come back as they were written, and faults name the member") {
  Office office;
  const Json all = office.ask("sue", "GET", "sites").body.at("sites");
  REQUIRE(all.size() == 1);
  const std::string path = "sites/" + all[0].at("site").get<std::string>();
  CHECK(all[0].at("key") == "s_test");
  CHECK(all[0].at("form").empty());
  const Json topic{{"kind", "choice"},
                   {"name", "topic"},
                   {"label", "咨询什么？"},
                   {"required", true},
                   {"options", {"退款", "发货"}}};
  const Json email{{"kind", "email"},
                   {"name", ""},
                   {"label", ""},
                   {"required", true},
                   {"options", Json::array()}};
  const Json wanted{{"form", {email, topic}}, {"left_reply", "明天\n回复"}};
  const Answer saved = office.admin("PUT", path, wanted);
  CHECK(saved.status == 200);
  CHECK(saved.body.at("site").at("form") == wanted.at("form"));
  CHECK(office.admin("GET", path).body == saved.body);
  CHECK(office.admin("PUT", path, {{"name", "店"}}).body.at("site").at("form").size() == 2);

  const auto fault = [&](const Json& body) {
    const Answer answer = office.admin("PUT", path, body);
    CHECK(answer.status == 400);
    return answer.code() + " " + answer.field();
  };
  const auto form = [&](const Json& change) {
    Json field = topic;
    field.update(change);
    return Json{{"form", {email, field}}};
  };
  CHECK(all[0].at("typing_preview") == false);
  const Answer previews = office.admin("PUT", path, {{"typing_preview", true}});
  CHECK(previews.body.at("site").at("typing_preview") == true);
  CHECK(fault({{"typing_preview", 1}}) == "wrong_type typing_preview");
  CHECK(fault(form({{"kind", "age"}})) == "bad_value form.1.kind");
  CHECK(fault(form({{"name", ""}})) == "bad_value form.1.name");
  CHECK(fault(form({{"label", ""}})) == "bad_value form.1.label");
  CHECK(fault(form({{"options", {"one"}}})) == "bad_value form.1.options");
  CHECK(fault(form({{"options", {1, 2}}})) == "wrong_type form.1.options");
  CHECK(fault(form({{"required", "yes"}})) == "wrong_type form.1.required");
  CHECK(fault(form({{"colour", "red"}})) == "unknown_field form.1.colour");
  CHECK(fault({{"form", {{{"label", "x"}}}}}) == "missing_field form.0.kind");
  CHECK(fault({{"form", {email, email}}}) == "bad_value form.1.kind");
  CHECK(fault({{"form", Json::array_t(11, email)}}) == "too_many form");
  CHECK(fault({{"form", "none"}}) == "wrong_type form");
  CHECK(fault({{"left_reply", std::string(2'001, 'x')}}) == "too_long left_reply");
  CHECK(fault({{"name", ""}}) == "bad_value name");
  CHECK(fault({{"key", "s_other"}}) == "unknown_field key");
  CHECK(office.admin("GET", path).body.at("site").at("form").size() == 2);
  CHECK(office.ask("sue", "PUT", path, wanted).status == 403);
  CHECK(office.admin("PUT", "sites/s_zz", wanted).status == 404);
}
