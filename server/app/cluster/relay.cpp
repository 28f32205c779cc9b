#include "app/cluster/relay.hpp"

#include "app/api_route.hpp"
#include "app/cluster/forwarded_http.hpp"
#include "app/cluster/relay_meters.hpp"
#include "app/cluster/relay_station.hpp"

namespace usher::app {

class Relay::Impl {
 public:
  explicit Impl(World world) : world_(std::move(world)), meters_(world_.metrics) {
    for (std::size_t i = 0; i < world_.floors.size(); ++i) {
      stations_.push_back(std::make_shared<RelayStation>(world_, meters_, i));
    }
  }

  const World& world() const { return world_; }
  RelayStation& station(core::AccountId account) { return *stations_[world_.loop_of(account)]; }

  // Runs `task(station)` on the account's loop, unless the relay is gone by then.
  template <class Task>
  void post(core::AccountId account, Task task) {
    post_to(world_.loop_of(account), std::move(task));
  }
  template <class Task>
  void post_to_all(const Task& task) {
    for (std::size_t i = 0; i < stations_.size(); ++i) post_to(i, task);
  }

  // On the bus's thread.
  void arrived(std::string_view message) {
    const envelope::Reader reader(message);
    if (!reader.ok()) return world_.log.warning("bad_envelope");
    const std::size_t index = world_.loop_of(reader.head().account);
    if (!stations_[index]->make_room(message.size())) {
      return world_.log.warning("relay_overrun", {{"node", std::string(reader.head().from)}});
    }
    post_to(index,
            [bytes = std::string(message)](RelayStation& station) { station.arrived(bytes); });
  }

 private:
  template <class Task>
  void post_to(std::size_t index, Task task) {
    world_.floors[index]->post(
        [weak = std::weak_ptr(stations_[index]), task = std::move(task)]() mutable {
          if (const std::shared_ptr<RelayStation> station = weak.lock()) task(*station);
        });
  }

  World world_;
  RelayMeters meters_;
  std::vector<std::shared_ptr<RelayStation>> stations_;  // one a loop
};

Relay::Relay(World world) : impl_(std::make_unique<Impl>(std::move(world))) {}

Relay::~Relay() = default;

void Relay::start() {
  impl_->world().bus.listen(
      [impl = impl_.get()](std::string_view message) { impl->arrived(message); });
}

void Relay::stop() {
  impl_->world().bus.stop();
  impl_->post_to_all([](RelayStation& station) { station.stop(); });
}

std::unique_ptr<Session> Relay::connect(const ports::NodeId& owner, const Admission& admission,
                                        Connection& connection) {
  return impl_->station(admission.account).connect(owner, admission, connection);
}

void Relay::forward(const ports::NodeId& owner, core::AccountId account, const HttpRequest& request,
                    Respond respond) {
  if (request.body.size() > limits::forwarded_bytes_max) {
    return respond(error_response(413, "too_long", "a body has at most 1 MiB"));
  }
  std::string bytes = encode(request);
  if (bytes.size() > limits::forwarded_bytes_max + limits::forwarded_head_bytes_max) {
    return respond(error_response(431, "too_long", "the headers are too long"));
  }
  impl_->post(account, [owner, account, bytes = std::move(bytes),
                        respond = std::move(respond)](RelayStation& station) mutable {
    station.request(owner, account, std::move(bytes), std::move(respond));
  });
}

void Relay::moved(core::AccountId account, const ports::NodeId& owner) {
  impl_->post(account, [account, owner](RelayStation& station) { station.moved(account, owner); });
}

void Relay::gone(const ports::NodeId& node) {
  impl_->post_to_all([node](RelayStation& station) { station.gone(node); });
}

void Relay::close_all(CloseCode code, std::string_view reason) {
  impl_->post_to_all([code, reason = std::string(reason)](RelayStation& station) {
    station.close_all(code, reason);
  });
}

}  // namespace usher::app
