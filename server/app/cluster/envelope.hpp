#pragma once
// What goes over the bus between two nodes: one message holds items of one link, in one direction.
//
// Layout, numbers little-endian, texts as their length (32 bits) and bytes:
//   version (8 bits), what (8), seq (64), link (64), account (64), from, then items: kind (8),
//   length (32), content.
// Nodes of different versions serve together while one after another is upgraded. So a reader
// passes over kinds that it does not know and over what follows the content that it knows;
// `version` changes only when that is not enough, and a message of another one is dropped: the link
// falls silent, and its people come back over another way.
//
// Reading never throws and never looks past the end: what is cut short is no value.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "app/front.hpp"
#include "core/command.hpp"
#include "ports/lease.hpp"

namespace usher::app {

enum class EnvelopeKind : std::uint8_t {
  to_owner,        // items of the edge
  to_edge,         // items of the owner
  reset_to_owner,  // the link is over; no items, and no seq
  reset_to_edge,
};

struct Envelope {
  EnvelopeKind kind = EnvelopeKind::to_owner;
  std::uint64_t seq = 0;   // counts a direction's messages from 1
  std::uint64_t link = 0;  // random
  core::AccountId account;
  ports::NodeId from;
  std::string_view items;  // inside the message that was read
};

enum class ItemKind : std::uint8_t {
  open = 1,  // number, admission                      to the owner
  frame,     // number, text                           either way
  closed,    // number                                 to the owner: its socket is gone
  close,     // number, code, reason                   to the edge
  known,     // number, who it is                      to the edge
  part,      // number, whether it is the last, bytes  either way: of a request or its answer
};

struct Item {
  ItemKind kind = ItemKind::frame;
  std::uint32_t number = 0;  // of a connection, or of a request; counted by the edge
  std::string_view content;
};

void append_head(std::string& out, const Envelope& envelope);
void append_item(std::string& out, const Item& item);
inline constexpr std::size_t item_head_bytes = 9;

std::optional<Envelope> read_envelope(std::string_view message);
// Takes the next item off; none: there is no further one, or it is cut short.
std::optional<Item> read_item(std::string_view& items);

std::string encode(const Admission& admission);
std::optional<Admission> decode_admission(std::string_view content);
std::string encode_close(CloseCode code, std::string_view reason);
struct ReadClose {
  CloseCode code = CloseCode::resync;
  std::string_view reason;
};
std::optional<ReadClose> decode_close(std::string_view content);
std::string encode(core::Author person);
std::optional<core::Author> decode_author(std::string_view content);
std::string encode(const HttpRequest& request);
std::optional<HttpRequest> decode_request(std::string_view content);
std::string encode(const HttpResponse& response);
std::optional<HttpResponse> decode_response(std::string_view content);

}  // namespace usher::app
