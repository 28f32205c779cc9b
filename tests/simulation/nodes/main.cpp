// simulation_nodes --seeds N [--seed S] [--steps N] [--plant BUG|all]
//   Runs seeded worlds of several nodes, and of one that serves alone. 0: all seeds held, or every
//   planted bug was found.

#include <charconv>
#include <cstdio>
#include <cstring>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "simulation/nodes/shrink_script.hpp"

namespace usher::simulation {
namespace {

struct Options {
  std::uint64_t seeds = 100;
  std::uint64_t first_seed = 1;
  std::uint64_t steps = 200;
  std::string_view plant;
};

struct Totals {
  std::uint64_t seeds = 0;
  std::uint64_t violations = 0;
  std::uint64_t turns = 0;
  std::uint64_t acknowledged = 0;
  std::uint64_t takings = 0;
  std::map<std::string, std::uint64_t> events;
};

// One in five serves alone.
NodesSeed seed_of(std::uint64_t seed, Planted planted) { return {seed, seed % 5 == 0, planted}; }

Script script_for(const NodesSeed& seed, const Options& options) {
  return script_of(seed.seed, options.steps, seed.alone);
}

std::optional<NodesFailure> run_seed(const NodesSeed& seed, const Options& options,
                                     Totals& totals) {
  NodesResult result = run_script(seed, script_for(seed, options));
  ++totals.seeds;
  totals.turns += result.turns;
  totals.acknowledged += result.acknowledged;
  totals.takings += result.takings;
  for (const auto& [name, count] : result.events) totals.events[name] += count;
  if (result.failure) ++totals.violations;
  return std::move(result.failure);
}

void print_steps(const Script& script) {
  for (const Step& step : script) std::printf("    %s\n", describe(step).c_str());
}

void print(const NodesSeed& seed, const Options& options, const NodesFailure& failure) {
  std::printf("VIOLATION of %s\n  seed %llu%s\n", failure.text.c_str(),
              static_cast<unsigned long long>(seed.seed), seed.alone ? ", alone" : "");
  const Script script = script_for(seed, options);
  const Script small = shrink_script(script, seed, failure.law);
  std::printf("  shrunk from %zu to %zu steps:\n", script.size(), small.size());
  print_steps(small);
  const auto again = run_script(seed, small).failure;
  if (!again) return;
  std::printf("  %s; the nodes said:\n", again->text.c_str());
  for (const std::string& line : again->complaints) std::printf("    %s\n", line.c_str());
}

int hold(const Options& options) {
  constexpr std::uint64_t shown = 3;
  Totals totals;
  for (std::uint64_t i = 0; i < options.seeds; ++i) {
    const NodesSeed seed = seed_of(options.first_seed + i, Planted::none);
    const auto failure = run_seed(seed, options, totals);
    if (failure && totals.violations <= shown) print(seed, options, *failure);
    if (failure && totals.violations > shown) {
      std::printf("VIOLATION of %s\n  seed %llu\n", failure->text.c_str(),
                  static_cast<unsigned long long>(seed.seed));
    }
  }
  // A world in which something never happens proves nothing about it.
  for (const auto& [name, count] : totals.events) {
    std::printf("%-22s %10llu\n", name.c_str(), static_cast<unsigned long long>(count));
  }
  std::printf("%llu turns, %llu acknowledged, %llu times a floor got another owner\n",
              static_cast<unsigned long long>(totals.turns),
              static_cast<unsigned long long>(totals.acknowledged),
              static_cast<unsigned long long>(totals.takings));
  std::printf("%llu passed, %llu failed\n",
              static_cast<unsigned long long>(totals.seeds - totals.violations),
              static_cast<unsigned long long>(totals.violations));
  return totals.violations == 0 ? 0 : 1;
}

int plant(const Options& options) {
  int planted = 0;
  int missed = 0;
  Totals totals;
  for (const auto& [bug, name] : planted_bugs) {
    if (options.plant != "all" && options.plant != name) continue;
    ++planted;
    std::optional<NodesFailure> failure;
    std::uint64_t seed = options.first_seed;
    for (; !failure && seed < options.first_seed + options.seeds; ++seed) {
      failure = run_seed(seed_of(seed, bug), options, totals);
    }
    if (!failure) {
      ++missed;
      std::printf("%-21s MISSED\n", name.data());
      continue;
    }
    std::printf("%-21s found by %s, seed %llu\n", name.data(), failure->law.c_str(),
                static_cast<unsigned long long>(seed - 1));
    if (options.plant != "all") print(seed_of(seed - 1, bug), options, *failure);
  }
  if (planted == 0) {
    std::fprintf(stderr, "simulation_nodes: no such bug; the planted ones are:\n");
    for (const auto& [bug, name] : planted_bugs) std::fprintf(stderr, "  %s\n", name.data());
    return 1;
  }
  std::printf("%d planted bugs, %d found\n%d passed, %d failed\n", planted, planted - missed,
              planted - missed, missed);
  return missed == 0 ? 0 : 1;
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
    const char* value = argv[i + 1];
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
  return options->plant.empty() ? hold(*options) : plant(*options);
}
