#pragma once
// Visitors who say hello, show a page and stay; they may go on to other pages.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kit/link.hpp"

namespace usher::load {

class Crowd final : public Handler {
 public:
  Crowd(Loop& loop, Endpoint endpoint);

  // Returns when the pages of all of them were taken.
  void grow_to(std::size_t visitors);
  // From now on each goes on to another page once in `every_ns`, at even times; 0: they stay.
  void browse_every(std::int64_t every_ns);
  // Opens the pages that are due.
  void browse();
  // Shows the server that the connections live, and waits for its answers.
  void breathe();
  // The same of one more of them, without waiting.
  void breathe_next();

 private:
  void on_open(Link& link) override;
  void on_frame(Link& link, std::string_view text) override;
  void on_gone(Link& link, std::uint16_t code) override;

  Loop& loop_;
  Endpoint endpoint_;
  std::vector<std::unique_ptr<Link>> links_;
  std::size_t settled_ = 0;  // so many pings were answered
  std::int64_t gap_ns_ = 0;  // between two pages of anybody
  std::int64_t due_ns_ = 0;
  std::uint64_t pages_ = 0;
  std::size_t breaths_ = 0;
  std::string frame_;
};

}  // namespace usher::load
