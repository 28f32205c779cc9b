// A crowd of idle visitors in a process of its own: as many sockets as two nodes take are too many
// for one.
//
//   load_crowd PORT VISITORS     writes "settled" once all are welcome, and stays until killed.
//   From
//                                SIGUSR1 on each shows that it lives as often as a browser would.

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>

#include "crowd.hpp"
#include "kit/clock.hpp"
#include "kit/usher_server.hpp"

namespace {

volatile std::sig_atomic_t breathes = 0;

}  // namespace

int main(int argc, char** argv) {
  using namespace usher::load;
  if (argc != 3) return 2;
  constexpr std::int64_t breathe_every_ns = 25 * second;
  std::signal(SIGUSR1, [](int) { breathes = 1; });
  try {
    Loop loop;
    Crowd crowd(loop, visitor_endpoint_at(static_cast<std::uint16_t>(std::atoi(argv[1]))));
    const std::int64_t visitors = std::atoll(argv[2]);
    crowd.grow_to(static_cast<std::size_t>(visitors));
    crowd.breathe();  // the first ones came long ago
    std::cout << "settled" << std::endl;
    while (breathes == 0) loop.turn(100 * ms);
    for (std::int64_t due = now_ns();; due += breathe_every_ns / visitors) {
      while (now_ns() < due) loop.turn(std::max<std::int64_t>(0, due - now_ns()));
      crowd.breathe_next();
    }
  } catch (const std::exception& error) {
    std::cout << "load_crowd: " << error.what() << std::endl;
    return 1;
  }
}
