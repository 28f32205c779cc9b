#include "contestants.hpp"

#include <unistd.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "kit/http.hpp"

namespace usher::load {

BareRelay::BareRelay(const Tools& tools, const std::filesystem::path& folder, int core)
    : port_(free_port()),
      process_({tools.relay(), std::to_string(port_)}, core, folder / "relay.log") {
  for (int attempt = 0; attempt < 1'000; ++attempt) {
    if (!process_.runs()) throw std::runtime_error("the bare relay ended");
    if (listens(port_)) return;
    ::usleep(1'000);
  }
  throw std::runtime_error("the bare relay does not listen");
}

Endpoint BareRelay::visitor_endpoint(std::uint32_t pair) const {
  Endpoint endpoint;
  endpoint.port = port_;
  endpoint.path = "/v/" + std::to_string(pair);
  return endpoint;
}

Endpoint BareRelay::agent_endpoint(std::uint32_t first_pair, std::uint32_t count) const {
  Endpoint endpoint;
  endpoint.port = port_;
  endpoint.path = "/a/" + std::to_string(first_pair) + "/" + std::to_string(count);
  return endpoint;
}

BarePairs::BarePairs(Loop& loop, PairsShape shape, const BareRelay& relay) : Pairs(loop, shape) {
  const std::uint32_t share = pairs_per_agent(shape);
  std::uint32_t wanted = 0;
  for (std::uint32_t pair = 0; pair < shape.pairs; ++pair, ++wanted) {
    conversations_[pair] = bare_conversation(pair);
    connect(false, pair, relay.visitor_endpoint(pair));
  }
  for (std::uint32_t pair = 0; pair < shape.pairs; pair += share, ++wanted) {
    const std::uint32_t count = std::min(share, shape.pairs - pair);
    connect(true, pair / share, relay.agent_endpoint(pair, count));
  }
  wait_for([&] { return open_ == wanted; }, "the bare relay's upgrades");
}

void BarePairs::opened(Person& person) {
  ++open_;
  const std::uint32_t share = person.agent ? pairs_per_agent(shape_) : 1;
  const std::uint32_t first = person.number * share;
  for (std::uint32_t pair = first; pair < std::min(first + share, shape_.pairs); ++pair) {
    side(person.agent, pair).person = &person;
  }
}

UsherPairs::UsherPairs(Loop& loop, PairsShape shape, const Doors& doors) : Pairs(loop, shape) {
  for (std::uint32_t agent = 0; agent < shape.agents; ++agent) {
    const std::string cookie = doors.agents.sign_in(doors.first_agent + agent);
    connect(true, agent, doors.agents.agent_endpoint(cookie));
  }
  wait_for([&] { return online_.size() == shape.agents; }, "the agents to be online");
  for (std::uint32_t pair = 0; pair < shape.pairs; ++pair) {
    connect(false, pair, doors.visitors.visitor_endpoint());
  }
  wait_for([this] { return all_assigned(); }, "the conversations to be assigned");
}

void UsherPairs::opened(Person& person) {
  person.link->send(person.agent ? R"({"type":"agent_hello","protocol":1})"
                                 : R"({"type":"visitor_hello","protocol":1})");
}

void UsherPairs::other_frame(Person& person, std::string_view text) {
  if (is_type(text, "agent_welcome")) {
    person.link->send(R"({"type":"status","status":"online"})");
  } else if (is_type(text, "agent_changed")) {
    if (string_member(text, R"("status":)") == "online") online_.insert(person.number);
  } else if (is_type(text, "visitor_welcome")) {
    side(false, person.number).person = &person;
    send(false, person.number);
  } else if (is_type(text, "entry") && !person.agent) {
    Side& mine = side(false, person.number);  // the entry says who was assigned
    if (number_member(text, R"("seq":)") != ++mine.seq) throw std::runtime_error("entry lost");
  } else if (is_type(text, "conversation_listed")) {
    listed(person, text);
  }
}

void UsherPairs::listed(Person& agent, std::string_view text) {
  if (string_member(text, R"("state":)") != "assigned") return;
  const std::string_view conversation = string_member(text, R"({"conversation":)");
  const auto last_seq = number_member(text, R"("last_seq":)");
  if (conversation.empty() || !last_seq) {
    throw std::runtime_error("cannot read: " + std::string(text));
  }
  listings_.push_back({&agent, std::string(conversation), *last_seq});
}

// An agent's list and the visitor's acknowledgement, which names the conversation, come over
// different connections, in any order. The agent's side has then seen all up to the assignment.
bool UsherPairs::all_assigned() {
  for (const Listing& listing : std::exchange(listings_, {})) {
    const auto found =
        std::find(conversations_.begin(), conversations_.end(), listing.conversation);
    if (found == conversations_.end()) {
      listings_.push_back(listing);
      continue;
    }
    const auto pair = static_cast<std::uint32_t>(found - conversations_.begin());
    if (side(true, pair).person == nullptr) join(pair, *listing.agent, listing.last_seq);
  }
  return agents_joined() == shape_.pairs;
}

}  // namespace usher::load
