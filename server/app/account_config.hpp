#pragma once
// An account as the directory has it, copied for its floor's thread.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/faq.hpp"
#include "core/command.hpp"
#include "ports/directory.hpp"

namespace usher::app {

struct AccountConfig {
  ports::Account account;
  std::map<core::SiteId, ports::Site> sites;
  std::vector<core::QueueSetting> queues;  // in display order
  std::map<core::AgentId, ports::Agent>
      agents;  // disabled ones too: their names stay on what they said
  std::shared_ptr<const Faq> faq = std::make_shared<const Faq>(std::vector<ports::FaqEntry>{});
  std::vector<core::InvitationRule> invitation_rules;  // in their order
};

}  // namespace usher::app
