#include "app/house.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>

#include "app/beacon.hpp"
#include "app/source/read_device.hpp"
#include "app/source/read_region.hpp"
#include "core/limits.hpp"

namespace usher::app {

namespace {

constexpr std::int64_t watch_every_ms = limits::second_ms;

bool names_origin(const ports::Site& site, const HttpRequest& request) {
  const auto origin = request.headers.find("origin");
  if (origin == request.headers.end()) return false;
  const auto& allowed = site.origins;
  return std::find(allowed.begin(), allowed.end(), origin->second) != allowed.end();
}

std::string_view header(const HttpRequest& request, const char* name) {
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? std::string_view() : found->second;
}

std::optional<core::Device> device_of(const HttpRequest& request) {
  const std::string_view agent = header(request, "user-agent");
  if (agent.empty()) return std::nullopt;
  return read_device(
      {agent, header(request, "sec-ch-ua-platform"), header(request, "sec-ch-ua-mobile")});
}

}  // namespace

House::House(World world, Options options)
    : world_(std::move(world)),
      options_(options),
      sign_ins_({world_.directory, world_.passwords, world_.crypto, world_.random, world_.clock,
                 world_.log, world_.front},
                options_),
      webhooks_({world_.outbox, world_.http, world_.crypto, world_.random, world_.clock, world_.log,
                 world_.metrics, world_.webhooks}),
      files_({world_.files, world_.random, world_.clock, world_.log, world_.front}, options_),
      archivist_({world_.archive, world_.journal, world_.clock, world_.log, world_.archive_writing,
                  world_.archive_reading}),
      api_({sign_ins_,
            world_.directory,
            world_.passwords,
            world_.clock,
            world_.calendar,
            world_.log,
            world_.metrics,
            world_.front,
            [this] {
              const auto sound = [](const auto& room) { return !room.second->host->broken(); };
              return serving_ && !draining_ && std::all_of(rooms_.begin(), rooms_.end(), sound);
            },
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
            world_.crypto}),
      faq_counts_(world_.directory, world_.clock, world_.log, world_.front),
      region_watch_(world_.regions, world_.clock, world_.archive_reading),
      watch_(world_.front.make_timer()) {}

House::~House() = default;

bool House::start() {
  directory_version_ = world_.directory.version();
  for (const ports::Site& site : world_.directory.sites()) sites_.emplace(site.key, site);
  for (const ports::Account& account : world_.directory.accounts()) {
    if (!open_room(account)) return false;
  }
  serving_ = true;
  webhooks_.stir();
  region_watch_.start();
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
  room->loop_index = account.id.value % world_.floors.size();
  room->loop = world_.floors[room->loop_index];
  room->tokens = std::make_unique<VisitorTokens>(world_.crypto, account.visitor_key, account.id);
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
                       [this, id = account.id] { archivist_.stir(id); }},
      *room->loop);
  if (!room->host->load()) {
    world_.log.error("journal_unreadable", {{"account", std::to_string(account.id.value)}});
    return nullptr;
  }
  archivist_.stir(account.id);
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

std::variant<Admission, HttpResponse> House::admit_visitor(const HttpRequest& request) {
  const auto key = request.query.find("site");
  const auto site = key == request.query.end() ? sites_.end() : sites_.find(key->second);
  if (site == sites_.end()) return error_response(404, "unknown_site", "no such site");
  if (!same_origin(request) && !names_origin(site->second, request)) {
    return error_response(403, "foreign_origin", "this origin is not in the site's list");
  }
  const Room& room = *rooms_.at(site->second.account);
  Admission::Visitor visitor{site->second.id, device_of(request),
                             read_region(world_.regions, request.peer, world_.charset)};
  return Admission{site->second.account, room.loop_index, std::move(visitor), request.peer};
}

