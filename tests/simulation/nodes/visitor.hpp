#pragma once
// A visitor of a site: asks, and reads on.

#include <string>

#include "simulation/nodes/talker.hpp"

namespace usher::simulation {

class Visitor final : public Talker {
 public:
  Visitor(std::string name, core::AccountId account, std::string site_key, Doors& doors,
          Ledger& ledger, Schedule& schedule, SeededLoop& loop)
      : Talker(std::move(name), account, doors, ledger, schedule, loop),
        site_key_(std::move(site_key)) {}

  void ask() { write({}); }
  void look_at_a_page();
  bool at_ease() const override { return is_live() && hears() && outbox_.empty() && !waits(); }

 private:
  app::HttpRequest request() const override;
  Json hello() const override;
  void take(const Json& frame) override;
  void welcomed(const Json& frame);
  Json message(const Unsent& unsent) const override;

  const std::string site_key_;
  std::string token_;
  std::string id_;
  std::uint64_t pages_ = 0;
};

}  // namespace usher::simulation
