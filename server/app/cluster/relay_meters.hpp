#pragma once
// What a relay counts. From any thread.

#include "ports/metrics.hpp"

namespace usher::app {

struct RelayMeters {
  explicit RelayMeters(ports::Metrics& metrics)
      : links(metrics.gauge("usher_relay_links", "Links to and from other nodes")),
        connections(metrics.gauge("usher_relay_connections",
                                  "Connections at this node that another one serves")),
        resets(metrics.counter("usher_relay_resets_total", "Links that were cut")),
        messages(metrics.counter("usher_relay_messages_total", "Messages to other nodes")) {}

  ports::Gauge& links;
  ports::Gauge& connections;
  ports::Counter& resets;
  ports::Counter& messages;
};

}  // namespace usher::app
