#include "app/cluster/relay.hpp"

#include <array>
#include <atomic>
#include <string>
#include <utility>

#include "app/api_route.hpp"
#include "app/cluster/edge_side.hpp"
#include "app/cluster/owner_side.hpp"
#include "core/cluster_limits.hpp"
#include "core/limits.hpp"

namespace usher::app {
namespace {

constexpr std::int64_t look_every_ms = limits::second_ms;

std::uint64_t random_number(ports::Random& random) {
  std::array<std::uint8_t, 8> bytes{};
  random.fill(bytes);
  std::uint64_t number = 0;
  for (const std::uint8_t byte : bytes) number = number << 8 | byte;
  return number;
}

}  // namespace

class Relay::Impl {
 public:
  explicit Impl(World world);
  ~Impl() { stop(); }

  void start();
  void stop() { world_.bus.stop(); }
  std::unique_ptr<Session> connect(const ports::NodeId& owner, const Admission& admission,
                                   Connection& connection);
  void forward(const ports::NodeId& owner, core::AccountId account, const HttpRequest& request,
               Respond respond);
  struct Station;
  template <class Do>
  static void post(Station& station, Do what);
  template <class Do>
  void on_all(Do what) {
    for (const auto& station : stations_) post(*station, what);
  }
  template <class Do>
  void on(core::AccountId account, Do what) {
    post(*stations_[world_.loop_of(account)], std::move(what));
  }

  // All that is relayed on one loop. Tasks that outlive it do nothing.
  struct Station {
    Station(Impl& relay, ports::Loop& its_loop);

    void stir();
    void look();

    ports::Loop& loop;
    const ports::Clock& clock;
    EdgeSide edge;
    OwnerSide owner;
    std::unique_ptr<ports::Timer> timer;  // made on the loop
    bool flush_posted = false;
    std::weak_ptr<Station> self;
  };

 private:
  EdgeSide::World edge_world(Station& station);
  OwnerSide::World owner_world(Station& station);
  void arrived(std::string_view message);
  void handle(Station& station, HttpRequest request, Respond respond);

