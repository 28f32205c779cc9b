// What visitors find among an account's answers.

#include "app/faq.hpp"

#include "app/faq_readers.hpp"
#include "core/faq_limits.hpp"
#include "support/catch.hpp"

using namespace usher;
using app::Faq;
using ports::FaqEntry;

namespace {

using Texts = std::vector<std::string>;

constexpr core::SiteId shop{11};
constexpr core::SiteId club{12};

ports::Site site(core::SiteId id = shop, const std::string& language = {}) {
  ports::Site made;
  made.id = id;
  made.language = language;
  return made;
}

FaqEntry entry(const std::string& question, const std::string& answer,
               const std::string& language = {}) {
  static std::uint64_t last = 100;
  return {{1}, {++last}, "", question, answer, language, {}, 0, true};
}

std::vector<FaqEntry> ranked(std::vector<FaqEntry> entries) {
  for (std::size_t i = 0; i < entries.size(); ++i) entries[i].rank = static_cast<std::uint32_t>(i);
  return entries;
}

Texts questions(const Faq::Found& found) {
  Texts texts;
  for (const FaqEntry* each : found) texts.push_back(each->question);
  return texts;
}

Texts find(const Faq& faq, std::string_view query, std::string_view language = {}) {
  const ports::Site asked = site();
  return questions(faq.find({asked, language}, query, 10));
}

Texts first(const Faq& faq, const ports::Site& asked, std::string_view language) {
  return questions(faq.first({asked, language}, 10));
}

Faq tea_shop() {
  return Faq(ranked({
      entry("怎么退款？", "在订单页面点“申请退款”，三个工作日到账。"),
      entry("多久发货？", "付款后 24 小时内发货，退货的运费由我们承担。"),
      entry("可以开发票吗？", "可以，请在结算时填写抬头。"),
      entry("How do I get a refund?", "Ask for it on the page of your order."),
      entry("Which teas keep best?", "Pu'er keeps for decades; refunds are another matter."),
      entry("Ｗｉ－Ｆｉ 密码", "ÉCLAIR Ärger ЧАЙ"),
  }));
}

}  // namespace

TEST_CASE("a question in Chinese is found by the words in it, the question before the answer") {
  const Faq faq = tea_shop();
  CHECK(find(faq, "我想退款") == Texts{"怎么退款？"});
  CHECK(find(faq, "退款多久到账").front() == "怎么退款？");
  CHECK(find(faq, "发货").front() == "多久发货？");
  CHECK(find(faq, "怎么开发票呢").front() == "可以开发票吗？");
  CHECK(find(faq, "运费") == Texts{"多久发货？"});
}

TEST_CASE("one character finds what has it; beside pairs it finds nothing alone") {
  const Faq faq = tea_shop();
  CHECK(find(faq, "货") == Texts{"多久发货？"});
  CHECK(find(faq, "货架").empty());
}

TEST_CASE("words are found in any case, and the last one by its beginning") {
  const Faq faq = tea_shop();
  CHECK(find(faq, "REFUND").front() == "How do I get a refund?");
  CHECK(find(faq, "ref").front() == "How do I get a refund?");
  CHECK(find(faq, "ref please").empty());
  CHECK(find(faq, "wi-fi") == Texts{"Ｗｉ－Ｆｉ 密码"});
  CHECK(find(faq, "éclair чай") == Texts{"Ｗｉ－Ｆｉ 密码"});
  CHECK(find(faq, "zebra").empty());
}

TEST_CASE("a rare word says more than one that all have, and equals stand in their order") {
  const Faq faq(ranked({entry("order tea", "x"), entry("order tea", "y"), entry("order milk", "z"),
                        entry("order again", "z")}));
  CHECK(find(faq, "order milk ").front() == "order milk");
  const ports::Site asked = site();
  const auto found = faq.find({asked, {}}, "order tea ", 2);
  REQUIRE(found.size() == 2);
  CHECK(found[0]->answer == "x");
  CHECK(found[1]->answer == "y");
}

TEST_CASE("without a word in it a query finds the first ones") {
  const Faq faq = tea_shop();
  for (const char* query : {"", "  ", "？！"}) {
    CHECK(find(faq, query).size() == 6);
    CHECK(find(faq, query).front() == "怎么退款？");
  }
}

