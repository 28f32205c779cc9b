#include "steps.hpp"

#include <nlohmann/json.hpp>

namespace usher::crash {
namespace {

using Json = nlohmann::json;

// What a step is about: a conversation, who has it or at whom it rings, and the next one.
struct Case {
  Office* office;
  Person* visitor;
  std::string conversation;
  Console* first;
  Console* second;

  Deed deed(std::function<void()> act, std::function<bool()> answered,
            std::function<bool()> holds) const {
    return {visitor, std::move(act), std::move(answered), std::move(holds)};
  }
  // After which `owner` has it.
  Deed gives_it(Console& owner, std::function<void()> act) const {
    const auto owns = [&owner, id = conversation] { return owner.owns(id); };
    return deed(std::move(act), owns, owns);
  }
  // After which it does not ring at `at` any more.
  Deed silences(Console& at, std::function<void()> act) const {
    const auto silent = [&at, id = conversation] { return !at.row(id).rings; };
    return deed(std::move(act), silent, silent);
  }
};

Case ringing(Office& office) {
  Person& visitor = office.arrive();
  visitor.write();
  Console* at = nullptr;
  const auto rings = [&] {
    if (!visitor.conversation().empty()) at = office.at_whom_it_rings(visitor.conversation());
    return at != nullptr;
  };
  office.wait_for(rings, "a conversation to ring");
  return {&office, &visitor, visitor.conversation(), at, nullptr};
}

Case owned(Office& office) {
  Case it = ringing(office);
  office.accept(*it.visitor);
  return it;
}

Case offered_to_colleague(Office& office) {
  Case it = owned(office);
  it.second = &office.colleague_of(*it.first);
  it.first->act("transfer", it.conversation, {{"agent", it.second->id()}, {"note", "She waits."}});
  office.wait_for([&] { return it.second->row(it.conversation).rings; }, "a transfer to ring");
  return it;
}

Deed ask(Office& office) {
  Person& visitor = office.arrive();
  const auto stored = [&visitor] { return !visitor.acked().empty(); };
  return {&visitor, [&visitor] { visitor.write(); }, stored, stored};
}

Deed accept(Office& office) {
  const Case it = ringing(office);
  return it.gives_it(*it.first, [it] { it.first->act("accept", it.conversation); });
}

Deed decline(Office& office) {
  const Case it = ringing(office);
  return it.silences(*it.first, [it] { it.first->act("decline", it.conversation); });
}

Deed transfer(Office& office) {
  Case it = owned(office);
  it.second = &office.colleague_of(*it.first);
  const auto act = [it] {
    it.first->act("transfer", it.conversation, {{"agent", it.second->id()}, {"note", ""}});
  };
  return it.deed(
      act, [it] { return it.first->row(it.conversation).to == it.second->id(); },
      [it] { return it.first->owns(it.conversation); });
}

Deed accept_transfer(Office& office) {
  const Case it = offered_to_colleague(office);
  return it.gives_it(*it.second, [it] { it.second->act("accept", it.conversation); });
}

Deed decline_transfer(Office& office) {
  const Case it = offered_to_colleague(office);
  return it.silences(*it.second, [it] { it.second->act("decline", it.conversation); });
}

Deed withdraw_transfer(Office& office) {
  const Case it = offered_to_colleague(office);
  return it.silences(*it.second, [it] { it.first->act("decline", it.conversation); });
}

Deed transfer_to_queue(Office& office) {
  const Case it = owned(office);
  const auto given = [it] { return !it.first->owns(it.conversation); };
  const auto act = [it] {
    const Json more = {{"queue", it.office->other_queue()}, {"note", "For you."}};
    it.first->act("transfer_to_queue", it.conversation, more);
  };
  return it.deed(act, given, given);
}

// `it.first` has it, unless it waits.
Deed taken_over(const Case& it, bool waits) {
  Console* supervisor = &it.office->supervisor();
  while (supervisor == it.first || supervisor == it.second) supervisor = &it.office->supervisor();
  return it.gives_it(*supervisor, [it, waits, supervisor] {
    const Json more = waits ? Json::object() : Json{{"owner", it.first->id()}};
    supervisor->act("take_over", it.conversation, more);
  });
}

Deed take_over(Office& office) { return taken_over(owned(office), false); }
Deed take_over_ringing(Office& office) { return taken_over(ringing(office), true); }
Deed take_over_transfer(Office& office) { return taken_over(offered_to_colleague(office), false); }

Deed give(Office& office) {
  Case it = owned(office);
  it.second = &office.colleague_of(*it.first);
  return it.gives_it(*it.second, [it, by = &office.supervisor()] {
    const Json more = {{"owner", it.first->id()}, {"agent", it.second->id()}};
    by->act("give", it.conversation, more);
  });
}

Deed give_to_queue(Office& office) {
  const Case it = owned(office);
  const auto given = [it] { return !it.first->owns(it.conversation); };
  const auto act = [it, by = &office.supervisor()] {
    const Json more = {{"owner", it.first->id()}, {"queue", it.office->other_queue()}};
    by->act("give_to_queue", it.conversation, more);
  };
  return it.deed(act, given, given);
}

Deed close(Office& office) {
  const Case it = owned(office);
  office.hush(*it.visitor);
  const auto closed = [it] { return it.visitor->standing().state == "closed"; };
  return it.deed([it] { it.first->act("close", it.conversation); }, closed, closed);
}

}  // namespace

const std::vector<Step>& all_steps() {
  static const std::vector<Step> steps = {{"ask", ask},
                                          {"accept", accept},
                                          {"decline", decline},
                                          {"transfer", transfer},
                                          {"accept a transfer", accept_transfer},
                                          {"decline a transfer", decline_transfer},
                                          {"withdraw a transfer", withdraw_transfer},
                                          {"transfer to a queue", transfer_to_queue},
                                          {"take over", take_over},
                                          {"take over what rings", take_over_ringing},
                                          {"take over a transfer", take_over_transfer},
                                          {"give", give},
                                          {"give to a queue", give_to_queue},
                                          {"close", close}};
  return steps;
}

}  // namespace usher::crash
