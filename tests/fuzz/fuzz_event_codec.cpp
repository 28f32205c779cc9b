// Input: an event's name, a line end, its body; the body is tried as a site's form and as a rule,
// too. What is read must be written and read again alike.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/codec.hpp"
#include "core/invitation_rule.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace usher::core;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t line = input.find('\n');
  if (line == std::string_view::npos) return 0;
  const auto form = decode_form(input.substr(line + 1));
  if (form && decode_form(encode_form(*form)) != form) std::abort();
  const auto rule = decode_rule(input.substr(line + 1));
  if (rule && decode_rule(encode_rule(*rule)) != rule) std::abort();
  const auto event = decode_event(input.substr(0, line), input.substr(line + 1));
  if (!event) return 0;
  std::string body;
  encode_body(*event, body);
  const auto again = decode_event(name_of(*event), body);
  if (!again || again->index() != event->index()) std::abort();
  std::string same;
  encode_body(*again, same);
  if (same != body) std::abort();
  return 0;
}