std::variant<Admission, HttpResponse> House::admit_agent(const HttpRequest& request) {
  if (!same_origin(request)) {
    return error_response(403, "foreign_origin", "consoles are served from the server itself");
  }
  const auto session = sign_ins_.find(cookie_of(request, session_cookie));
  if (!session) return error_response(401, "signed_out", "sign in first");
  const ports::Agent& agent = session->agent;
  return Admission{agent.account, rooms_.at(agent.account)->loop_index,
                   Admission::Agent{agent.setting.id, session->token_hash, agent.generation},
                   request.peer};
}

// Who it says it is and what it says are checked here; what the floor makes of it is not waited
// for.
HttpResponse House::hear_beacon(const HttpRequest& request) {
  if (!serving_ || draining_) return too_busy();
  if (request.body.size() > limits::beacon_bytes_max) {
    return error_response(413, "too_long", "a beacon has at most 16 KiB");
  }
  auto admitted = admit_visitor(request);
  if (auto* refused = std::get_if<HttpResponse>(&admitted)) return std::move(*refused);
  auto read = read_beacon(request.body);
  if (const auto* bad = std::get_if<protocol::FrameError>(&read)) {
    return error_response(400, protocol::name_of(bad->code), bad->message, bad->field);
  }
  auto& beacon = std::get<Beacon>(read);
  const Admission& admission = std::get<Admission>(admitted);
  const auto& from = std::get<Admission::Visitor>(admission.who);
  const Room& room = *rooms_.at(admission.account);
  const auto visitor = room.tokens->verify(from.site, beacon.token);
  if (!visitor) return error_response(401, "bad_token", "the token is not good here");
  if (beacons_.size() > limits::beacon_visitors_max) beacons_.clear();
  const std::uint32_t rate = options_.frames_per_second > 0 ? limits::beacons_per_second : 0;
  auto& bucket = beacons_.try_emplace({admission.account, *visitor}, rate, limits::beacons_burst)
                     .first->second;
  if (!bucket.take(world_.clock.now())) {
    return error_response(429, "rate_limited", "too many beacons of one visitor");
  }
  room.loop->post([host = room.host.get(), from, visitor = *visitor, said = std::move(beacon),
                   &charset = world_.charset] {
    if (said.page && visits(from.device)) {
      const auto fresh = host->mint<core::VisitId>();
      host->apply(view_page(visitor, from, fresh, *said.page, charset));
    }
    if (said.dwell) host->apply(report_dwell(visitor, *said.dwell));
  });
  return {204, {{"cache-control", "no-store"}}, {}};
}

void House::take_visitor_file(const HttpRequest& request, const Respond& respond) {
  if (!serving_ || draining_) return respond(too_busy());
  auto admitted = admit_visitor(request);
  if (auto* refused = std::get_if<HttpResponse>(&admitted)) return respond(std::move(*refused));
  const Admission& admission = std::get<Admission>(admitted);
  const Room& room = *rooms_.at(admission.account);
  constexpr std::string_view scheme = "Bearer ";
  const auto header = request.headers.find("authorization");
  const std::string_view proof =
      header == request.headers.end() ? std::string_view() : std::string_view(header->second);
  const auto visitor = proof.starts_with(scheme)
                           ? room.tokens->verify(std::get<Admission::Visitor>(admission.who).site,
                                                 proof.substr(scheme.size()))
                           : std::nullopt;
  if (!visitor) return respond(error_response(401, "bad_token", "the token is not good here"));
  files_.take(*room.files, admission.account, core::author_of(*visitor), request, respond);
}

void House::handle(HttpRequest request, Respond respond) {
  if (request.path.starts_with(files_prefix)) return files_.give(request, respond);
  try {
    api_.handle(request, respond);
  } catch (const ports::DirectoryError& error) {
    world_.log.error("directory_failed", {{"why", error.what()}});
    respond(error_response(503, "retry_later", "could not be stored"));
  }
}

std::unique_ptr<Session> House::open(const Admission& admission, Connection& connection) {
  const std::shared_lock lock(rooms_mutex_);
  const auto found = rooms_.find(admission.account);
  if (found == rooms_.end()) return nullptr;
  Room& room = *found->second;
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
