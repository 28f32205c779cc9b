// The load ring's front: `load SCENARIO… [--json] [--quick] [--NAME VALUE …]`. See run.

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>

#include "scenarios.hpp"

namespace usher::load {
namespace {

using Measure = std::vector<Report> (*)(const Settings&);

// One name may stand for several.
const std::vector<std::pair<std::string, Measure>> all_scenarios = {
    {"relay", measure_relay},
    {"latency", measure_latency},
    {"offers", measure_offers},
    {"handshake", measure_handshake},
    {"idle", measure_idle},
    {"start", measure_start},
    {"decisions", measure_decisions},
    {"tracking", measure_tracking},
    {"archive", measure_archive},
    {"postgres", measure_postgres},
    {"cluster", measure_talk_of_nodes},
    {"cluster", measure_takeover},
    {"cluster", measure_presence}};

constexpr std::string_view usage =
    "usage: run [relay] [latency] [offers] [handshake] [idle] [start] [decisions] [tracking]\n"
    "           [archive] [postgres] [cluster]\n"
    "           [--json] [--quick] [--pairs N] [--agents N] [--slices N] [--seconds N] [--visitors "
    "N]\n"
    "           [--waiting N] [--messages N] [--rate N] [--visits N] [--open N]\n";

struct Order {
  Settings settings;
  std::vector<Measure> scenarios;
  bool json = false;
  bool quick = false;
};

// Enough to show that everything runs; the figures mean little.
void make_quick(Settings& settings) {
  settings.shape = {20, 20};
  settings.slices = 2;
  settings.slice_ns = second / 2;
  settings.rates = {1'000};
  settings.offer_rates = {200};
  settings.waiting = 200;
  settings.visitors = 500;
  settings.visitors_of_nodes = 500;
  settings.rest_ns = 2 * second;
  settings.open_conversations = 200;
  settings.visits = 500;
  settings.messages = 20'000;
  settings.starts = 1;
}

void set(Settings& settings, const std::string& name, std::uint32_t value) {
  if (value == 0) throw std::invalid_argument(name + " must be at least 1");
  if (name == "--pairs") {
    settings.shape = {value, value};
  } else if (name == "--agents") {
    settings.shape.agents = value;
  } else if (name == "--slices") {
    settings.slices = static_cast<int>(value);
  } else if (name == "--seconds") {
    settings.slice_ns = value * second;
  } else if (name == "--visitors") {
    settings.visitors = settings.visitors_of_nodes = value;
  } else if (name == "--visits") {
    settings.visits = value;
  } else if (name == "--messages") {
    settings.messages = value;
  } else if (name == "--rate") {
    settings.rates = {value};
    settings.offer_rates = {value};
  } else if (name == "--open") {
    settings.open_conversations = value;
  } else if (name == "--waiting") {
    settings.waiting = value;
  } else {
    throw std::invalid_argument("unknown option " + name);
  }
}

void add_scenario(const std::string& name, std::vector<Measure>& scenarios) {
  const std::size_t before = scenarios.size();
  for (const auto& [known, measure] : all_scenarios) {
    if (known == name) scenarios.push_back(measure);
  }
  if (scenarios.size() == before) throw std::invalid_argument("unknown scenario " + name);
}

Order read_order(const std::vector<std::string>& words) {
  Order order;
  for (const std::string& word : words) {
    if (word == "--quick") order.quick = true;
  }
  if (order.quick) make_quick(order.settings);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--json") {
      order.json = true;
    } else if (words[i] == "--quick") {
      continue;
    } else if (words[i].starts_with("--")) {
      if (i + 1 == words.size()) throw std::invalid_argument(words[i] + " needs a value");
      set(order.settings, words[i], static_cast<std::uint32_t>(std::stoul(words[i + 1])));
      ++i;
    } else {
      add_scenario(words[i], order.scenarios);
    }
  }
  if (order.scenarios.empty()) {
    for (const auto& scenario : all_scenarios) order.scenarios.push_back(scenario.second);
  }
  return order;
}

// The server on one core, this process on another, when there are two.
void choose_cores(Settings& settings) {
  if (nth_core(1) < 0) {
    std::cerr << "only one core: server and generator share it, the ratios say little\n";
    return;
  }
  settings.server_core = nth_core(0);
  pin_to(nth_core(1));
}

int run(Order order) {
  choose_cores(order.settings);
  raise_descriptor_limit();
  for (const Measure measure : order.scenarios) {
    for (const Report& report : measure(order.settings)) {
      order.json ? print_json(std::cout, report) : print_table(std::cout, report);
    }
  }
  // A message lost, doubled or out of order would have ended the run.
  if (order.quick) std::cout << order.scenarios.size() << " passed, 0 failed\n";
  return 0;
}

}  // namespace
}  // namespace usher::load

int main(int argc, char** argv) {
  using namespace usher::load;
  Order order;
  try {
    order = read_order({argv + 1, argv + argc});
    order.settings.tools.folder = std::filesystem::read_symlink("/proc/self/exe").parent_path();
  } catch (const std::exception& error) {
    std::cerr << "load: " << error.what() << "\n" << usage;
    return 2;
  }
  try {
    return run(std::move(order));
  } catch (const std::exception& error) {
    std::cerr << "load: " << error.what() << "\n";
    return 1;
  }
}
