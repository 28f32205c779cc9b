#pragma once
// What people may have done with what is known of them: told in one document, or erased. Admins ask
// for anybody of their account, visitors for themselves.
//
// Thread: the front's loop.

#include <functional>
#include <map>
#include <utility>
#include <vector>

#include "app/eraser.hpp"
#include "app/exporter.hpp"
#include "app/front.hpp"
#include "app/visitor_token.hpp"
#include "ports/privacy.hpp"

namespace usher::app {

class PrivacyDesk {
 public:
  struct World {
    ports::Privacy& store;
    Eraser& eraser;
    Exporter& exporter;
    const ports::Clock& clock;
    std::function<VisitorTokens&(core::AccountId)> tokens;
  };
  explicit PrivacyDesk(World world) : world_(std::move(world)) {}

  struct Subject {
    core::AccountId account;
    core::VisitorId visitor;
  };
  // When this returns, the wish is stored and the visitor's tokens are no longer good; the rest
  // follows. `by`: who wants it; 0: the visitor. Throws DirectoryError.
  void erase(const Subject& who, core::AgentId by);
  // Answers with the document of a person, who was these visitors.
  void tell(core::AccountId account, std::vector<core::VisitorId> visitors, core::AgentId by,
            const Respond& respond);
  // False: this visitor asks too often.
  bool may_ask(const Subject& who);

  ports::Privacy& store() { return world_.store; }

 private:
  World world_;
  struct Asked {
    core::Time since;
    std::uint32_t count = 0;
  };
  std::map<std::pair<core::AccountId, core::VisitorId>, Asked> asked_;
};

}  // namespace usher::app
