#pragma once
// The few frames of the protocol that are sent and read at full speed, built and picked apart
// without a JSON library: the generator must cost less than the server that it measures.
//
// Client ids are sixteen hexadecimal digits: eight for the pair, eight counting up. The bare relay
// finds them, and the text, at fixed places of the frame.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace usher::load {

inline constexpr std::size_t client_id_size = 16;
inline constexpr std::string_view ask_start = R"({"type":"ask","client_id":")";
inline constexpr std::string_view ask_text = R"(","text":")";
inline constexpr std::string_view post_start = R"({"type":"post","client_id":")";
inline constexpr std::string_view post_conversation = R"(","conversation":")";

// The bare relay's conversations: the length of Usher's own ids.
inline constexpr std::size_t bare_conversation_size = 13;
std::string bare_conversation(std::uint32_t pair);

void append_client_id(std::string& out, std::uint32_t pair, std::uint32_t count);

struct ClientId {
  std::uint32_t pair = 0;
  std::uint32_t count = 0;
};
std::optional<ClientId> parse_client_id(std::string_view digits);

// `text` must need no escaping.
void append_ask(std::string& out, ClientId id, std::string_view text);
void append_post(std::string& out, ClientId id, std::string_view conversation,
                 std::string_view text);

// The value of the first member of this name, wherever it stands; empty or none when there is none.
// `name` with its quotes and colon: "\"seq\":". Strings come without quotes, and unescaped ones
// only.
std::string_view string_member(std::string_view frame, std::string_view name);
std::optional<std::uint64_t> number_member(std::string_view frame, std::string_view name);

bool is_type(std::string_view frame, std::string_view type);

}  // namespace usher::load
