#include "simulation/nodes/node.hpp"

#include <utility>
#include <variant>

namespace usher::simulation {

class Node::Socket final : public app::Connection {
 public:
  Socket(Node& node, std::uint64_t line, LineEnd& client, SeededLoop& back)
      : node_(node), line_(line), client_(client), back_(back) {}

  void send(std::string_view frame) override {
    if (closed_) return;
    back_.post([&client = client_, line = line_, text = std::string(frame)] {
      client.on_frame(line, text);
    });
  }
  void close(app::CloseCode code, std::string_view) override {
    if (std::exchange(closed_, true)) return;
    back_.post(
        [&client = client_, line = line_, code] { client.on_gone(line, static_cast<int>(code)); });
    node_.hang_up(line_, 0);
  }

  void silence() { closed_ = true; }
  bool closed() const { return closed_; }
  std::unique_ptr<app::Session> session;

 private:
  Node& node_;
  const std::uint64_t line_;
  LineEnd& client_;
  SeededLoop& back_;
  bool closed_ = false;
};

void Node::Log::write(ports::Level level, std::string_view event,
                      std::initializer_list<Field> fields) {
  if (level == ports::Level::debug) return;
  std::string line(event);
  for (const auto& [name, value] : fields) line.append(" ").append(name).append("=").append(value);
  lines.push_back(std::move(line));
}

Node::Node(Furniture& furniture, ports::NodeId id)
    : furniture_(furniture),
      id_(std::move(id)),
      process_{true, furniture.schedule.random().between(-1'500, 1'500)},
      clock_(furniture.schedule, process_),
      front_(furniture.schedule, process_),
      floors_{{furniture.schedule, process_}, {furniture.schedule, process_}},
      webhooks_(furniture.schedule, process_),
      archive_loop_(furniture.schedule, process_),
      taking_(furniture.schedule, process_),
      disk_(furniture.schedule, process_),
      wire_(furniture.schedule, process_) {
  if (!furniture.alone) journal_ = std::make_unique<adapters::MemoryJournal>(furniture.store);
  store_ = std::make_unique<NodeStore>(journal_ ? *journal_ : *furniture.journal, furniture.ledger,
                                       furniture.schedule, disk_, id_, furniture.planted);
  app::House::World world{*store_,
                          furniture.directory,
                          clock_,
                          furniture.random,
                          furniture.crypto,
                          furniture.passwords,
                          log_,
                          furniture.metrics,
                          front_,
                          {&floors_[0], &floors_[1]},
                          furniture.calendar,
                          furniture.charset,
                          furniture.outbox,
                          furniture.http,
                          webhooks_,
                          furniture.files,
                          archive_,
                          archive_loop_,
                          archive_loop_,
                          furniture.regions,
                          furniture.privacy};
  if (!furniture.alone) {
    cluster_leases_ = std::make_unique<adapters::MemoryLeases>(furniture.cluster, id_);
    leases_ = std::make_unique<NodeLeases>(*cluster_leases_, furniture.schedule, wire_);
    bus_ = std::make_unique<adapters::MemoryBus>(furniture.cluster, id_);
    presence_ = std::make_unique<adapters::MemoryPresence>(furniture.cluster, id_);
    world.nodes.emplace(app::Nodes{*leases_, *store_, *bus_, *presence_, taking_});
  }
  house_ = std::make_unique<app::House>(std::move(world), app::Options{0, 0, 0});
  if (!house_->start()) furniture.ledger.broke("starts", id_ + " cannot read the journal");
}

// The process is not there any more, and nobody hears of it: neither clients nor store nor nodes.
// Sessions are ended all the same, as the house must not hold on to them while it goes.
Node::~Node() {
  if (bus_) bus_->stop();
  for (SeededLoop* loop : loops()) loop->clear();
  for (const auto& [line, socket] : sockets_) socket->silence();
  for (const auto& [line, socket] : sockets_) socket->session->on_closed();
  sockets_.clear();
  house_.reset();
}

void Node::drain() {
  draining_ = true;
  front_.post([this] { house_->drain([this] { drained_ = true; }); });
}

void Node::connect(app::HttpRequest request, std::uint64_t line, LineEnd& client,
                   SeededLoop& back) {
  front_.post([this, request = std::move(request), line, &client, &back] {
    auto admitted = house_->admit(request);
    if (const auto* refused = std::get_if<app::HttpResponse>(&admitted)) {
      return back.post([&client, line, status = static_cast<int>(refused->status)] {
        client.on_gone(line, status);
      });
    }
    const auto admission = std::get<app::Admission>(std::move(admitted));
    line_loops_[line] = admission.loop;
    floors_[admission.loop].post(
        [this, admission, line, &client, &back] { open(admission, line, client, back); });
  });
}

void Node::open(const app::Admission& admission, std::uint64_t line, LineEnd& client,
                SeededLoop& back) {
  if (gone_lines_.erase(line) > 0) return;
  auto socket = std::make_unique<Socket>(*this, line, client, back);
  socket->session = house_->open(admission, *socket);
  if (!socket->session) return socket->close(app::CloseCode::draining, "the floor has stopped");
  back.post([&client, line] { client.on_open(line); });
  sockets_.emplace(line, std::move(socket));
}

SeededLoop* Node::loop_of(std::uint64_t line) {
  const auto found = line_loops_.find(line);
  return found == line_loops_.end() ? nullptr : &floors_[found->second];
}

void Node::frame(std::uint64_t line, std::string text) {
  SeededLoop* loop = loop_of(line);
  if (!loop) return;
  loop->post([this, line, text = std::move(text)] {
    const auto found = sockets_.find(line);
    if (found != sockets_.end() && !found->second->closed()) found->second->session->on_frame(text);
  });
}

void Node::hang_up(std::uint64_t line, std::int64_t after_ms) {
  SeededLoop* loop = loop_of(line);
  if (!loop) return void(gone_lines_.insert(line));
  if (after_ms == 0) return loop->post([this, line] { end(line); });
  loop->post_in(after_ms, [this, line] { end(line); });
}

void Node::end(std::uint64_t line) {
  const auto found = sockets_.find(line);
  if (found == sockets_.end()) return void(gone_lines_.insert(line));
  if (furniture_.planted == Planted::forgotten_goodbye) return;
  const std::unique_ptr<Socket> socket = std::move(found->second);
  sockets_.erase(found);
  line_loops_.erase(line);
  socket->session->on_closed();
}

}  // namespace usher::simulation
