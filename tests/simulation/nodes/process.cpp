#include "simulation/nodes/process.hpp"

#include <utility>

#include "simulation/nodes/plants.hpp"

namespace usher::simulation {

void ProcessLog::write(ports::Level, std::string_view event, std::initializer_list<Field> fields) {
  std::string line = node_ + " " + std::string(event);
  for (const auto& [name, value] : fields) {
    line.append(" ").append(name).append("=").append(value);
  }
  outside_.trace(line);
  const bool is_bug = event == "law_broken" || event == "session_failed" ||
                      event == "journal_damaged" || event == "snapshot_unreadable";
  outside_.laws.expect(!is_bug, "nothing_fails_inside", line);
}

Process::Process(Outside& outside, ports::NodeId id)
    : outside_(outside),
      id_(std::move(id)),
      log_(outside, id_),
      front_(outside.scheduler),
      floor_a_(outside.scheduler),
      floor_b_(outside.scheduler),
      webhooks_(outside.scheduler),
      archive_writing_(outside.scheduler),
      archive_reading_(outside.scheduler),
      taking_(outside.scheduler),
      way_({outside.store, outside.judge, outside.scheduler, outside.random, outside.plant}),
      leases_(outside.cluster, id_),
      bus_(outside.cluster, id_),
      presence_(outside.cluster, id_) {
  if (outside.plant == Plant::leases_for_all) {
    generous_ = std::make_unique<GenerousLeases>(leases_);
  }
  if (outside.plant == Plant::deaf_links) {
    deaf_ = std::make_unique<DeafBus>(bus_, outside.random);
  }
  house_ = std::make_unique<app::House>(world(), app::Options{0, 0, 0});
  house_->start();
}

Process::~Process() { kill(); }

app::House::World Process::world() {
  app::House::World world{way_,
                          outside_.directory,
                          outside_.scheduler.clock,
                          outside_.app_random,
                          outside_.crypto,
                          outside_.passwords,
                          log_,
                          metrics_,
                          front_,
                          {&floor_a_, &floor_b_},
                          outside_.calendar,
                          outside_.charset,
                          outside_.outbox,
                          http_,
                          webhooks_,
                          outside_.files,
                          archive_,
                          archive_writing_,
                          archive_reading_,
                          outside_.regions,
                          outside_.privacy};
  ports::Leases& leases = generous_ ? *generous_ : static_cast<ports::Leases&>(leases_);
  ports::Bus& bus = deaf_ ? *deaf_ : static_cast<ports::Bus&>(bus_);
  world.nodes.emplace(app::Nodes{leases, way_, bus, presence_, taking_});
  return world;
}

std::vector<SimLoop*> Process::loops() {
  return {&front_,           &floor_a_,         &floor_b_, &webhooks_,
          &archive_writing_, &archive_reading_, &taking_};
}

// Nothing that it would still say or store gets out.
void Process::kill() {
  if (is_dead()) return;
  way_.kill();
  bus_.stop();
  outside_.cluster.away(id_, true);
  for (SimLoop* loop : loops()) loop->clear();
  for (const auto& weak : wires_) {
    if (const auto wire = weak.lock(); wire && !wire->is_over()) wire->cut();
  }
  house_.reset();
  for (SimLoop* loop : loops()) loop->clear();
}

void Process::freeze(bool frozen) {
  frozen_ = frozen;
  for (SimLoop* loop : loops()) loop->freeze(frozen);
  way_.freeze(frozen);
}

void Process::cut_leases(bool away) {
  leases_cut_ = away;
  outside_.cluster.away(id_, away);
}

void Process::cut_store(bool away) {
  store_cut_ = away;
  way_.cut(away);
}

void Process::drain() {
  if (std::exchange(draining_, true)) return;
  front_.post([this] { house_->drain([this] { ended_ = true; }); });
}

std::shared_ptr<Wire> Process::dial(app::HttpRequest request, SimLoop& client, Wire::Ears ears) {
  if (is_dead() || ended_) return nullptr;
  auto wire = std::make_shared<Wire>(client, std::move(ears));
  std::erase_if(wires_, [](const auto& weak) {
    const auto known = weak.lock();
    return !known || known->is_over();
  });
  wires_.push_back(wire);
  front_.post([this, wire, request = std::move(request)] {
    auto admitted = house_->admit(request);
    if (const auto* refused = std::get_if<app::HttpResponse>(&admitted)) {
      return wire->refuse(static_cast<int>(refused->status));
    }
    const auto& admission = std::get<app::Admission>(admitted);
    SimLoop& floor = admission.loop == 0 ? floor_a_ : floor_b_;
    floor.post([this, wire, admission, &floor] {
      wire->plug(floor);
      if (!wire->is_deaf()) wire->open(house_->open(admission, *wire));
    });
  });
  return wire;
}

void Process::ask(app::HttpRequest request, SimLoop& client, app::Respond respond) {
  if (is_dead() || ended_) {
    return client.post([respond = std::move(respond)] { respond({502, {}, {}}); });
  }
  front_.post([this, request = std::move(request), &client, respond = std::move(respond)] {
    house_->handle(request, [&client, respond](app::HttpResponse response) {
      client.post([respond, response = std::move(response)] { respond(response); });
    });
  });
}

std::size_t Process::wires_open() const {
  std::size_t count = 0;
  for (const auto& weak : wires_) {
    const auto wire = weak.lock();
    count += wire && !wire->is_over() ? 1 : 0;
  }
  return count;
}

}  // namespace usher::simulation
