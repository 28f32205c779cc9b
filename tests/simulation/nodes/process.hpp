#pragma once
// One process: the real house over loops and adapters of its own. It can be killed, frozen, cut off,
// and asked to go down.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "adapters/memory/archive.hpp"
#include "app/house.hpp"
#include "simulation/nodes/outside.hpp"
#include "simulation/nodes/wire.hpp"
#include "support/hand_http.hpp"

namespace usher::simulation {

// Tells what a bug would say, and nothing else matters.
class ProcessLog final : public ports::Log {
 public:
  ProcessLog(Outside& outside, std::string node) : outside_(outside), node_(std::move(node)) {}
  void write(ports::Level level, std::string_view event,
             std::initializer_list<Field> fields) override;

 private:
  Outside& outside_;
  const std::string node_;
};

// Keeps gauges, by name.
class ProcessMetrics final : public ports::Metrics {
 public:
  ports::Counter& counter(const std::string&, const std::string&) override { return counter_; }
  ports::Counter& counter(const std::string&, const std::string&, const ports::Label&) override {
    return counter_;
  }
  ports::Gauge& gauge(const std::string& name, const std::string&) override {
    return gauges_[name];
  }
  ports::Histogram& histogram(const std::string&, const std::string&,
                              std::vector<double>) override {
    return histogram_;
  }
  std::string text() const override { return {}; }

  double value(const std::string& name) { return gauges_[name].value; }

 private:
  struct NoCounter final : ports::Counter {
    void add(double) override {}
  };
  struct Kept final : ports::Gauge {
    void set(double now) override { value = now; }
    void add(double more) override { value += more; }
    double value = 0;
  };
  struct NoHistogram final : ports::Histogram {
    void observe(double) override {}
  };
  NoCounter counter_;
  NoHistogram histogram_;
  std::map<std::string, Kept> gauges_;
};

class Process {
 public:
  Process(Outside& outside, ports::NodeId id);
  ~Process();  // killed, when it has not ended by itself

  const ports::NodeId& id() const { return id_; }

  // --- What happens to it. ---

  void kill();
  void freeze(bool frozen);
  void cut_leases(bool away);
  void cut_store(bool away);
  void drain();

  bool is_dead() const { return !house_; }
  bool is_frozen() const { return frozen_; }
  bool is_draining() const { return draining_; }
  bool leases_cut() const { return leases_cut_; }
  bool store_cut() const { return store_cut_; }
  bool has_ended() const { return ended_; }  // as it was asked to

  // --- As clients reach it. ---

  // Null: nothing listens there any more.
  std::shared_ptr<Wire> dial(app::HttpRequest request, SimLoop& client, Wire::Ears ears);
  void ask(app::HttpRequest request, SimLoop& client, app::Respond respond);

  double gauge(const std::string& name) { return metrics_.value(name); }
  std::size_t wires_open() const;

 private:
  app::House::World world();
  std::vector<SimLoop*> loops();

  Outside& outside_;
  const ports::NodeId id_;
  ProcessLog log_;
  ProcessMetrics metrics_;
  SimLoop front_;
  SimLoop floor_a_;
  SimLoop floor_b_;
  SimLoop webhooks_;
  SimLoop archive_writing_;
  SimLoop archive_reading_;
  SimLoop taking_;
  StoreWay way_;
  adapters::MemoryArchive archive_;
  adapters::MemoryLeases leases_;
  adapters::MemoryBus bus_;
  std::unique_ptr<ports::Leases> generous_;  // planted, as the next
  std::unique_ptr<ports::Bus> deaf_;
  adapters::MemoryPresence presence_;
  test::HandHttp http_;
  std::unique_ptr<app::House> house_;
  std::vector<std::weak_ptr<Wire>> wires_;
  bool frozen_ = false;
  bool draining_ = false;
  bool leases_cut_ = false;
  bool store_cut_ = false;
  bool ended_ = false;
};

}  // namespace usher::simulation
