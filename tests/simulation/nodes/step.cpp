#include "simulation/nodes/step.hpp"

#include <array>
#include <string_view>

namespace usher::simulation {
namespace {

constexpr std::array<std::string_view, deeds_count> words{
    "wait",    "ask",         "look at a page", "answer",      "close",         "transfer",
    "mark",    "go away",     "come online",    "lose line",   "kill",          "drain",
    "freeze",  "leases away", "leases lossy",   "leases slow", "leases forget", "bus cut",
    "bus bad", "store away",  "store slow",     "store full",  "store broken"};

Deed of_people(test::Random& random) {
  constexpr std::array often{
      Deed::ask,     Deed::ask,         Deed::answer,      Deed::answer,         Deed::ask,
      Deed::close,   Deed::answer,      Deed::transfer,    Deed::mark,           Deed::ask,
      Deed::go_away, Deed::come_online, Deed::come_online, Deed::look_at_a_page, Deed::lose_line,
      Deed::wait};
  return often[random.below(often.size())];
}

Deed fault(test::Random& random, bool alone) {
  constexpr std::array one{Deed::kill,       Deed::drain,      Deed::freeze,      Deed::store_away,
                           Deed::store_slow, Deed::store_full, Deed::store_broken};
  constexpr std::array more{
      Deed::kill,          Deed::kill,        Deed::drain,        Deed::freeze,
      Deed::freeze,        Deed::leases_away, Deed::leases_lossy, Deed::leases_slow,
      Deed::leases_forget, Deed::bus_cut,     Deed::bus_bad,      Deed::bus_bad,
      Deed::store_away,    Deed::store_slow,  Deed::store_full,   Deed::store_broken};
  return alone ? one[random.below(one.size())] : more[random.below(more.size())];
}

}  // namespace

std::string describe(const Step& step) {
  std::string text(words[static_cast<std::size_t>(step.deed)]);
  text += " " + std::to_string(step.who);
  if (step.ms > 0) text += " for " + std::to_string(step.ms) + " ms";
  return text + ", " + std::to_string(step.after) + " ms later";
}

Script script_of(std::uint64_t seed, std::size_t steps, bool alone) {
  test::Random random(seed ^ 0x5eed5eed5eedU);
  const std::uint64_t calm = random.between(4, 30);  // so many steps a fault
  Script script(steps);
  for (Step& step : script) {
    const bool fails = random.one_in(calm);
    step.deed = fails ? fault(random, alone) : of_people(random);
    step.who = random.below(12);
    if (fails) step.ms = random.one_in(2) ? random.between(1, 2'000) : random.between(1, 20'000);
    if (step.deed == Deed::lose_line) step.ms = random.one_in(2) ? 0 : random.between(1, 45'000);
    step.after = random.one_in(8) ? random.between(0, 3'000) : random.between(0, 300);
  }
  return script;
}

}  // namespace usher::simulation
