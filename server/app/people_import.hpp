#pragma once
// Takes the rows of a table into what the staff say of people, some at a time, so that neither the
// archive nor a floor is held up. A dry run changes nothing and says what would be.
//
// Thread: the front's loop, but for looking people up. Keeps itself until it has answered.

#include <memory>
#include <string>
#include <vector>

#include "app/api_route.hpp"
#include "app/people_table.hpp"

namespace usher::app {

class PeopleImport : public std::enable_shared_from_this<PeopleImport> {
 public:
  struct Order {
    core::AccountId account;
    core::AgentId by;
    bool dry = true;
    PeopleTable table;
    std::vector<CsvRow> rows;
  };
  PeopleImport(ApiWorld& world, Order order, Respond respond)
      : world_(world), order_(std::move(order)), respond_(std::move(respond)) {}

  void start() { step(); }

 private:
  // What some rows come to.
  struct Part {
    std::vector<core::Command> commands;
    std::size_t people = 0;
    std::size_t same = 0;
    std::vector<RowFault> faults;
  };

  void step();
  Part look(ports::People& people, std::size_t first, std::size_t end) const;
  void take(Part part);
  void finish();

  ApiWorld& world_;
  const Order order_;
  const Respond respond_;
  std::size_t next_ = 0;
  std::size_t people_ = 0, same_ = 0, values_ = 0, fault_count_ = 0;
  std::vector<RowFault> faults_;
};

}  // namespace usher::app
