// What ports/directory.hpp promises, run on every adapter.

#include <memory>

#include "adapters/memory/directory.hpp"
#include "adapters/sql/directory.hpp"
#include "support/catch.hpp"
#include "support/postgres_server.hpp"
#include "support/temp_folder.hpp"

namespace usher::test {
namespace {

constexpr core::AccountId account{1'700'000'000'001};
constexpr core::QueueId sales{1'700'000'000'101};
constexpr core::QueueId support{1'700'000'000'102};
constexpr core::AgentId ada{1'700'000'000'201};

ports::Account an_account(core::AccountId id = account) {
  std::string key(32, '\0');
  for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<char>(i * 9);
  const core::PersonFields fields{
      {"level", "等级\t", core::PersonFieldKind::choice, {"gold", "sil\nver"}},
      {"born", "Born", core::PersonFieldKind::date}};
  return {id, "A shop 商店", key, "Asia/Shanghai", {"退款", "refund"}, fields};
}

ports::Site a_site(std::uint64_t id, const std::string& key) {
  ports::Site site;
  site.id = {id};
  site.account = account;
  site.key = key;
  site.name = "Shop";
  site.origins = {"https://shop.example", "http://localhost:8080"};
  site.greeting = "您好";
  site.typing_preview = true;
  site.form = {{core::FieldKind::email, "", "", true, {}},
               {core::FieldKind::choice, "topic", "咨询\t什么？", false, {"退款", "a\\b"}}};
  site.left_reply = "明天上午回复您。\nBye";
  site.language = "zh-CN";
  site.rating = false;
  site.rating_reasons = {"回复及时", "Friendly staff"};
  site.identity_keys = {{"uik_new", {9}}, {"uik_old", {5}}};
  site.verified_only = true;
  site.masks_numbers = true;
  return site;
}

ports::Agent an_agent(core::AgentId id, const std::string& login) {
  ports::Agent agent;
  agent.account = account;
  agent.setting = {id, "Ada", core::Role::supervisor, 5, {sales, support}};
  agent.login = login;
  agent.password_hash = "$argon2id$…";
  agent.generation = 3;
  return agent;
}

ports::SignIn a_sign_in(const std::string& hash, std::int64_t expires_ms) {
  return {hash, account, ada, 3, {1'700'000'000'000}, {expires_ms}};
}

void what_is_put_comes_back(ports::Directory& directory) {
  directory.put(an_account());
  REQUIRE(directory.accounts().size() == 1);
  CHECK(directory.accounts()[0].id == account);
  CHECK(directory.accounts()[0].name == an_account().name);
  CHECK(directory.accounts()[0].visitor_key == an_account().visitor_key);
  CHECK(directory.accounts()[0].zone == "Asia/Shanghai");
  CHECK(directory.accounts()[0].words == an_account().words);
  CHECK(directory.accounts()[0].person_fields == an_account().person_fields);

  directory.put(a_site(11, "s_shop"));
  REQUIRE(directory.sites().size() == 1);
  CHECK(directory.sites()[0].origins == a_site(11, "s_shop").origins);
  CHECK(directory.sites()[0].greeting == "您好");
  CHECK(directory.sites()[0].typing_preview);
  CHECK(directory.sites()[0].form == a_site(11, "s_shop").form);
  CHECK(directory.sites()[0].language == "zh-CN");
  CHECK(directory.sites()[0].left_reply == a_site(11, "s_shop").left_reply);
  CHECK_FALSE(directory.sites()[0].rating);
  CHECK(directory.sites()[0].rating_reasons == a_site(11, "s_shop").rating_reasons);
  CHECK(directory.sites()[0].identity_keys == a_site(11, "s_shop").identity_keys);
  CHECK(directory.sites()[0].verified_only);
  CHECK(directory.sites()[0].masks_numbers);
  CHECK_FALSE(directory.sites()[0].queue);

  directory.put(an_agent(ada, "ada"));
  const std::vector<ports::Agent> agents = directory.agents(account);
  REQUIRE(agents.size() == 1);
  CHECK(agents[0].setting == an_agent(ada, "ada").setting);
  CHECK(agents[0].password_hash == "$argon2id$…");
  CHECK(agents[0].generation == 3);
  CHECK_FALSE(agents[0].disabled);
}

void a_put_replaces_the_row_of_its_id(ports::Directory& directory) {
  directory.put(an_account());
  ports::Site site = a_site(11, "s_shop");
  directory.put(site);
  site.queue = support;
  site.identity_keys = {};
  site.key = "s_renamed";
  site.origins.clear();
  site.form.clear();
  directory.put(site);
  REQUIRE(directory.sites().size() == 1);
  CHECK(directory.sites()[0].queue == support);
  CHECK(directory.sites()[0].key == "s_renamed");
  CHECK(directory.sites()[0].origins.empty());
  CHECK(directory.sites()[0].form.empty());
  CHECK(directory.sites()[0].identity_keys.empty());

  ports::Agent agent = an_agent(ada, "ada");
  directory.put(agent);
  agent.setting.queues = {support};
  agent.disabled = true;
  directory.put(agent);
  REQUIRE(directory.agents(account).size() == 1);
  CHECK(directory.agents(account)[0].setting.queues == std::vector{support});
  CHECK(directory.agents(account)[0].disabled);
}

void queues_come_by_rank(ports::Directory& directory) {
  directory.put(an_account());
  directory.put(ports::Queue{account, {sales, "Sales", true, 30'000}, 2});
  directory.put(ports::Queue{account, {support, "Support", false, 0}, 1});
  const std::vector<ports::Queue> queues = directory.queues(account);
  REQUIRE(queues.size() == 2);
  CHECK(queues[0].setting == core::QueueSetting{support, "Support", false, 0});
  CHECK(queues[1].setting == core::QueueSetting{sales, "Sales", true, 30'000});
  CHECK(directory.queues({2}).empty());
}

void what_routes_comes_back_whole(ports::Directory& directory) {
  directory.put(an_account());
  ports::Queue queue{account, {sales, "Sales", true, 30'000}, 0};
  core::QueuePolicy& policy = queue.setting.policy;
  policy.strategy = core::Strategy::tiers;
  policy.skills = {"日本語", "refunds\twith a tab"};
  policy.overflow = support;
  policy.overflow_ms = 60'000;
  policy.hours = {false, "Asia/Shanghai", {}, {{20261001, {}}}};
  policy.hours.week[4] = {{540, 720}, {780, 1080}};
  directory.put(queue);
  REQUIRE(directory.queues(account).size() == 1);
  CHECK(directory.queues(account)[0].setting == queue.setting);

  ports::Agent agent = an_agent(ada, "ada");
  agent.setting.skills = {"refunds", "日本語"};
  agent.setting.terms = {{support, 2, 4}};
  directory.put(agent);
  REQUIRE(directory.agents(account).size() == 1);
  CHECK(directory.agents(account)[0].setting == agent.setting);
}

ports::CannedReply a_reply(std::uint64_t id, const std::string& name) {
  return {account, {id}, name, "您好 {{visitor.name}},\n\"ok\"", ports::CannedScope::all, {}, {}};
}

void canned_replies_come_by_name(ports::Directory& directory) {
  CHECK_THROWS_AS(directory.put(a_reply(31, "hello")), ports::DirectoryError);
  directory.put(an_account());
  directory.put(a_reply(31, "hello"));
  const std::uint64_t before = directory.version();
  ports::CannedReply own = a_reply(32, "bye");
  own.scope = ports::CannedScope::personal;
  own.agent = ada;
  directory.put(own);
  CHECK(directory.version() != before);
  CHECK(directory.canned_replies(account) == std::vector{own, a_reply(31, "hello")});
  CHECK(directory.canned_replies({2}).empty());
  own.name = "see you";
  directory.put(own);
  CHECK(directory.canned_replies(account) == std::vector{a_reply(31, "hello"), own});
  directory.remove(own.id);
  directory.remove(own.id);
  CHECK(directory.canned_replies(account) == std::vector{a_reply(31, "hello")});
}

void a_queue_goes_with_what_hangs_on_it(ports::Directory& directory) {
  directory.put(an_account());
  directory.put(ports::Queue{account, {sales, "Sales", true, 30'000}, 0});
  directory.put(ports::Queue{account, {support, "Support", true, 30'000}, 1});
  ports::Site site = a_site(11, "s_shop");
  site.queue = sales;
  directory.put(site);
  ports::Agent agent = an_agent(ada, "ada");
  agent.setting.terms = {{sales, 1, 0}, {support, 2, 0}};
  directory.put(agent);
  ports::CannedReply reply = a_reply(31, "price");
  reply.scope = ports::CannedScope::queue;
  reply.queue = sales;
  directory.put(reply);
  const std::uint64_t before = directory.version();
  directory.remove(sales);
  CHECK(directory.version() != before);
  REQUIRE(directory.queues(account).size() == 1);
  CHECK_FALSE(directory.sites()[0].queue);
  CHECK(directory.agents(account)[0].setting.queues == std::vector{support});
  CHECK(directory.agents(account)[0].setting.terms.size() == 1);
  CHECK(directory.canned_replies(account).empty());
}

void an_agent_goes_with_what_hangs_on_it(ports::Directory& directory) {
  directory.put(an_account());
  directory.put(an_agent(ada, "ada"));
  directory.put(a_sign_in("aa", 2'000));
  ports::CannedReply reply = a_reply(31, "mine");
  reply.scope = ports::CannedScope::personal;
  reply.agent = ada;
  directory.put(reply);
  directory.remove(ada);
  CHECK(directory.agents(account).empty());
  CHECK_FALSE(directory.agent_by_login("ada"));
  CHECK_FALSE(directory.sign_in("aa"));
  CHECK(directory.canned_replies(account).empty());
}

void a_login_is_unique_whatever_its_case(ports::Directory& directory) {
  directory.put(an_account());
  directory.put(an_agent(ada, "Ada"));
  CHECK_THROWS_AS(directory.put(an_agent({999}, "aDA")), ports::DirectoryError);
  CHECK(directory.agents(account).size() == 1);
  const auto found = directory.agent_by_login("ADA");
  REQUIRE(found);
  CHECK(found->setting.id == ada);
  CHECK_FALSE(directory.agent_by_login("ad"));
  REQUIRE(directory.agent(ada));
  CHECK(directory.agent(ada)->login == "Ada");
  CHECK_FALSE(directory.agent({4'711}));
}

void a_site_key_is_unique(ports::Directory& directory) {
  directory.put(an_account());
  directory.put(a_site(11, "s_shop"));
  CHECK_THROWS_AS(directory.put(a_site(12, "s_shop")), ports::DirectoryError);
  CHECK(directory.sites().size() == 1);
}

void rows_need_their_account(ports::Directory& directory) {
  CHECK_THROWS_AS(directory.put(a_site(11, "s_shop")), ports::DirectoryError);
  CHECK_THROWS_AS(directory.put(an_agent(ada, "ada")), ports::DirectoryError);
}

void the_version_tells_of_changes_but_not_of_sign_ins(ports::Directory& directory) {
  const std::uint64_t empty = directory.version();
  directory.put(an_account());
  const std::uint64_t with_account = directory.version();
  CHECK(with_account != empty);
  directory.put(a_sign_in("aa", 2'000));
  directory.remove_sign_in("aa");
  CHECK(directory.version() == with_account);
  directory.put(an_agent(ada, "ada"));
  CHECK(directory.version() != with_account);
}

void sign_ins_end(ports::Directory& directory) {
  directory.put(an_account());
  directory.put(a_sign_in("aa", 2'000));
  directory.put(a_sign_in("bb", 3'000));
  const auto found = directory.sign_in("aa");
  REQUIRE(found);
  CHECK(found->agent == ada);
  CHECK(found->generation == 3);
  CHECK(found->created_at.ms == 1'700'000'000'000);
  CHECK(found->expires_at.ms == 2'000);
  directory.remove_expired_sign_ins({2'000});
  CHECK_FALSE(directory.sign_in("aa"));
  CHECK(directory.sign_in("bb"));
  directory.remove_sign_in("bb");
  CHECK_FALSE(directory.sign_in("bb"));
}

struct Law {
  const char* name;
  void (*check)(ports::Directory&);
};

#define LAW(name) \
  Law { #name, &name }
const std::vector<Law> laws{
    LAW(what_is_put_comes_back),
    LAW(a_put_replaces_the_row_of_its_id),
    LAW(queues_come_by_rank),
    LAW(what_routes_comes_back_whole),
    LAW(canned_replies_come_by_name),
    LAW(a_queue_goes_with_what_hangs_on_it),
    LAW(an_agent_goes_with_what_hangs_on_it),
    LAW(a_login_is_unique_whatever_its_case),
    LAW(a_site_key_is_unique),
    LAW(rows_need_their_account),
    LAW(the_version_tells_of_changes_but_not_of_sign_ins),
    LAW(sign_ins_end),
};

adapters::SqlOptions options_in(const TempFolder& folder) {
  adapters::SqlOptions options;
  options.folder = folder.path();
  return options;
}

}  // namespace

TEST_CASE("the directory in memory keeps every law of the port") {
  for (const Law& law : laws) {
    DYNAMIC_SECTION(law.name) {
      adapters::MemoryDirectory directory;
      law.check(directory);
    }
  }
}

TEST_CASE("the directory over SQLite keeps every law of the port") {
  for (const Law& law : laws) {
    DYNAMIC_SECTION(law.name) {
      const TempFolder folder;
      adapters::SqlDirectory directory(options_in(folder));
      law.check(directory);
    }
  }
}

TEST_CASE("the directory over PostgreSQL keeps every law of the port", "[postgres]") {
  for (const Law& law : laws) {
    DYNAMIC_SECTION(law.name) {
      adapters::SqlDirectory directory(PostgresServer::shared().fresh_store());
      law.check(directory);
    }
  }
}

TEST_CASE("a change by another process is seen by its version") {
  const TempFolder folder;
  adapters::SqlDirectory server(options_in(folder));
  const std::uint64_t before = server.version();
  {
    adapters::SqlDirectory tool(options_in(folder));
    tool.put(an_account());
    tool.put(an_agent(ada, "ada"));
  }
  CHECK(server.version() != before);
  CHECK(server.agent_by_login("ada"));
}

}  // namespace usher::test
