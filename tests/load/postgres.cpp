// What it costs that the store is in PostgreSQL instead of the data folder.
#include "contestants.hpp"
#include "nodes.hpp"
#include "scenarios.hpp"
#include "throughput.hpp"

namespace usher::load {
namespace {

constexpr std::int64_t warm_up_ns = second / 2;

}  // namespace

std::vector<Report> measure_postgres(const Settings& settings) {
  TemporaryFolder folder("usher-load");
  const Seed seed{.agents = settings.shape.agents, .capacity = pairs_per_agent(settings.shape)};
  UsherServer with_file(settings.tools, folder.path() / "sqlite", settings.server_core);
  with_file.seed(seed);
  UsherServer with_database(
      settings.tools, folder.path() / "postgres", settings.server_core,
      seeded_outside(settings.tools, settings.server_core, folder.path() / "seed", seed));
  with_file.start();
  with_database.start();
  Loop loop;
  UsherPairs on_file(loop, settings.shape, with_file);
  UsherPairs on_database(loop, settings.shape, with_database);
  on_file.closed_loop(warm_up_ns);
  on_database.closed_loop(warm_up_ns);
  Throughput sqlite;
  Throughput postgres;
  std::vector<double> database_us;
  for (int i = 0; i < settings.slices; ++i) {
    on_database.breathe();
    sqlite.add(on_file, with_file.process(), settings.slice_ns);
    on_file.breathe();
    const std::int64_t before = database_cpu_ns();
    const auto messages = postgres.add(on_database, with_database.process(), settings.slice_ns);
    const auto spent_ns = static_cast<double>(database_cpu_ns() - before);
    database_us.push_back(spent_ns / static_cast<double>(messages) / us);
  }
  const double acked = postgres.per_second();
  const double cpu = postgres.cpu_us();
  return {
      {"postgres",
       {{"acked_per_s", acked, 0, "durable acknowledgements a second, PostgreSQL beside it"},
        {"sqlite_per_s", sqlite.per_second(), 0, "with the data folder's store"},
        {"ratio", acked / sqlite.per_second(), 3, ""},
        {"cpu_us", cpu, 2, "us of processor a message, PostgreSQL's own not counted"},
        {"sqlite_cpu_us", sqlite.cpu_us(), 2, "with the data folder's store"},
        {"cpu_ratio", cpu / sqlite.cpu_us(), 3, ""},
        {"database_cpu_us", median(database_us), 2, "us of PostgreSQL's processor a message"}}}};
}

}  // namespace usher::load
