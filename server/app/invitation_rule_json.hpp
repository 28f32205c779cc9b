#pragma once
// A rule that invites visitors, and what it says of one, as the HTTP API's JSON.

#include <span>
#include <string>

#include "core/rule_verdict.hpp"
#include "protocol/json_body.hpp"
#include "protocol/json_write.hpp"

namespace usher::app {

inline constexpr char rule_prefix = 'i';  // of the ids of rules: "i_3"

// Changes the members that the body has. A fault names its member; the rule is then not to be used.
void read_rule(const protocol::JsonValue& body, core::InvitationRule& rule,
               protocol::ObjectReader::Fault& fault);

// The members of the rule, into an object that is open.
void write_rule(protocol::ObjectWriter& writer, std::string& out, const core::InvitationRule& rule);
void write_results(std::string& out, const core::RuleResults& results);

// The members of what it says of one visitor, into an object that is open.
void write_verdict(protocol::ObjectWriter& writer, std::string& out,
                   const core::RuleVerdict& verdict,
                   std::span<const core::ConditionVerdict> conditions);

}  // namespace usher::app
