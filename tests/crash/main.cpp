// The crash ring's front. See run.

#include <filesystem>
#include <iostream>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "kit/process.hpp"
#include "trials.hpp"

namespace usher::crash {
namespace {

constexpr std::string_view usage =
    "usage: run [kills] [steps] [cuts] [drain] [--kills N] [--rounds N] [--pairs N]\n"
    "           [--messages N] [--sockets N] [--seed N]\n";

struct Order {
  bool kills = false;
  bool steps = false;
  bool cuts = false;
  bool drain = false;
  std::uint64_t kill_count = 100;
  std::uint64_t rounds = 3;
  std::uint64_t pairs = 50;
  std::uint64_t messages = 20'000;
  std::uint64_t sockets = 1'000;
  std::uint64_t seed = std::random_device{}();
};

Order read_order(const std::vector<std::string>& words) {
  Order order;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    const auto value = [&]() -> std::uint64_t {
      if (i + 1 == words.size()) throw std::invalid_argument(word + " needs a value");
      return std::stoull(words[++i]);
    };
    if (word == "kills") {
      order.kills = true;
    } else if (word == "steps") {
      order.steps = true;
    } else if (word == "cuts") {
      order.cuts = true;
    } else if (word == "drain") {
      order.drain = true;
    } else if (word == "--kills") {
      order.kill_count = value();
    } else if (word == "--rounds") {
      order.rounds = value();
    } else if (word == "--pairs") {
      order.pairs = value();
    } else if (word == "--messages") {
      order.messages = value();
    } else if (word == "--sockets") {
      order.sockets = value();
    } else if (word == "--seed") {
      order.seed = value();
    } else {
      throw std::invalid_argument("unknown word " + word);
    }
  }
  if (!order.kills && !order.steps && !order.cuts && !order.drain) {
    order.kills = order.steps = order.cuts = order.drain = true;
  }
  return order;
}

bool run(const Order& order) {
  std::cout << "seed " << order.seed << std::endl;
  load::raise_descriptor_limit();
  const Trial trial{{std::filesystem::read_symlink("/proc/self/exe").parent_path()}, order.seed};
  int passed = 0;
  int failed = 0;
  const auto count = [&](bool good) { ++(good ? passed : failed); };
  if (order.cuts) {
    count(cut_at_random(trial, static_cast<std::uint32_t>(order.pairs), order.messages));
  }
  if (order.drain) count(drain(trial, static_cast<std::uint32_t>(order.sockets)));
  if (order.steps) count(kill_at_steps(trial, static_cast<int>(order.rounds)));
  if (order.kills) count(kill_at_random(trial, static_cast<int>(order.kill_count)));
  std::cout << passed << " passed, " << failed << " failed" << std::endl;
  return failed == 0;
}

}  // namespace
}  // namespace usher::crash

int main(int argc, char** argv) {
  using namespace usher::crash;
  Order order;
  try {
    order = read_order({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    std::cerr << "crash: " << error.what() << "\n" << usage;
    return 2;
  }
  try {
    return run(order) ? 0 : 1;
  } catch (const std::exception& error) {
    std::cout << "crash: " << error.what() << "\n";
    return 1;
  }
}
