#pragma once
// Visitors and agents, as a schedule moves them.

#include <memory>
#include <set>
#include <string>

#include "simulation/nodes/client.hpp"

namespace usher::simulation {

class VisitorClient final : public Client {
 public:
  VisitorClient(World world, std::uint64_t account, const std::string& name);

  void ask();    // writes something
  void leave();  // closes the conversation

 private:
  void knock() override;
  Json hello() const override;
  void welcomed(const Json& welcome) override;
  void heard(const std::string& type, const Json& frame) override;
  void note(const Json& conversation);

  const std::uint64_t index_;  // the account's
  std::string token_;
  std::string conversation_;
  std::uint64_t written_ = 0;
};

class AgentClient final : public Client {
 public:
  AgentClient(World world, std::uint64_t account, std::uint64_t number, const std::string& name);

  void post();   // writes something into one of its conversations
  void close();  // closes one of them
  // Asks the HTTP API for something of the account's: answered once, by whichever process.
  void request();
  std::uint64_t answers() const { return answers_; }

 private:
  void knock() override;
  Json hello() const override;
  void welcomed(const Json& welcome) override;
  void heard(const std::string& type, const Json& frame) override;
  void refused_at_door(int status) override;
  void sign_in();
  void note(const Json& conversation);
  std::string any_conversation();
  app::HttpRequest http(const std::string& method, const std::string& path) const;

  const std::string login_;
  std::string agent_;  // its own id, as the protocol writes it
  std::string cookie_;
  std::uint64_t sign_ins_ = 0;
  std::uint64_t written_ = 0;
  std::uint64_t answers_ = 0;
};

}  // namespace usher::simulation
