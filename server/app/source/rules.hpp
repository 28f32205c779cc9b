#pragma once
// The engines and networks that a source can name: data, read by read_source.cpp only.

#include <span>
#include <string_view>

#include "app/source/text.hpp"
#include "core/source.hpp"

namespace usher::app {

struct SourceRule {
  core::Channel channel;
  std::string_view name;
  // Separated by blanks; "www." before a host doesn't count. "a.b" is that host, ".a.b" also all
  // below it, "a.*" that name in any country: a.de, a.com, a.co.uk.
  std::string_view hosts;
  std::string_view keywords = {};  // parameters, the first that is there counts
  Encoding encoding = Encoding::utf8;
};

struct ClickRule {
  std::string_view parameter;  // that the network adds to the address of each click
  std::string_view network;
  bool is_ad = true;  // false: also to clicks that nobody paid for
};

// Null: none of the table, or a page of theirs that is like any other.
const SourceRule* rule_of(std::string_view host);
std::span<const ClickRule> click_rules();

}  // namespace usher::app
