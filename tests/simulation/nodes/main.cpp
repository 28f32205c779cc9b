// simulation_nodes --seeds N [--seed S] [--steps N] [--plant BUG|all]
//   Runs seeded lives of a cluster. 0: all seeds held, or every planted bug was found.
//   With --seed: only that one, and what happened is told.

#include <charconv>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "simulation/expect.hpp"
#include "simulation/nodes/schedule.hpp"

namespace usher::simulation {
namespace {

struct Options {
  std::uint64_t seeds = 100;
  std::uint64_t first_seed = 1;
  std::uint64_t steps = 200;
  bool traced = false;
  std::string_view plant;
};

struct Totals {
  std::uint64_t seeds = 0;
  std::uint64_t violations = 0;
  Schedule::Totals sums;
};

struct NamedPlant {
  Plant plant;
  std::string_view name;
};
constexpr NamedPlant planted[] = {
    {Plant::fence, "fence"},
    {Plant::leases_for_all, "leases_for_all"},
    {Plant::lying_store, "lying_store"},
    {Plant::short_load, "short_load"},
    {Plant::deaf_links, "deaf_links"},
};

// What was broken, if anything was.
std::optional<std::string> run_seed(std::uint64_t seed, Plant plant, const Options& options,
                                    Totals& totals, std::vector<std::string>& script) {
  ++totals.seeds;
  Schedule schedule(seed, plant, options.traced);
  std::optional<std::string> broken;
  try {
    schedule.run(options.steps);
  } catch (const std::exception& error) {
    broken = error.what();
  }
  script = schedule.script();
  const Schedule::Totals sums = schedule.totals();
  totals.sums.tasks += sums.tasks;
  totals.sums.acks += sums.acks;
  totals.sums.events += sums.events;
  totals.sums.answers += sums.answers;
  return broken;
}

int plant(const Options& options, Totals& totals) {
  int found = 0;
  int missed = 0;
  for (const auto& [plant, name] : planted) {
    if (options.plant != "all" && options.plant != name) continue;
    std::optional<std::string> broken;
    std::vector<std::string> script;
    std::uint64_t seed = options.first_seed;
    for (; !broken && seed < options.first_seed + options.seeds; ++seed) {
      broken = run_seed(seed, plant, options, totals, script);
    }
    ++(broken ? found : missed);
    std::printf("%-15.*s %s\n", static_cast<int>(name.size()), name.data(),
                broken ? ("found in seed " + std::to_string(seed - 1) + " by " + *broken).c_str()
                       : "MISSED");
  }
  std::printf("%d passed, %d failed\n", found, missed);
  return missed == 0 && found > 0 ? 0 : 1;
}

int hold(const Options& options, Totals& totals) {
  for (std::uint64_t i = 0; i < options.seeds; ++i) {
    const std::uint64_t seed = options.first_seed + i;
    std::vector<std::string> script;
    const auto broken = run_seed(seed, Plant::none, options, totals, script);
    if (!broken) continue;
    if (++totals.violations > 3) continue;
    std::printf("VIOLATION of %s\n  seed %llu\n", broken->c_str(),
                static_cast<unsigned long long>(seed));
    for (const std::string& step : script) std::printf("    %s\n", step.c_str());
  }
  std::printf("%llu seeds, %llu tasks, %llu acknowledged, %llu events, %llu requests answered\n",
              static_cast<unsigned long long>(totals.seeds),
              static_cast<unsigned long long>(totals.sums.tasks),
              static_cast<unsigned long long>(totals.sums.acks),
              static_cast<unsigned long long>(totals.sums.events),
              static_cast<unsigned long long>(totals.sums.answers));
  std::printf("%llu passed, %llu failed\n",
              static_cast<unsigned long long>(totals.seeds - totals.violations),
              static_cast<unsigned long long>(totals.violations));
  return totals.violations == 0 ? 0 : 1;
}

bool read_number(const char* text, std::uint64_t& number) {
  const char* const end = text + std::strlen(text);
  const auto [stop, error] = std::from_chars(text, end, number);
  return error == std::errc{} && stop == end && number > 0;
}

std::optional<Options> read_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; i += 2) {
    const std::string_view name = argv[i];
    if (i + 1 == argc) return std::nullopt;
    const char* const value = argv[i + 1];
    bool good = true;
    if (name == "--plant") {
      options.plant = value;
    } else if (name == "--seeds") {
      good = read_number(value, options.seeds);
    } else if (name == "--steps") {
      good = read_number(value, options.steps);
    } else if (name == "--seed") {
      good = read_number(value, options.first_seed);
      options.seeds = 1;
      options.traced = true;
    } else {
      good = false;
    }
    if (!good) return std::nullopt;
  }
  return options;
}

}  // namespace
}  // namespace usher::simulation

int main(int argc, char** argv) {
  using namespace usher::simulation;
  const std::optional<Options> options = read_options(argc, argv);
  if (!options) {
    std::fprintf(stderr, "simulation_nodes: --seeds N [--seed S] [--steps N] [--plant BUG|all]\n");
    return 2;
  }
  Totals totals;
  if (!options->plant.empty()) return plant(*options, totals);
  return hold(*options, totals);
}
