// A crowd of idle visitors in a process of its own: as many sockets as two nodes take are too many
// for one.
//
//   load_crowd PORT VISITORS     writes "settled" once all are welcome, and stays until killed

#include <cstdlib>
#include <exception>
#include <iostream>

#include "crowd.hpp"
#include "kit/clock.hpp"
#include "kit/usher_server.hpp"

int main(int argc, char** argv) {
  using namespace usher::load;
  if (argc != 3) return 2;
  constexpr std::int64_t breathe_every_ns = 30 * second;
  try {
    Loop loop;
    Crowd crowd(loop, visitor_endpoint_at(static_cast<std::uint16_t>(std::atoi(argv[1]))));
    crowd.grow_to(static_cast<std::size_t>(std::atoll(argv[2])));
    std::cout << "settled" << std::endl;
    for (;;) {
      for (const std::int64_t next = now_ns() + breathe_every_ns; now_ns() < next;) {
        loop.turn(second);
      }
      crowd.breathe();
    }
  } catch (const std::exception& error) {
    std::cout << "load_crowd: " << error.what() << std::endl;
    return 1;
  }
}
