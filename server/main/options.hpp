#pragma once
// The command line and the configuration file, read once and checked whole.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "adapters/sql/store.hpp"
#include "app/options.hpp"
#include "net/server.hpp"

namespace usher {

// What is wrong with an option, a key or a value: one line that names it. The program exits with 2.
struct OptionError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct ServeOptions {
  std::filesystem::path data;
  std::string postgres;  // address of the server that holds the store; empty: the data folder does
  std::string schema = "usher";  // of its database
  std::string redis;  // address of the server that holds the leases; empty: this node serves alone
  std::string node;   // this node's name among others; empty: the machine's
  std::optional<std::filesystem::path>
      files;  // uploads, the same for all nodes; none: beside the data
  std::string listen = "127.0.0.1:8080";
  std::optional<std::filesystem::path> config;
  bool demo = false;
  std::size_t threads = 0;  // loops for floors; 0: one for each core, at most 8
  bool demo_rings = true;   // demo queues ring at agents; false: conversations are accepted at once
  std::optional<std::filesystem::path> region_file;  // tells where addresses lie
  bool webhooks_allow_private = false;               // they may name addresses that are not public
  app::Options app;
  net::ServerOptions net;  // all but `assets` and `demo`

  adapters::SqlOptions store() const {
    return {.folder = data, .postgres = postgres, .schema = schema, .shared = !redis.empty()};
  }
};

// Adds what the file says. Throws OptionError naming file, line and key: an unknown key, a wrong
// type or a value out of range is never passed over.
void read_config(const std::filesystem::path& file, ServeOptions& options);

// Nodes of a cluster share one store, and have names. Throws OptionError.
void check_cluster(const ServeOptions& options);

// Splits "127.0.0.1:8080" or "[::1]:8080" into options.net. Throws OptionError.
void read_listen(const std::string& listen, ServeOptions& options);

}  // namespace usher
