#pragma once
// Who a visitor is, as the site's own backend vouches for it. A page may say anything; what the
// backend signed outranks it.

#include <string>

namespace usher::core {

// Which of a visitor's values the backend named, rather than the page.
struct Vouched {
  bool name = false;
  bool email = false;
  bool phone = false;

  friend bool operator==(const Vouched&, const Vouched&) = default;
};

// What either of the two vouches for.
inline Vouched both(const Vouched& a, const Vouched& b) {
  return {a.name || b.name, a.email || b.email, a.phone || b.phone};
}

struct Identity {
  std::string external_id;  // the site's own id of this person; empty: nobody vouched for any
  Vouched vouched;

  bool verified() const { return !external_id.empty(); }
  friend bool operator==(const Identity&, const Identity&) = default;
};

}  // namespace usher::core
