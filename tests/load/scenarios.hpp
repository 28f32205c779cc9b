#pragma once
// What can be measured. Usher and the bare relay take turns in short slices within one run, because
// a shared machine's speed drifts: their ratio is what counts.

#include <cstdint>
#include <vector>

#include "kit/clock.hpp"
#include "kit/usher_server.hpp"
#include "pairs.hpp"
#include "report.hpp"

namespace usher::load {

struct Settings {
  Tools tools;
  int server_core = -1;
  PairsShape shape;
  int slices = 5;
  std::int64_t slice_ns = 2 * second;
  std::vector<std::uint32_t> rates = {1'000, 5'000, 20'000};
  std::vector<std::uint32_t> offer_rates = {1'000};
  std::uint32_t waiting = 2'000;  // visitors, while the agents are busy
  std::uint32_t visitors = 10'000;
  std::uint32_t visitors_of_nodes = 20'000;  // half of them on each
  std::int64_t rest_ns = 12 * second;        // of these
  std::uint32_t open_conversations = 5'000;  // when a node is killed
  std::uint32_t visits = 15'000;             // of people who browse
  std::uint64_t messages = 1'000'000;
  int starts = 3;
};

// Acknowledged messages a second and processor time a message, each side of each pair sending its
// next message when the last one is acknowledged.
std::vector<Report> measure_relay(const Settings& settings);
// From the intended time of sending to the acknowledgement, at fixed rates.
std::vector<Report> measure_latency(const Settings& settings);
// From the intended time at which an agent becomes free to the next offer on its connection.
std::vector<Report> measure_offers(const Settings& settings);
// Connections made and upgraded a second.
std::vector<Report> measure_handshake(const Settings& settings);
// Resident bytes for each further visitor who has a page open and does nothing.
std::vector<Report> measure_idle(const Settings& settings);
// From exec to readiness on a store of many messages.
std::vector<Report> measure_start(const Settings& settings);
// Messages at a fixed rate while visitors open pages, and while they do not.
std::vector<Report> measure_tracking(const Settings& settings);
// One decision of the floor, agents and waiting conversations being many.
std::vector<Report> measure_decisions(const Settings& settings);
// What has been: words found among many messages, a profile of many visits.
std::vector<Report> measure_archive(const Settings& settings);
// Messages with the store in PostgreSQL, and in the data folder.
std::vector<Report> measure_postgres(const Settings& settings);
// Messages from one node to the other, and on the owner, against a single server over PostgreSQL.
std::vector<Report> measure_talk_of_nodes(const Settings& settings);
// From the kill of a floor's owner to the first visitor whom the other node serves.
std::vector<Report> measure_takeover(const Settings& settings);
// What visitors who stay on two nodes cost Redis, and the nodes for Redis.
std::vector<Report> measure_presence(const Settings& settings);

}  // namespace usher::load
