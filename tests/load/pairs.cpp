#include "pairs.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace usher::load {
namespace {

// As long as what people write to a shop.
constexpr std::string_view message_text =
    "Hello, is the blue one still in stock? I would need it by Friday.";

constexpr std::int64_t patience_ns = 30 * second;

[[noreturn]] void fail(std::string_view what, std::string_view frame) {
  throw std::runtime_error(std::string(what) + ": " + std::string(frame.substr(0, 400)));
}

}  // namespace

std::vector<std::int64_t> Slice::ack_ns() const {
  std::vector<std::int64_t> all = visitor_ack_ns;
  all.insert(all.end(), agent_ack_ns.begin(), agent_ack_ns.end());
  return all;
}

Pairs::Pairs(Loop& loop, PairsShape shape)
    : shape_(shape),
      conversations_(shape.pairs),
      loop_(loop),
      visitors_(shape.pairs),
      agents_(shape.pairs) {}

void Pairs::Person::on_gone(Link&, std::uint16_t code) {
  throw std::runtime_error("a connection was closed: " + std::to_string(code));
}

Pairs::Person& Pairs::connect(bool agent, std::uint32_t number, const Endpoint& endpoint) {
  people_.push_back(std::make_unique<Person>());
  Person& person = *people_.back();
  person.pairs = this;
  person.agent = agent;
  person.number = number;
  person.link = std::make_unique<Link>(loop_, endpoint, person);
  return person;
}

void Pairs::breathe() {
  for (const auto& person : people_) person->link->send(R"({"type":"ping"})");
  loop_.flush();
}

void Pairs::wait_for(const std::function<bool()>& done, const char* what) {
  const std::int64_t until = now_ns() + patience_ns;
  while (!done()) {
    if (now_ns() > until) throw std::runtime_error(std::string("timed out: ") + what);
    loop_.turn(10 * ms);
  }
}

void Pairs::send(bool agent, std::uint32_t pair) {
  Side& from = side(agent, pair);
  frame_.clear();
  if (agent) {
    append_post(frame_, {pair, from.sent}, conversations_[pair], message_text);
  } else {
    append_ask(frame_, {pair, from.sent}, message_text);
  }
  ++from.sent;
  ++unacked_;
  ++undelivered_;
  from.person->link->send(frame_);
}

void Pairs::join(std::uint32_t pair, Person& agent, std::uint64_t last_seq) {
  Side& here = side(true, pair);
  here.person = &agent;
  here.seq = last_seq;
  here.received = 1;
  --undelivered_;
  ++agents_joined_;
}

void Pairs::take(Person& person, std::string_view text) {
  const bool is_ack = is_type(text, "ack");
  const bool is_message =
      is_type(text, "entry") && text.find(R"("kind":"message")") != std::string_view::npos;
  if (!is_ack && !is_message) {
    if (is_type(text, "error")) fail("refused", text);
    return other_frame(person, text);
  }
  const auto id = parse_client_id(string_member(text, R"("client_id":)"));
  const auto seq = number_member(text, R"("seq":)");
  if (!id || id->pair >= shape_.pairs || !seq) fail("cannot read", text);
  if (is_ack && conversations_[id->pair].empty()) {
    conversations_[id->pair] = string_member(text, R"("conversation":)");
  }
  Side& here = side(person.agent, id->pair);
  if (here.person != &person) return;  // an agent sees what waits for anybody
  if (*seq != here.seq + 1) fail("lost, doubled or out of order", text);
  here.seq = *seq;
  if (is_ack) return acked(here, person.agent, *id);
  if (id->count != here.received) fail("not the next message of the other side", text);
  ++here.received;
  --undelivered_;
}

void Pairs::acked(Side& side, bool agent, ClientId id) {
  if (id.count != side.acked) throw std::runtime_error("acknowledged out of order");
  ++side.acked;
  --unacked_;
  if (mode_ == Mode::idle) return;
  const std::int64_t now = now_ns();
  if (now < slice_end_ns_) {
    ++slice_.acked;
    if (mode_ == Mode::closed) send(agent, id.pair);
  } else {
    ++slice_.drained;
  }
  if (mode_ == Mode::open) {
    (agent ? slice_.agent_ack_ns : slice_.visitor_ack_ns).push_back(now - side.intended_ns.front());
    side.intended_ns.pop_front();
  }
}

void Pairs::drain() {
  wait_for([this] { return unacked_ == 0 && undelivered_ == 0; }, "messages under way");
  mode_ = Mode::idle;
}

// Spins: a sleeping generator would be woken by the server's sends, at the server's expense, and
// the slower the server, the more often.
Slice Pairs::closed_loop(std::int64_t length_ns) {
  slice_ = {};
  slice_.seconds = static_cast<double>(length_ns) / static_cast<double>(second);
  slice_end_ns_ = now_ns() + length_ns;
  mode_ = Mode::closed;
  for (std::uint32_t pair = 0; pair < shape_.pairs; ++pair) {
    send(false, pair);
    send(true, pair);
  }
  loop_.flush();
  while (now_ns() < slice_end_ns_) loop_.turn(0);
  drain();
  return std::move(slice_);
}

Slice Pairs::open_loop(std::int64_t length_ns, std::uint32_t per_second) {
  slice_ = {};
  slice_.seconds = static_cast<double>(length_ns) / static_cast<double>(second);
  const std::int64_t begin = now_ns();
  const std::int64_t gap_ns = second / per_second;
  slice_end_ns_ = begin + length_ns;
  mode_ = Mode::open;
  std::int64_t intended = begin;
  std::uint64_t number = 0;
  while (intended < slice_end_ns_) {
    for (; intended <= now_ns() && intended < slice_end_ns_; intended += gap_ns, ++number) {
      const bool agent = number % 2 == 1;
      const auto pair = static_cast<std::uint32_t>(number / 2 % shape_.pairs);
      side(agent, pair).intended_ns.push_back(intended);
      send(agent, pair);
    }
    meanwhile_();
    loop_.flush();
    loop_.turn(std::max<std::int64_t>(0, intended - now_ns()));
  }
  drain();
  return std::move(slice_);
}

}  // namespace usher::load
