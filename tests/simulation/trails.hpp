#pragma once
// The auditor's own books of what visitors look at and for how long: dwell never goes back, never
// passes the page's age, and what the floor keeps is what was said last before the page was left.
// No visit goes uncounted, whomever the floor forgets meanwhile.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/event.hpp"
#include "core/floor.hpp"

namespace usher::simulation {

class Trails {
 public:
  void enter(const core::Event& event, std::int64_t now);
  void compare(const core::Floor& floor, std::int64_t now) const;
  // The floor was built anew: what it had only in memory is gone.
  void forget_told();

 private:
  using Id = std::uint64_t;
  struct Page {
    std::string view;
    std::int64_t at = 0;
    core::Dwell kept;
    core::Dwell told;
    bool over = false;
  };

  void see(const core::event::VisitStarted& e);
  void see(const core::event::PageViewed& e);
  void see(const core::event::VisitEnded& e);
  void see(const core::event::DwellTicked& e);
  void see(const core::event::PageDwelled& e);
  void see(const core::event::Forgotten& e);
  template <class E>
  void see(const E&) {}  // not of interest
  Page& page(core::VisitorId visitor, const std::string& view);
  void grows(const Page& page, const core::Dwell& to) const;

  std::map<Id, std::uint32_t> came_;        // so often, by visitor
  std::map<Id, std::vector<Page>> visits_;  // by visitor, pages in the order of their opening
  std::int64_t now_ = 0;
};

}  // namespace usher::simulation
