#pragma once
// What goes over the bus between two nodes: a head, then items.
//
// Versions. Nodes of two releases work together while a cluster is renewed one node after another.
// So the head never changes, a new kind of item gets a new number, and fields are only added at the
// end of an item's body. A reader skips items of an unknown kind and bytes that follow the fields
// it knows, when the envelope is of a newer version than its own; in one of its own version they
// are mistakes. Whoever says something new must be able to live with its being skipped.
//
// Whatever the bytes are, reading them gives items or a mistake, never more than was there.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "app/cluster/bytes.hpp"
#include "app/front.hpp"
#include "core/command.hpp"

namespace usher::app::envelope {

inline constexpr std::uint8_t own_version = 1;

enum class Direction : std::uint8_t { to_owner, to_edge };

struct Head {
  std::uint8_t version = own_version;
  Direction direction = Direction::to_owner;
  std::uint64_t link = 0;
  std::uint64_t seq = 0;  // of the link's messages in this direction: 1, 2, 3 … A reset's is 0
  core::AccountId account;
  std::string_view from;  // the node
};

// --- Items. Texts are views of the message. ---

// To the owner. `number` counts the link's connections, and is not used again.
struct Open {
  std::uint64_t number;
  Admission admission;  // but for its loop, which is the owner's to say
};
struct Closed {
  std::uint64_t number = 0;
};
// A request comes in parts (parcels.hpp), and so does its answer.
struct RequestPart {
  std::uint64_t number = 0;
  bool last = false;
  std::string_view bytes;
};
// Nobody waits for this answer any more.
struct Drop {
  std::uint64_t number = 0;
};

// To the edge.
struct Close {
  std::uint64_t number = 0;
  std::uint16_t code = 0;
  std::string_view reason;
};
struct Known {
  std::uint64_t number = 0;
  core::Author author;
};
struct AnswerPart {
  std::uint64_t number = 0;
  bool last = false;
  std::string_view bytes;
};

// Both ways.
struct Frame {
  std::uint64_t number = 0;
  std::string_view text;
};
// The part has arrived; the next one, please.
struct More {
  std::uint64_t number = 0;
};
struct Reset {};
struct Beat {};

using Item = std::variant<Open, Closed, RequestPart, Drop, Close, Known, AnswerPart, Frame, More,
                          Reset, Beat>;

void put(std::string& out, const Head& head);
void put(std::string& out, const Open& item);
void put(std::string& out, const Closed& item);
void put(std::string& out, const RequestPart& item);
void put(std::string& out, const Drop& item);
void put(std::string& out, const Close& item);
void put(std::string& out, const Known& item);
void put(std::string& out, const AnswerPart& item);
void put(std::string& out, const Frame& item);
void put(std::string& out, const More& item);
void put(std::string& out, const Reset& item);
void put(std::string& out, const Beat& item);

// Reads one message, which it does not keep.
class Reader {
 public:
  explicit Reader(std::string_view message);

  bool ok() const { return reader_.ok(); }  // false: a mistake; nothing more is read
  const Head& head() const { return head_; }
  // None: the end, or a mistake.
  std::optional<Item> next();

 private:
  Head head_;
  ByteReader reader_;
};

}  // namespace usher::app::envelope
