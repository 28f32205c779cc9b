#pragma once
// A queue's policy as the HTTP API's JSON. Its members have the names of core::QueuePolicy; times
// of a day are "09:30", dates "2026-12-25", the week's days begin with Monday.

#include <string>

#include "core/policy.hpp"
#include "protocol/json_body.hpp"

namespace usher::app {

// Changes the members that `value` has. A fault names its member below `path`; the policy is then
// not to be used.
void read_policy(const protocol::JsonValue& value, const std::string& path,
                 core::QueuePolicy& policy, protocol::ObjectReader::Fault& fault);
void write_policy(std::string& out, const core::QueuePolicy& policy);

// Skills as a list of texts, of agents and queues.
void read_skills(protocol::ObjectReader& reader, const protocol::JsonValue& list,
                 core::Skills& skills);

}  // namespace usher::app
