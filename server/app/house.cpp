#include "app/house.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>

#include "core/limits.hpp"

namespace usher::app {

namespace {
constexpr std::int64_t watch_every_ms = limits::second_ms;

std::uint64_t salt_of(ports::Random& random) {
  std::array<std::uint8_t, 2> bytes{};
  random.fill(bytes);
  return std::uint64_t{bytes[0]} << 8 | bytes[1];
}

}  // namespace

House::House(World world, Options options)
    : world_(std::move(world)),
      options_(options),
      sign_ins_({world_.directory, world_.passwords, world_.crypto, world_.random, world_.clock,
                 world_.log, world_.front},
                options_),
      webhooks_({world_.outbox, world_.http, world_.crypto, world_.random, world_.clock, world_.log,
                 world_.metrics, world_.webhooks,
                 [this](core::AccountId account) { return serves(account); }}),
      files_({world_.files, world_.random, world_.clock, world_.log, world_.front,
              world_.nodes.has_value()},
             options_),
      archivist_({world_.archive, world_.journal, world_.clock, world_.log, world_.archive_writing,
                  world_.archive_reading}),
      eraser_({world_.journal, world_.archive, world_.outbox, world_.files, world_.directory,
               world_.privacy, world_.clock, world_.log, world_.archive_writing, world_.webhooks,
               [this](core::AccountId account, const core::Erasure& what, auto done) {
                 forget(account, what, std::move(done));
               },
               [this](core::AccountId account) { return serves(account); }}),
      exporter_({world_.journal, world_.directory, world_.clock, world_.log, world_.archive_writing,
                 world_.front}),
      privacy_({world_.privacy, eraser_, exporter_, world_.clock,
                [this](core::AccountId account) -> VisitorTokens& {
                  return *rooms_.at(account)->tokens;
                }}),
      sweeper_({world_.privacy, world_.directory, archivist_, eraser_, world_.clock, world_.log,
                world_.front, [this](core::AccountId account) { return serves(account); }}),
      api_({sign_ins_,
            world_.directory,
            world_.passwords,
            world_.clock,
            world_.calendar,
            world_.log,
            world_.metrics,
            world_.front,
            [this] { return readiness(); },
            [this](const ports::Agent& agent, const std::string& token_hash) {
              close_agents(agent, token_hash);
              refresh();
            },
            [this] { refresh(); },
            [this](const HttpRequest& request) { return hear_beacon(request); },
            world_.outbox,
            world_.random,
            [this] { webhooks_.stir(); },
            [this](const HttpRequest& request, const Respond& respond) {
              take_visitor_file(request, respond);
            },
            files_,
            [this](core::AccountId account) -> const FileTickets& {
              return *rooms_.at(account)->files;
            },
            archivist_,
            world_.crypto,
            [this](core::AccountId account, std::function<void(FloorHost&)> task) {
              const Room& room = *rooms_.at(account);
              room.loop->post([host = room.host.get(), run = std::move(task)] { run(*host); });
            },
            [this](auto account, auto commands, auto done) {
              command(account, std::move(commands), done);
            },
            privacy_,
            sweeper_,
            [this](const HttpRequest& request, const Respond& respond) {
              return visitor_of(request, respond);
            },
            [this](core::AccountId account, auto done) { tell_nodes(account, done); },
            IdMinter(salt_of(world_.random))}),
      faq_counts_(world_.directory, world_.clock, world_.log, world_.front),
      region_watch_(world_.regions, world_.clock, world_.archive_reading),
      watch_(world_.front.make_timer()) {}

Readiness House::readiness() const {
  if (!serving_) return Readiness::starting;
  if (draining_) return Readiness::draining;
  if (ownership_ && !ownership_->has_begun()) return Readiness::starting;
  if (ownership_ && ownership_->store_away()) return Readiness::unable_to_store;
  const auto broken = [](const auto& room) { return room.second->host->broken(); };
  if (std::any_of(rooms_.begin(), rooms_.end(), broken)) return Readiness::unable_to_store;
  return ownership_ && ownership_->leases_away() ? Readiness::degraded : Readiness::ready;
}

bool House::start() {
  directory_version_ = world_.directory.version();
  for (const ports::Site& site : world_.directory.sites()) sites_.emplace(site.key, site);
  for (const ports::Account& account : world_.directory.accounts()) {
    if (!open_room(account)) return false;
  }
  serving_ = true;
  if (world_.nodes) join_nodes();
  webhooks_.stir();
  region_watch_.start();
  eraser_.stir();
  sweeper_.start();
  watch_directory();
  return true;
}

AccountConfig House::read_config(const ports::Account& account) {
  AccountConfig config;
  config.account = account;
  for (const auto& [key, site] : sites_) {
    if (site.account == account.id) config.sites.emplace(site.id, site);
  }
  for (const ports::Queue& queue : world_.directory.queues(account.id)) {
    config.queues.push_back(queue.setting);
  }
  for (const ports::Agent& agent : world_.directory.agents(account.id)) {
    config.agents.emplace(agent.setting.id, agent);
  }
  config.faq = read_faq(account.id);
  for (ports::InvitationRuleRow& row : world_.directory.invitation_rules(account.id)) {
    config.invitation_rules.push_back(std::move(row.rule));
  }
  return config;
}

// Indexed anew only when it is another one.
std::shared_ptr<const Faq> House::read_faq(core::AccountId account) {
  auto entries = world_.directory.faq(account);
  std::shared_ptr<const Faq>& known = faqs_[account];
  if (!known || known->entries() != entries)
    known = std::make_shared<const Faq>(std::move(entries));
  return known;
}

House::Room* House::open_room(const ports::Account& account) {
  auto room = std::make_unique<Room>();
  room->loop_index = loop_index_of(account.id);
  room->loop = world_.floors[room->loop_index];
  room->tokens = std::make_unique<VisitorTokens>(world_.crypto, account.visitor_key, account.id);
  for (std::string& mark : world_.privacy.marks(account.id)) room->tokens->refuse(std::move(mark));
  room->faq_readers =
      std::make_unique<FaqReaders>([this](ports::FaqEntryId entry, const ports::FaqTally& more) {
        faq_counts_.add(entry, more);
      });
  room->files =
      std::make_unique<FileTickets>(world_.crypto, world_.clock, account.visitor_key, account.id,
                                    [this](const std::string& key) { files_.keep(key); });
  room->host = std::make_unique<FloorHost>(
      account.id,
      FloorHost::World{world_.journal, world_.clock, world_.log, world_.metrics, world_.calendar,
                       [this](const AlarmNews& alarm) { webhooks_.hear(alarm); },
                       [this, id = account.id] { archivist_.stir(id); },
                       [this, id = account.id] {
                         if (ownership_) ownership_->fenced(id);
                       }},
      *room->loop);
  if (world_.nodes) {
    room->host->leave();  // until this node has taken it
  } else if (!room->host->load()) {
    world_.log.error("journal_unreadable", {{"account", std::to_string(account.id.value)}});
    return nullptr;
  }
  if (!world_.nodes) archivist_.stir(account.id);
  Room* opened = room.get();
  {
    const std::unique_lock lock(rooms_mutex_);
    rooms_[account.id] = std::move(room);
  }
  opened->loop->post(
      [host = opened->host.get(), config = read_config(account)] { host->configure(config); });
  return opened;
}

void House::watch_directory() {
  watch_->start(world_.clock.now() + watch_every_ms, [this] {
    if (draining_) return;
    try {
      if (world_.directory.version() != directory_version_) refresh();
      sign_ins_.forget_expired();
    } catch (const ports::DirectoryError& error) {
      world_.log.error("directory_failed", {{"why", error.what()}});
    }
    watch_directory();
  });
}

// The directory changed, here or by another process: floors learn it, and sign-ins of agents that
// were changed end.
void House::refresh() {
  directory_version_ = world_.directory.version();
  sites_.clear();
  for (const ports::Site& site : world_.directory.sites()) sites_.emplace(site.key, site);
  for (const ports::Account& account : world_.directory.accounts()) {
    const auto found = rooms_.find(account.id);
    if (found == rooms_.end()) {
      open_room(account);
      continue;
    }
    const Room& room = *found->second;
    room.loop->post([host = room.host.get(), config = read_config(account)] {
      const auto changed = [host, &config](const Subscriber& subscriber) {
        const auto before = host->config().agents.find(subscriber.agent);
        const auto now = config.agents.find(subscriber.agent);
        return now == config.agents.end() || now->second.disabled ||
               before == host->config().agents.end() ||
               before->second.generation != now->second.generation;
      };
      host->publisher().close_agents_if(changed, CloseCode::signed_out, "the sign-in ended");
      host->configure(config);
    });
  }
}

void House::close_agents(const ports::Agent& agent, const std::string& token_hash) {
  const auto found = rooms_.find(agent.account);
  if (found == rooms_.end()) return;
  const Room& room = *found->second;
  room.loop->post([host = room.host.get(), id = agent.setting.id, token_hash] {
    const auto ended = [id, &token_hash](const Subscriber& subscriber) {
      return subscriber.agent == id && (token_hash.empty() || *subscriber.sign_in == token_hash);
    };
    host->publisher().close_agents_if(ended, CloseCode::signed_out, "the sign-in ended");
  });
}

void House::drain(std::function<void()> done) {
  draining_ = true;
  faq_counts_.write();
  watch_->cancel();
  sweeper_.stop();
  if (!ownership_) return close_down(std::move(done));
  relay_->close_all(CloseCode::draining, "the server is going down; come back");
  ownership_->leave([this, done = std::move(done)] {
    relay_->stop();
    done();
  });
}

void House::close_down(std::function<void()> done) {
  auto left = std::make_shared<std::atomic<std::size_t>>(rooms_.size());
  if (rooms_.empty()) return world_.front.post(std::move(done));
  for (const auto& [id, room] : rooms_) {
    room->loop->post([this, host = room->host.get(), left, done] {
      host->publisher().close_all(CloseCode::draining, "the server is going down; come back");
      host->save_snapshot([this, left, done] {
        if (--*left == 0) world_.front.post(done);
      });
    });
  }
}

std::variant<Admission, HttpResponse> House::admit(const HttpRequest& request) {
  if (!serving_ || draining_) {
    HttpResponse response = error_response(503, "retry_later", "starting or going down");
    response.headers.emplace_back("retry-after", "2");
    return response;
  }
  if (!request.headers.contains("origin")) {
    return error_response(403, "foreign_origin", "sockets are for browsers: send an Origin");
  }
  const bool agent = request.path.ends_with("/agent");
  try {
    return agent ? admit_agent(request) : admit_visitor(request);
  } catch (const ports::DirectoryError& error) {
    world_.log.error("directory_failed", {{"why", error.what()}});
    return error_response(503, "retry_later", "sign-ins cannot be read now");
  }
}

std::variant<Admission, HttpResponse> House::admit_agent(const HttpRequest& request) {
  if (!same_origin(request)) {
    return error_response(403, "foreign_origin", "consoles are served from the server itself");
  }
  const auto session = sign_ins_.find(cookie_of(request, session_cookie));
  if (!session) return error_response(401, "signed_out", "sign in first");
  const ports::Agent& agent = session->agent;
  if (nobody_serves(agent.account)) return too_busy();
  return Admission{agent.account, rooms_.at(agent.account)->loop_index,
                   Admission::Agent{agent.setting.id, session->token_hash, agent.generation},
                   request.peer};
}

void House::forget(core::AccountId account, core::Erasure what,
                   std::function<void(std::vector<core::ConversationId>)> done) {
  const Room* room = find_room(account);
  if (!room) return;
  room->loop->post([host = room->host.get(), what = std::move(what), done = std::move(done)] {
    host->forget(what, done);
  });
}

House::Room* House::find_room(core::AccountId account) const {
  const std::shared_lock lock(rooms_mutex_);
  const auto found = rooms_.find(account);
  return found == rooms_.end() ? nullptr : found->second.get();
}

void House::handle(HttpRequest request, Respond respond) {
  if (request.path.starts_with(files_prefix)) return files_.give(request, respond);
  if (ownership_ && handled_elsewhere(request, respond)) return;
  answer(request, respond);
}

void House::answer(const HttpRequest& request, const Respond& respond) {
  try {
    api_.handle(request, respond);
  } catch (const ports::DirectoryError& error) {
    world_.log.error("directory_failed", {{"why", error.what()}});
    respond(error_response(503, "retry_later", "could not be stored"));
  }
}

std::unique_ptr<Session> House::open(const Admission& admission, Connection& connection) {
  Room* room = find_room(admission.account);
  if (!room) return nullptr;
  return world_.nodes ? open_anywhere(*room, admission, connection)
                      : open_session(*room, admission, connection);
}

std::unique_ptr<Session> House::open_session(Room& room, const Admission& admission,
                                             Connection& connection) {
  if (const auto* agent = std::get_if<Admission::Agent>(&admission.who)) {
    return std::make_unique<AgentSession>(*room.host, options_, *room.files, archivist_,
                                          agent->agent, agent->generation, agent->sign_in,
                                          connection);
  }
  const auto& visitor = std::get<Admission::Visitor>(admission.who);
  return std::make_unique<VisitorSession>(*room.host, options_, *room.files, *room.tokens,
                                          world_.charset, world_.crypto, *room.faq_readers, visitor,
                                          connection);
}

}  // namespace usher::app
