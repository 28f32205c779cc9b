// simulation --seeds N [--seed S] [--steps N] [--plant BUG|all]
//   Runs seeded worlds against the floor. 0: all seeds held, or every planted bug was found.
// simulation --days N [--seed S]
//   Runs days of an office. 0: at least 80 % of the waits fell into the range that was promised.

#include <charconv>
#include <cstdio>
#include <cstring>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/codec.hpp"
#include "simulation/days.hpp"
#include "simulation/house.hpp"
#include "simulation/people.hpp"
#include "simulation/shrink.hpp"

namespace usher::simulation {
namespace {

struct Options {
  std::uint64_t seeds = 100;
  std::uint64_t first_seed = 1;
  std::uint64_t steps = 800;
  std::uint64_t days = 0;
  std::string_view plant;
};

struct Totals {
  std::uint64_t seeds = 0;
  std::uint64_t steps = 0;
  std::uint64_t violations = 0;
  std::map<std::string_view, std::uint64_t> events;  // stored ones, by name
};

// Runs one seed; adds to `totals`. The script up to the violation, if there was one.
std::optional<Failure> run_seed(std::uint64_t seed, Bug bug, const Options& options, Totals& totals,
                                Script& script) {
  People people(seed);
  House house(bug);
  ++totals.seeds;
  try {
    for (std::uint64_t i = 0; i < options.steps; ++i) {
      script.push_back(i == 0 ? people.first() : people.next(house));
      ++totals.steps;
      house.run(script.back());
    }
    house.finish();
    for (const core::Recorded& row : house.journal()) ++totals.events[core::name_of(row.event)];
  } catch (const Broken& broken) {
    ++totals.violations;
    return Failure{broken.law, broken.what()};
  } catch (const std::exception& error) {
    ++totals.violations;
    return Failure{"no_exception", error.what()};
  }
  return std::nullopt;
}

void print(std::uint64_t seed, Bug bug, const Script& script, const Failure& failure) {
  std::printf("VIOLATION of %s\n  seed %llu, step %zu\n", failure.text.c_str(),
              static_cast<unsigned long long>(seed), script.size());
  const Script small = shrink(script, bug, failure.law);
  std::printf("  shrunk from %zu to %zu steps:\n", script.size(), small.size());
  for (const Action& action : small) std::printf("    %s\n", describe(action).c_str());
}

// How many planted bugs were missed.
int plant(const Options& options, Totals& totals) {
  int missed = 0;
  int planted = 0;
  for (const auto& [bug, name] : planted_bugs) {
    if (options.plant != "all" && options.plant != name) continue;
    ++planted;
    std::optional<Failure> failure;
    Script script;
    std::uint64_t seed = options.first_seed;
    for (; !failure && seed < options.first_seed + options.seeds; ++seed) {
      script.clear();
      failure = run_seed(seed, bug, options, totals, script);
    }
    if (!failure) {
      ++missed;
      std::printf("%-21.*s MISSED\n", static_cast<int>(name.size()), name.data());
      continue;
    }
    const Script small = shrink(script, bug, failure->law);
    std::printf("%-21.*s found by %s, seed %llu, step %zu, shrunk to %zu steps\n",
                static_cast<int>(name.size()), name.data(), failure->law.c_str(),
                static_cast<unsigned long long>(seed - 1), script.size(), small.size());
    if (options.plant == "all") continue;
    for (const Action& action : small) std::printf("    %s\n", describe(action).c_str());
  }
  if (planted == 0) {
    std::fprintf(stderr, "simulation: no such bug; the planted ones are:\n");
    for (const auto& [bug, name] : planted_bugs) std::fprintf(stderr, "  %s\n", name.data());
    return 1;
  }
  std::printf("%llu seeds, %llu steps\n", static_cast<unsigned long long>(totals.seeds),
              static_cast<unsigned long long>(totals.steps));
  std::printf("%d planted bugs, %d found\n%d passed, %d failed\n", planted, planted - missed,
              planted - missed, missed);
  return missed;
}

int hold(const Options& options, Totals& totals) {
  for (std::uint64_t i = 0; i < options.seeds; ++i) {
    const std::uint64_t seed = options.first_seed + i;
    Script script;
    const auto failure = run_seed(seed, Bug::none, options, totals, script);
    if (failure && totals.violations <= 3) print(seed, Bug::none, script, *failure);
  }
  // A world in which something never happens proves nothing about it.
  for (const auto& [name, count] : totals.events) {
    std::printf("%-22.*s %10llu\n", static_cast<int>(name.size()), name.data(),
                static_cast<unsigned long long>(count));
  }
  std::printf("%llu seeds, %llu steps, %llu violations\n",
              static_cast<unsigned long long>(totals.seeds),
              static_cast<unsigned long long>(totals.steps),
              static_cast<unsigned long long>(totals.violations));
  std::printf("%llu passed, %llu failed\n",
              static_cast<unsigned long long>(totals.seeds - totals.violations),
              static_cast<unsigned long long>(totals.violations));
  return totals.violations == 0 ? 0 : 1;
}

// What is promised to visitors is worth something when it mostly holds and says something.
bool foretold(const Options& options) {
  const DaysResult result = run_days(options.first_seed, static_cast<int>(options.days));
  const double share =
      result.waited == 0 ? 0
                         : static_cast<double>(result.inside) / static_cast<double>(result.waited);
  std::printf("%llu days, %llu conversations, %llu lost patience, %llu waited untold\n",
              static_cast<unsigned long long>(options.days),
              static_cast<unsigned long long>(result.conversations),
              static_cast<unsigned long long>(result.left),
              static_cast<unsigned long long>(result.untold));
  std::printf(
      "%.1f %% of %llu waits fell into the range first shown; its end is %.1f times its begin\n",
      share * 100, static_cast<unsigned long long>(result.waited), result.width);
  const bool holds = share >= 0.8 && result.waited > 100;
  std::printf("%d passed, %d failed\n", holds ? 1 : 0, holds ? 0 : 1);
  return holds;
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
    } else if (name == "--days") {
      good = read_number(value, options.days);
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
    std::fprintf(stderr,
                 "simulation: --seeds N [--seed S] [--steps N] [--plant BUG|all] | --days N\n");
    return 2;
  }
  if (options->days > 0) return foretold(*options) ? 0 : 1;
  Totals totals;
  if (!options->plant.empty()) return plant(*options, totals) == 0 ? 0 : 1;
  return hold(*options, totals);
}
