#include "reception.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "kit/clock.hpp"
#include "kit/frames.hpp"

namespace usher::load {
namespace {

constexpr std::int64_t patience_ns = 30 * second;

[[noreturn]] void fail(std::string_view what, std::string_view frame) {
  throw std::runtime_error(std::string(what) + ": " + std::string(frame.substr(0, 400)));
}

// The name of a welcome's n-th queue.
std::string queue_of(std::string_view welcome, std::uint32_t n) {
  constexpr std::string_view start = R"({"queue":")";
  for (std::size_t at = welcome.find(start); at != std::string_view::npos;
       at = welcome.find(start, at + 1)) {
    if (n-- > 0) continue;
    at += start.size();
    return std::string(welcome.substr(at, welcome.find('"', at) - at));
  }
  fail("too few queues", welcome);
}

}  // namespace

void Reception::Person::on_gone(Link&, std::uint16_t code) {
  throw std::runtime_error("a connection was closed: " + std::to_string(code));
}

Reception::Reception(Loop& loop, ReceptionShape shape, const UsherServer& server)
    : loop_(loop), shape_(shape) {
  for (std::uint32_t i = 1; i <= shape.agents; ++i) {
    connect(agents_, server.agent_endpoint(server.sign_in(i)));
  }
  wait_for([&] { return online_.size() == shape.agents; }, "the agents to be online");
  for (std::uint32_t i = 0; i < shape.agents + shape.waiting; ++i) {
    connect(visitors_, server.visitor_endpoint());
  }
  const auto all_asked = [](const auto& visitor) { return visitor->asked > 0; };
  wait_for(
      [&] {
        return std::ranges::all_of(visitors_, all_asked) && unacknowledged_ == 0 &&
               busy_.size() == shape.agents;
      },
      "every agent to have a conversation");
}

template <class Someone>
void Reception::connect(std::vector<std::unique_ptr<Someone>>& people, const Endpoint& endpoint) {
  people.push_back(std::make_unique<Someone>());
  Someone& person = *people.back();
  person.reception = this;
  person.number = static_cast<std::uint32_t>(people.size() - 1);
  person.link = std::make_unique<Link>(loop_, endpoint, person);
}

void Reception::wait_for(const std::function<bool()>& done, const char* what) {
  const std::int64_t until = now_ns() + patience_ns;
  while (!done()) {
    if (now_ns() > until) throw std::runtime_error(std::string("timed out: ") + what);
    loop_.turn(10 * ms);
  }
}

void Reception::breathe() {
  for (const auto& agent : agents_) agent->link->send(R"({"type":"ping"})");
  for (const auto& visitor : visitors_) visitor->link->send(R"({"type":"ping"})");
  loop_.flush();
}

void Reception::take(Agent& agent, std::string_view text) {
  if (is_type(text, "conversation_listed")) {
    listed(agent, text);
  } else if (is_type(text, "agent_welcome")) {
    agent.link->send(R"({"type":"status","status":"online"})");
  } else if (is_type(text, "agent_changed")) {
    if (string_member(text, R"("status":)") == "online") online_.insert(&agent);
  } else if (is_type(text, "error")) {
    fail("refused", text);
  }
}

// An agent's list has what waits for anybody, what rings at it and what is its own.
void Reception::listed(Agent& agent, std::string_view row) {
  const std::string_view conversation = string_member(row, R"({"conversation":)");
  if (row.find(R"("offer":{)") != std::string_view::npos) return offered(agent, conversation);
  if (string_member(row, R"("state":)") != "assigned" || conversation != agent.rings) return;
  ringing_.erase(agent.rings);
  agent.conversation.swap(agent.rings);
  agent.rings.clear();
  busy_.push_back(&agent);
}

void Reception::offered(Agent& agent, std::string_view conversation) {
  if (agent.rings == conversation) return;  // its row changed otherwise
  if (!agent.rings.empty() || !agent.conversation.empty()) {
    fail("offered to an agent without room", conversation);
  }
  if (agent.due_ns != 0) offer_ns_.push_back(now_ns() - agent.due_ns);
  agent.due_ns = 0;
  agent.rings = conversation;
  if (!ringing_.insert(agent.rings).second) fail("rings at two agents", conversation);
  frame_.assign(R"({"type":"accept","conversation":")").append(conversation).append("\"}");
  agent.link->send(frame_);
}

void Reception::take(Visitor& visitor, std::string_view text) {
  if (is_type(text, "ack")) {
    --unacknowledged_;
  } else if (is_type(text, "entry")) {
    if (string_member(text, R"("kind":)") == "closed") ask(visitor);
  } else if (is_type(text, "visitor_welcome")) {
    visitor.queue = queue_of(text, visitor.number % shape_.queues);
    ask(visitor);
  } else if (is_type(text, "error")) {
    fail("refused", text);
  }
}

void Reception::ask(Visitor& visitor) {
  frame_.clear();
  append_ask(frame_, {visitor.number, visitor.asked}, "Hello, is somebody there?");
  frame_.pop_back();
  frame_.append(R"(,"queue":")").append(visitor.queue).append("\"}");
  visitor.link->send(frame_);
  ++visitor.asked;
  ++unacknowledged_;
}

// Whoever is due while nobody has a conversation is freed as soon as somebody does.
void Reception::free_due() {
  while (!due_.empty() && !busy_.empty()) {
    Agent& agent = *busy_.front();
    busy_.pop_front();
    frame_.assign(R"({"type":"close","conversation":")").append(agent.conversation).append("\"}");
    agent.link->send(frame_);
    agent.conversation.clear();
    agent.due_ns = due_.front();
    due_.pop_front();
  }
}

std::vector<std::int64_t> Reception::free_agents(std::int64_t length_ns, std::uint32_t per_second) {
  const std::int64_t gap_ns = second / per_second;
  const std::int64_t begin = now_ns();
  std::int64_t next = begin;
  while (next < begin + length_ns) {
    for (; next <= now_ns() && next < begin + length_ns; next += gap_ns) due_.push_back(next);
    free_due();
    loop_.flush();
    loop_.turn(std::max<std::int64_t>(0, next - now_ns()));
  }
  wait_for(
      [this] {
        free_due();
        return due_.empty() && busy_.size() == agents_.size() && unacknowledged_ == 0;
      },
      "the last offers");
  return std::exchange(offer_ns_, {});
}

}  // namespace usher::load