TEST_CASE("drafts are for nobody, and an entry only for the sites that it names") {
  FaqEntry draft = entry("draft", "x");
  draft.published = false;
  FaqEntry of_club = entry("club", "x");
  of_club.sites = {club};
  const Faq faq(ranked({draft, of_club, entry("all", "x")}));
  CHECK(first(faq, site(shop), "") == Texts{"all"});
  CHECK(first(faq, site(club), "") == Texts{"club", "all"});
  CHECK(find(faq, "draft").empty());
  CHECK(find(faq, "club").empty());
  CHECK_FALSE(faq.entry(site(shop), draft.id));
  CHECK_FALSE(faq.entry(site(shop), of_club.id));
  CHECK(faq.entry(site(club), of_club.id)->question == "club");
}

TEST_CASE("a visitor reads its own language, else a near one, else the site's, else any") {
  const Faq faq(ranked({entry("cn", "x", "zh-CN"), entry("tw", "x", "zh-TW"),
                        entry("en", "x", "en"), entry("for all", "x")}));
  CHECK(first(faq, site(), "zh-tw") == Texts{"tw", "for all"});
  CHECK(first(faq, site(), "zh-HK") == Texts{"cn", "tw", "for all"});
  CHECK(first(faq, site(), "en-GB") == Texts{"en", "for all"});
  CHECK(first(faq, site(shop, "en"), "fr") == Texts{"en", "for all"});
  CHECK(first(faq, site(shop, "de"), "fr") == Texts{"cn", "tw", "en", "for all"});
  CHECK(first(faq, site(shop, "zh-CN"), "") == Texts{"cn", "for all"});
  CHECK(find(faq, "tw", "zh-CN").empty());
}

TEST_CASE("a language that has no entries on this site does not hide the others") {
  FaqEntry of_club = entry("club", "x", "fr");
  of_club.sites = {club};
  const Faq faq(ranked({of_club, entry("cn", "x", "zh-CN")}));
  CHECK(first(faq, site(shop, "zh-CN"), "fr") == Texts{"cn"});
}

TEST_CASE("of a long query the beginning counts, and of a long answer") {
  std::string query;
  for (std::size_t i = 0; i < limits::faq_query_terms_max; ++i) query += "x ";
  const Faq faq(
      ranked({entry("refund", std::string(limits::faq_indexed_bytes_max, ' ') + "late")}));
  CHECK(find(faq, query + "refund").empty());
  CHECK(find(faq, "late").empty());
  CHECK(find(faq, "refund").size() == 1);
}

TEST_CASE("reading and judging an answer count once a visit") {
  std::map<ports::FaqEntryId, ports::FaqTally> counted;
  app::FaqReaders readers([&](ports::FaqEntryId id, const auto& more) { counted[id] += more; });
  const app::FaqReaders::Stay stay{{1}, {5}};
  readers.read(stay, {7});
  readers.read(stay, {7});
  CHECK_FALSE(readers.rating(stay, {7}));
  readers.rate(stay, {7}, false);
  readers.rate(stay, {7}, true);
  CHECK(counted[{7}] == ports::FaqTally{1, 0, 1});
  CHECK(readers.rating(stay, {7}) == false);
  readers.rate({{1}, {6}}, {7}, true);
  CHECK(counted[{7}] == ports::FaqTally{2, 1, 1});
  for (std::uint64_t i = 0; i < 2 * limits::faq_marks_max; ++i) readers.read(stay, {1'000 + i});
  CHECK(counted.size() == limits::faq_marks_max);
}

TEST_CASE("of visits that read something only the latest are remembered") {
  std::uint64_t shown = 0;
  app::FaqReaders readers([&](ports::FaqEntryId, const auto& more) { shown += more.shown; });
  for (std::uint64_t i = 1; i <= limits::faq_visits_max + 1; ++i) readers.read({{i}, {i}}, {7});
  readers.read({{2}, {2}}, {7});
  CHECK(shown == limits::faq_visits_max + 1);
  readers.read({{1}, {1}}, {7});
  CHECK(shown == limits::faq_visits_max + 2);
}