  World world_;
  ports::Gauge& links_;
  ports::Gauge& connections_;
  ports::Counter& resets_;
  ports::Counter& messages_;
  std::vector<std::shared_ptr<Station>> stations_;
};

template <class Do>
void Relay::Impl::post(Station& station, Do what) {
  station.loop.post([self = station.self, what = std::move(what)] {
    if (const auto still = self.lock()) what(*still);
  });
}

Relay::Impl::Station::Station(Impl& relay, ports::Loop& its_loop)
    : loop(its_loop),
      clock(relay.world_.clock),
      edge(relay.edge_world(*this)),
      owner(relay.owner_world(*this)) {}

// Whatever one turn of the loop says goes out together.
void Relay::Impl::Station::stir() {
  if (std::exchange(flush_posted, true)) return;
  post(*this, [](Station& station) {
    station.flush_posted = false;
    station.edge.flush();
    station.owner.flush();
  });
}

void Relay::Impl::Station::look() {
  edge.look();
  owner.look();
  if (!timer) timer = loop.make_timer();
  timer->start(clock.now() + look_every_ms, [this] { look(); });
}

Relay::Impl::Impl(World world)
    : world_(std::move(world)),
      links_(world_.metrics.gauge("usher_relay_links", "Links to other nodes, either way")),
      connections_(world_.metrics.gauge("usher_relay_connections",
                                        "Sockets here whose floor is another node's")),
      resets_(world_.metrics.counter("usher_relay_resets_total",
                                     "Links that were interrupted while they were used")),
      messages_(world_.metrics.counter("usher_relay_messages_total", "Messages of other nodes")) {
  for (ports::Loop* loop : world_.floors) {
    stations_.push_back(std::make_shared<Station>(*this, *loop));
    stations_.back()->self = stations_.back();
  }
}

EdgeSide::World Relay::Impl::edge_world(Station& station) {
  return {world_.bus,
          world_.me,
          world_.clock,
          [this] { return random_number(world_.random); },
          [&station] { station.stir(); },
          [this](std::int64_t more) { links_.add(static_cast<double>(more)); },
          [this](std::int64_t more) { connections_.add(static_cast<double>(more)); },
          [this] { resets_.add(); }};
}

OwnerSide::World Relay::Impl::owner_world(Station& station) {
  return {world_.bus,
          world_.me,
          world_.clock,
          world_.log,
          [&station] { station.stir(); },
          [&station](const std::function<void()>& task) {
            post(station, [task](Station&) { task(); });
          },
          world_.open,
          [this, &station](HttpRequest request, Respond respond) {
            handle(station, std::move(request), std::move(respond));
          },
          [this](std::int64_t more) { links_.add(static_cast<double>(more)); }};
}

// Handled on the front's loop, answered on the station's.
void Relay::Impl::handle(Station& station, HttpRequest request, Respond respond) {
  auto shared = std::make_shared<HttpRequest>(std::move(request));
  world_.front.post(
      [this, &loop = station.loop, self = station.self, shared, respond = std::move(respond)] {
        world_.handle(std::move(*shared), [&loop, self, respond](HttpResponse response) {
          auto answer = std::make_shared<HttpResponse>(std::move(response));
          loop.post([self, respond, answer] {
            if (const auto still = self.lock()) respond(std::move(*answer));
          });
        });
      });
}

void Relay::Impl::start() {
  on_all([](Station& station) { station.look(); });
  world_.bus.listen([this](std::string_view message) { arrived(message); });
}

// On a thread of the bus's.
void Relay::Impl::arrived(std::string_view message) {
  const auto head = read_envelope(message);
  if (!head) {
    world_.log.warning("bus_message_unreadable", {{"bytes", std::to_string(message.size())}});
    return;
  }
  messages_.add();
  on(head->account, [message = std::string(message)](Station& station) {
    const auto envelope = read_envelope(message);
    const bool to_owner =
        envelope->kind == EnvelopeKind::to_owner || envelope->kind == EnvelopeKind::reset_to_owner;
    to_owner ? station.owner.hear(*envelope) : station.edge.hear(*envelope);
  });
}

std::unique_ptr<Session> Relay::Impl::connect(const ports::NodeId& owner,
                                              const Admission& admission, Connection& connection) {
  return stations_[world_.loop_of(admission.account)]->edge.connect(owner, admission, connection);
}

void Relay::Impl::forward(const ports::NodeId& owner, core::AccountId account,
                          const HttpRequest& request, Respond respond) {
  auto back = [&front = world_.front, respond = std::move(respond)](HttpResponse response) {
    front.post([respond, response = std::move(response)] { respond(response); });
  };
  on(account, [owner, account, bytes = encode(request), back = std::move(back)](Station& station) {
    station.edge.forward(owner, account, bytes, back);
  });
}

Relay::Relay(World world) : impl_(std::make_unique<Impl>(std::move(world))) {}
Relay::~Relay() = default;

void Relay::start() { impl_->start(); }
void Relay::stop() { impl_->stop(); }

std::unique_ptr<Session> Relay::connect(const ports::NodeId& owner, const Admission& admission,
                                        Connection& connection) {
  return impl_->connect(owner, admission, connection);
}

void Relay::forward(const ports::NodeId& owner, core::AccountId account, HttpRequest request,
                    Respond respond) {
  impl_->forward(owner, account, request, std::move(respond));
}

void Relay::moved(core::AccountId account, const ports::NodeId& owner) {
  impl_->on(account, [account, owner](auto& station) { station.edge.moved(account, owner); });
}

void Relay::gone(const ports::NodeId& node) {
  impl_->on_all([node](auto& station) {
    station.edge.gone(node);
    station.owner.gone(node);
  });
}

void Relay::close_all(CloseCode code, std::string_view reason) {
  impl_->on_all(
      [code, text = std::string(reason)](auto& station) { station.edge.close_all(code, text); });
}

}  // namespace usher::app
