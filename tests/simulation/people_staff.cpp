// What simulated agents say of people, whether they are here or not.
#include "simulation/people.hpp"

namespace usher::simulation {

namespace command = core::command;

core::Command People::edits_person(const core::Floor& floor) {
  switch (random_.below(6)) {
    case 0:
      return command::NotePerson{agent(), visitor(), ++minted_, text()};
    case 1:
      return command::TagPerson{agent(), visitor(), "vip", random_.one_in(2)};
    case 2:
      return command::MergePeople{supervisor(floor), visitor(), visitor()};
    case 3:
      return command::SplitPeople{agent(), visitor()};
    default:
      return command::EditPerson{agent(), visitor(), random_.one_in(3) ? "level" : "name",
                                 random_.one_in(4) ? "" : text()};
  }
}

}  // namespace usher::simulation
