#pragma once
// One process of a cluster, or one that serves alone: a house with loops and connections of its
// own. Its destruction is a kill: nothing that waits is done, nobody is told.

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "adapters/memory/archive.hpp"
#include "app/house.hpp"
#include "simulation/nodes/furniture.hpp"
#include "simulation/nodes/line.hpp"
#include "simulation/nodes/node_leases.hpp"
#include "simulation/nodes/node_store.hpp"

namespace usher::simulation {

class Node final {
 public:
  Node(Furniture& furniture, ports::NodeId id);
  ~Node();
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  const ports::NodeId& id() const { return id_; }
  // What went wrong in it, newest last; for whoever reads a broken law.
  const std::vector<std::string>& complaints() const { return log_.lines; }

  // --- What befalls it. ---

  void freeze(bool frozen) { process_.runs = !frozen; }
  bool frozen() const { return !process_.runs; }
  NodeStore& store() { return *store_; }
  NodeLeases& leases() { return *leases_; }  // of one of several
  void drain();
  bool draining() const { return draining_; }
  bool drained() const { return drained_; }

  // --- What clients do. Each is posted to the loop where it belongs. ---

  // `line` is a number that is used once.
  void connect(app::HttpRequest request, std::uint64_t line, LineEnd& client, SeededLoop& back);
  void frame(std::uint64_t line, std::string text);
  // The client's end is gone; the node hears of it after so long.
  void hang_up(std::uint64_t line, std::int64_t after_ms);

 private:
  class Socket;
  struct Log final : ports::Log {
    void write(ports::Level level, std::string_view event,
               std::initializer_list<Field> fields) override;
    std::vector<std::string> lines;
  };

  std::vector<SeededLoop*> loops() {
    return {&front_,        &floors_[0], &floors_[1], &webhooks_,
            &archive_loop_, &taking_,    &disk_,      &wire_};
  }
  void open(const app::Admission& admission, std::uint64_t line, LineEnd& client, SeededLoop& back);
  void end(std::uint64_t line);
  SeededLoop* loop_of(std::uint64_t line);

  Furniture& furniture_;
  const ports::NodeId id_;
  Process process_;
  ProcessClock clock_;
  SeededLoop front_;
  SeededLoop floors_[2];
  SeededLoop webhooks_;
  SeededLoop archive_loop_;
  SeededLoop taking_;
  SeededLoop disk_;
  SeededLoop wire_;
  Log log_;
  std::unique_ptr<adapters::MemoryJournal> journal_;  // null when it serves alone
  std::unique_ptr<NodeStore> store_;
  std::unique_ptr<adapters::MemoryLeases> cluster_leases_;
  std::unique_ptr<NodeLeases> leases_;
  std::unique_ptr<adapters::MemoryBus> bus_;
  std::unique_ptr<adapters::MemoryPresence> presence_;
  adapters::MemoryArchive archive_;
  std::unique_ptr<app::House> house_;
  std::map<std::uint64_t, std::size_t> line_loops_;  // where admitted ones live
  std::map<std::uint64_t, std::unique_ptr<Socket>> sockets_;
  std::set<std::uint64_t> gone_lines_;  // that are not to be opened any more
  bool draining_ = false;
  bool drained_ = false;
};

}  // namespace usher::simulation
