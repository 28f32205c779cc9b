#pragma once
// For routes that ask the archive: what stands behind their "?", and the way there and back.

#include <charconv>
#include <optional>
#include <string>
#include <utility>

#include "app/api_route.hpp"
#include "app/archivist.hpp"
#include "protocol/ids.hpp"

namespace usher::app {

// What stands behind the "?". The first fault stands.
class Asked {
 public:
  explicit Asked(const ApiCall& call) : call_(call) {}

  std::string text(const std::string& name, std::size_t bytes_max) {
    std::string value = raw(name);
    if (value.size() > bytes_max) fault("too_long", name);
    return value;
  }
  template <class Id>
  Id id(const std::string& name, char prefix) {
    const std::string value = raw(name);
    if (value.empty()) return {};
    const auto parsed = protocol::parse_id(prefix, value);
    if (!parsed) fault("bad_value", name);
    return Id{parsed.value_or(0)};
  }
  std::int64_t integer(const std::string& name, std::int64_t absent) {
    const std::string value = raw(name);
    if (value.empty()) return absent;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    const bool sound = error == std::errc() && end == value.data() + value.size();
    if (!sound || number < 0) fault("bad_value", name);
    return number;
  }
  ports::Period period() {
    const std::int64_t until = integer("until", call_.world.clock.now().ms + 1);
    const std::int64_t from = integer("from", 0);
    if (from > until) fault("out_of_range", "from");
    return {core::Time{from}, core::Time{until}};
  }

  void fault(const std::string& code, const std::string& name) {
    if (!fault_) fault_ = error_response(400, code, "this cannot be asked so", name);
  }
  // True after the answer that says what is wrong.
  bool refused() {
    if (fault_) call_.respond(std::move(*fault_));
    return fault_.has_value();
  }

 private:
  std::string raw(const std::string& name) const {
    const auto found = call_.request.query.find(name);
    return found == call_.request.query.end() ? std::string() : found->second;
  }

  const ApiCall& call_;
  std::optional<HttpResponse> fault_;
};

// Asks the archive; `write(body, found)` makes the answer of what it says.
template <class Question, class Write>
void answer(const ApiCall& call, Question question, Write write) {
  call.world.archivist.ask(call.world.front, std::move(question),
                           [respond = call.respond, write = std::move(write)](const auto& found) {
                             if (!found) return respond(too_busy());
                             std::string body;
                             write(body, *found);
                             respond(json_response(200, std::move(body)));
                           });
}

}  // namespace usher::app
