#include "crowd.hpp"

#include <stdexcept>
#include <utility>

#include "kit/clock.hpp"
#include "kit/frames.hpp"
#include "kit/process.hpp"

namespace usher::load {
namespace {

constexpr std::size_t arrivals_at_once = 200;
constexpr std::size_t other_descriptors = 100;  // that the process or the server needs
constexpr std::int64_t patience_ns = 60 * second;

}  // namespace

Crowd::Crowd(Loop& loop, Endpoint endpoint) : loop_(loop), endpoint_(std::move(endpoint)) {}

void Crowd::grow_to(std::size_t visitors) {
  const std::size_t descriptors = raise_descriptor_limit();
  if (visitors + other_descriptors > descriptors) {
    throw std::runtime_error(std::to_string(visitors) + " visitors need more descriptors than " +
                             std::to_string(descriptors));
  }
  settled_ = links_.size();
  const std::int64_t until = now_ns() + patience_ns;
  while (settled_ < visitors) {
    while (links_.size() < visitors && links_.size() - settled_ < arrivals_at_once) {
      links_.push_back(std::make_unique<Link>(loop_, endpoint_, *this));
    }
    loop_.turn(ms);
    if (now_ns() > until) throw std::runtime_error("visitors wait for their welcome");
  }
}

void Crowd::browse_every(std::int64_t every_ns) {
  gap_ns_ = every_ns / static_cast<std::int64_t>(links_.size());
  due_ns_ = now_ns();
}

void Crowd::browse() {
  if (gap_ns_ == 0) return;
  for (const std::int64_t now = now_ns(); due_ns_ <= now; due_ns_ += gap_ns_, ++pages_) {
    frame_ = R"({"type":"page","url":"https://shop.example/products/)" + std::to_string(pages_) +
             R"(","title":"Blue teapot, 1.2 l - The Shop","referrer":"","view":")" +
             std::to_string(pages_) + R"("})";
    links_[pages_ % links_.size()]->send(frame_);
  }
}

void Crowd::breathe() {
  settled_ = 0;
  for (const auto& link : links_) link->send(R"({"type":"ping"})");
  const std::int64_t until = now_ns() + patience_ns;
  while (settled_ < links_.size()) {
    loop_.turn(ms);
    if (now_ns() > until) throw std::runtime_error("visitors wait for a pong");
  }
}

void Crowd::breathe_next() {
  links_[breaths_++ % links_.size()]->send(R"({"type":"ping"})");
  loop_.flush();
}

void Crowd::on_open(Link& link) {
  link.send(R"({"type":"visitor_hello","protocol":1,"locale":"zh-CN"})");
}

void Crowd::on_frame(Link& link, std::string_view text) {
  if (is_type(text, "visitor_welcome")) {
    link.send(
        R"({"type":"page","url":"https://shop.example/products/blue-teapot-1042?from=search",)"
        R"("title":"Blue teapot, 1.2 l - The Shop","referrer":"https://example.com/search"})");
    link.send(R"({"type":"ping"})");
  } else if (is_type(text, "pong")) {
    ++settled_;  // the page was taken before it
  } else if (is_type(text, "error")) {
    throw std::runtime_error("refused: " + std::string(text));
  }
}

void Crowd::on_gone(Link&, std::uint16_t code) {
  throw std::runtime_error("a visitor was dropped: " + std::to_string(code));
}

}  // namespace usher::load
