#pragma once
// An agent at a console: takes what rings, answers, hands on, closes. Deeds are done once; who does
// not see what became of one looks at the list and decides again.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "simulation/nodes/talker.hpp"

namespace usher::simulation {

class Agent final : public Talker {
 public:
  Agent(std::string name, core::AccountId account, core::AgentId id, std::string cookie,
        Doors& doors, Ledger& ledger, Schedule& schedule, SeededLoop& loop);

  // Something with one of its own conversations, if it has any.
  void answer();
  void close();
  void transfer(core::AgentId colleague);
  void mark();
  void be(bool online);  // or away
  bool is_online() const { return online_; }
  bool at_ease() const override;

 private:
  struct Row {
    std::string state;
    bool own = false;
    bool rings = false;  // here
    bool asked = false;  // this client has accepted it already
  };

  app::HttpRequest request() const override;
  Json hello() const override;
  void take(const Json& frame) override;
  void lost() override;
  void try_again() override;
  void think() override;
  Json message(const Unsent& unsent) const override;

  void welcomed(const Json& frame);
  void listed(const Json& row);
  void refused(const Json& error);
  void say_status();
  std::optional<std::string> own();

  const std::string id_;
  const std::string cookie_;
  bool online_ = true;
  std::map<std::string, Row> rows_;
};

}  // namespace usher::simulation
