#include "integration/server_house.hpp"

#include <future>
#include <stdexcept>
#include <utility>

#include "adapters/files/folder_files.hpp"
#include "adapters/memory/archive.hpp"
#include "adapters/memory/directory.hpp"
#include "adapters/memory/files.hpp"
#include "adapters/memory/journal.hpp"
#include "adapters/memory/outbox.hpp"
#include "adapters/memory/privacy.hpp"
#include "adapters/sql/archive.hpp"
#include "adapters/sql/directory.hpp"
#include "adapters/sql/journal.hpp"
#include "adapters/sql/outbox.hpp"
#include "adapters/sql/privacy.hpp"

namespace usher::test {

ServerHouse::ServerHouse(Options options)
    : folder_(options.folder ? options.folder : std::make_shared<TempFolder>()),
      regions_(std::move(options.regions)) {
  if (options.on_disk || options.store) {
    const auto store = options.store.value_or(adapters::SqlOptions{.folder = folder_->path()});
    journal_ = std::make_unique<adapters::SqlJournal>(store, log_, metrics_);
    directory_ = std::make_unique<adapters::SqlDirectory>(store);
    outbox_ = std::make_unique<adapters::SqlOutbox>(store);
    privacy_ = std::make_unique<adapters::SqlPrivacy>(store);
    files_ = std::make_unique<adapters::FolderFiles>(folder_->path() / "files", 0);
    archive_ = std::make_unique<adapters::SqlArchive>(folder_->path(), journal_->epoch());
  } else {
    journal_ = std::make_unique<adapters::MemoryJournal>();
    directory_ = std::make_unique<adapters::MemoryDirectory>();
    outbox_ = std::make_unique<adapters::MemoryOutbox>();
    privacy_ = std::make_unique<adapters::MemoryPrivacy>();
    files_ = std::make_unique<adapters::MemoryFiles>();
    archive_ = std::make_unique<adapters::MemoryArchive>();
  }
  furnish(options);
  house_ = std::make_unique<app::House>(
      app::House::World{
          *journal_,  *directory_, clock_,        random_,       crypto_,
          passwords_, log_,        metrics_,      front_loop_,   {&first_loop_, &second_loop_},
          calendar_,  charset_,    *outbox_,      http_,         webhook_loop_,
          *files_,    *archive_,   archive_loop_, archive_loop_, regions_,
          *privacy_},
      options.app);
  options.net.port = 0;
  server_ = std::make_unique<net::Server>(std::move(options.net), *house_, front_loop_,
                                          std::vector<net::AsioLoop*>{&first_loop_, &second_loop_},
                                          random_, log_, metrics_);
  if (const auto error = server_->start()) throw std::runtime_error(error->message);
  if (!house_->start()) throw std::runtime_error("the journal cannot be read");
  for (net::AsioLoop* loop : all_loops()) loop->start();
}

ServerHouse::~ServerHouse() {
  for (net::AsioLoop* loop : all_loops()) loop->stop();
  for (net::AsioLoop* loop : all_loops()) loop->join();
  server_.reset();
  house_.reset();
}

void ServerHouse::furnish(const Options& options) {
  directory_->put(ports::Account{main_account, "Main", std::string(32, 'm')});
  directory_->put(ports::Account{other_account, "Other", std::string(32, 'o')});
  directory_->put(ports::Queue{
      main_account, {sales, "Sales", options.rings, limits::hour_ms, options.policy}, 0});
  directory_->put(ports::Queue{main_account, {support, "Support", false, limits::hour_ms}, 1});
  const core::QueueId other_queue{23};
  directory_->put(ports::Queue{other_account, {other_queue, "Else", false, limits::hour_ms}, 0});
  add_site(31, main_account, "s_main");
  add_site(32, other_account, "s_other");
  add_agent(41, "ann", core::Role::agent, main_account, {sales});
  add_agent(42, "bob", core::Role::agent, main_account, {sales});
  add_agent(43, "cat", core::Role::agent, main_account, {support});
  add_agent(44, "sue", core::Role::supervisor, main_account, {sales, support});
  add_agent(45, "adm", core::Role::admin, main_account, {support});
  add_agent(46, "zoe", core::Role::agent, other_account, {other_queue});
}

void ServerHouse::add_site(std::uint64_t id, core::AccountId account, const std::string& key) {
  ports::Site site;
  site.id = core::SiteId{id};
  site.account = account;
  site.key = key;
  site.name = key;
  site.origins = {"https://shop.example"};
  directory_->put(site);
}

void ServerHouse::add_agent(std::uint64_t id, const std::string& login, core::Role role,
                            core::AccountId account, std::vector<core::QueueId> queues) {
  ports::Agent agent;
  agent.account = account;
  agent.setting = {core::AgentId{id}, login, role, 10'000, std::move(queues)};
  agent.login = login;
  agent.password_hash = passwords_.hash(password);
  directory_->put(agent);
}

void ServerHouse::drain(std::int64_t deadline_ms) {
  std::promise<void> done;
  front_loop_.post([&] {
    house_->drain([] {});
    server_->drain(deadline_ms, [&done] { done.set_value(); });
  });
  done.get_future().wait();
}

std::vector<core::event::MessagePosted> ServerHouse::all_stored() {
  std::vector<core::event::MessagePosted> found;
  const auto keep = [&found](core::Recorded&& recorded) {
    const auto* message = std::get_if<core::event::MessagePosted>(&recorded.event);
    if (message) found.push_back(*message);
  };
  if (!journal_->replay(main_account, 0, keep)) throw std::runtime_error("replay failed");
  return found;
}

std::vector<core::event::MessagePosted> ServerHouse::stored(const std::string& client_id) {
  auto found = all_stored();
  std::erase_if(found, [&](const auto& message) { return message.client_id != client_id; });
  return found;
}

std::size_t ServerHouse::messages_stored() { return all_stored().size(); }

void ServerHouse::note(const std::string& type) {
  const std::lock_guard lock(noted_mutex_);
  noted_.insert(type);
}

std::set<std::string> ServerHouse::noted() {
  const std::lock_guard lock(noted_mutex_);
  return noted_;
}

}  // namespace usher::test
