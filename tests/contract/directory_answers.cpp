// What ports/directory.hpp promises of answers: sets of canned replies, and what visitors read.

#include "adapters/memory/directory.hpp"
#include "adapters/sql/directory.hpp"
#include "support/catch.hpp"
#include "support/postgres_server.hpp"
#include "support/temp_folder.hpp"

namespace usher::test {
namespace {

constexpr core::AccountId account{1'700'000'000'001};

ports::Account an_account() { return {account, "A shop", std::string(32, 'k'), "UTC"}; }

ports::CannedReply a_reply(std::uint64_t id, const std::string& name) {
  return {account, {id}, name, "您好", ports::CannedScope::all, {}, {}};
}

void a_set_keeps_its_messages_in_their_order(ports::Directory& directory) {
  directory.put(an_account());
  ports::CannedReply set = a_reply(31, "promo");
  set.more = {"满 200 减 30\n", "b", "a"};
  directory.put(set);
  directory.put(a_reply(32, "single"));
  CHECK(directory.canned_replies(account) == std::vector{set, a_reply(32, "single")});
  set.more = {"a"};
  directory.put(set);
  CHECK(directory.canned_replies(account)[0] == set);
  directory.remove(set.id);
  directory.put(a_reply(31, "promo"));
  CHECK(directory.canned_replies(account)[0].more.empty());
}

void a_reply_keeps_its_file(ports::Directory& directory) {
  directory.put(an_account());
  ports::CannedReply list = a_reply(31, "prices");
  list.file = core::File{std::string(32, 'a'), "价目表.pdf", 12'345, false};
  ports::CannedReply photo = a_reply(32, "shop");
  photo.file = core::File{std::string(32, 'b'), "shop.png", 1, true};
  directory.put(list);
  directory.put(photo);
  directory.put(a_reply(33, "text only"));
  CHECK(directory.canned_replies(account) == std::vector{list, photo, a_reply(33, "text only")});
  list.file.reset();
  directory.put(list);
  CHECK(directory.canned_replies(account)[0] == list);
}

ports::FaqEntry an_entry(std::uint64_t id, std::uint32_t rank) {
  return {account, {id}, "退款", "多久到账？", "三天。\n\"ok\"", "zh-CN", {{11}, {12}}, rank, true};
}

void questions_come_by_rank(ports::Directory& directory) {
  CHECK_THROWS_AS(directory.put(std::vector{an_entry(41, 0)}), ports::DirectoryError);
  CHECK(directory.faq(account).empty());
  directory.put(an_account());
  ports::FaqEntry draft = an_entry(43, 0);
  draft.published = false;
  draft.sites.clear();
  const std::uint64_t before = directory.version();
  directory.put(std::vector{an_entry(42, 1), an_entry(41, 1), draft});
  CHECK(directory.version() != before);
  CHECK(directory.faq(account) == std::vector{draft, an_entry(41, 1), an_entry(42, 1)});
  CHECK(directory.faq({2}).empty());
  draft.rank = 9;
  draft.sites = {{12}};
  directory.put(std::vector{draft});
  CHECK(directory.faq(account) == std::vector{an_entry(41, 1), an_entry(42, 1), draft});
  directory.remove(draft.id);
  directory.remove(draft.id);
  CHECK(directory.faq(account) == std::vector{an_entry(41, 1), an_entry(42, 1)});
}

void what_was_read_adds_up(ports::Directory& directory) {
  directory.put(an_account());
  directory.put(std::vector{an_entry(41, 0), an_entry(42, 1)});
  CHECK(directory.faq_tallies(account).empty());
  const std::uint64_t before = directory.version();
  directory.count({{{41}, {2, 1, 0}}, {{99}, {1, 0, 0}}});
  directory.count({{{41}, {1, 0, 1}}});
  CHECK(directory.version() == before);
  using Tallies = std::map<ports::FaqEntryId, ports::FaqTally>;
  CHECK(directory.faq_tallies(account) == Tallies{{{41}, {3, 1, 1}}});
  CHECK(directory.faq_tallies({2}).empty());
  directory.put(std::vector{an_entry(41, 5)});
  CHECK(directory.faq_tallies(account) == Tallies{{{41}, {3, 1, 1}}});
  directory.remove(ports::FaqEntryId{41});
  CHECK(directory.faq_tallies(account).empty());
}

ports::InvitationRuleRow a_rule(std::uint64_t id, std::uint32_t rank) {
  ports::InvitationRuleRow row{account, {}, rank};
  row.rule.id = {id};
  row.rule.name = "价格页\t\"1\"";
  row.rule.text = "需要帮忙吗？\nHello";
  row.rule.when.conditions = {
      {core::RuleInput::url, core::RuleOperator::contains, "", "/price", 0}};
  row.rule.when.groups = {
      {false, {{core::RuleInput::event, core::RuleOperator::at_least, "cart", "", 2}}, {}}};
  row.rule.withheld_percent = 10;
  return row;
}

void rules_come_by_rank(ports::Directory& directory) {
  CHECK_THROWS_AS(directory.put(std::vector{a_rule(51, 0)}), ports::DirectoryError);
  CHECK(directory.invitation_rules(account).empty());
  directory.put(an_account());
  const std::uint64_t before = directory.version();
  directory.put(std::vector{a_rule(52, 1), a_rule(51, 1), a_rule(53, 0)});
  CHECK(directory.version() != before);
  CHECK(directory.invitation_rules(account) ==
        std::vector{a_rule(53, 0), a_rule(51, 1), a_rule(52, 1)});
  CHECK(directory.invitation_rules({2}).empty());
  directory.put(std::vector{a_rule(53, 9)});
  directory.remove(core::InvitationRuleId{51});
  directory.remove(core::InvitationRuleId{51});
  CHECK(directory.invitation_rules(account) == std::vector{a_rule(52, 1), a_rule(53, 9)});
}

// Two processes may mint one id for two accounts at the same time.
void a_row_stays_with_its_account(ports::Directory& directory) {
  constexpr core::AccountId other{2};
  directory.put(an_account());
  directory.put(ports::Account{other, "Another", std::string(32, 'o'), "UTC"});
  const auto stays = [&](auto row) {
    const auto put = [&](const auto& value) {
      if constexpr (requires { directory.put(value); }) {
        directory.put(value);
      } else {
        directory.put(std::vector{value});
      }
    };
    put(row);
    row.account = other;
    CHECK_THROWS_AS(put(row), ports::DirectoryError);
  };
  stays(a_reply(31, "promo"));
  stays(an_entry(41, 0));
  stays(a_rule(51, 0));
  stays(ports::Queue{account, {{61}, "Sales", true, 20'000}, 0});
  ports::Agent agent;
  agent.account = account;
  agent.setting = {{71}, "Ada", core::Role::agent, 5, {}};
  agent.login = "ada";
  stays(agent);
  ports::Site site;
  site.id = {81};
  site.account = account;
  site.key = "s_shop";
  stays(site);
  CHECK(directory.queues(account).size() == 1);
  CHECK(directory.agents(account).size() == 1);
  CHECK(directory.agents(other).empty());
}

using Law = void (*)(ports::Directory&);
constexpr Law laws[] = {&a_set_keeps_its_messages_in_their_order,
                        &a_reply_keeps_its_file,
                        &questions_come_by_rank,
                        &what_was_read_adds_up,
                        &rules_come_by_rank,
                        &a_row_stays_with_its_account};

}  // namespace

TEST_CASE("answers in a directory in memory keep every law of the port") {
  for (const Law law : laws) {
    adapters::MemoryDirectory directory;
    law(directory);
  }
}

TEST_CASE("answers in a directory over SQLite keep every law of the port") {
  for (const Law law : laws) {
    const TempFolder folder;
    adapters::SqlOptions options;
    options.folder = folder.path();
    adapters::SqlDirectory directory(options);
    law(directory);
  }
}

TEST_CASE("answers in a directory over PostgreSQL keep every law of the port", "[postgres]") {
  for (const Law law : laws) {
    adapters::SqlDirectory directory(PostgresServer::shared().fresh_store());
    law(directory);
  }
}

}  // namespace usher::test
