#include "kit/websocket.hpp"

#include <array>
#include <cstring>

namespace usher::load {
namespace {

constexpr std::array<unsigned char, 4> mask_key = {0x37, 0xfa, 0x21, 0x3d};

// Eight bytes at a time: the generator masks as many bytes as the server unmasks.
void append_masked(std::string& out, std::string_view payload) {
  const std::size_t start = out.size();
  out.append(payload);
  char* bytes = out.data() + start;
  std::array<unsigned char, 8> wide{};
  for (std::size_t i = 0; i < wide.size(); ++i) wide[i] = mask_key[i % mask_key.size()];
  std::uint64_t key = 0;
  std::memcpy(&key, wide.data(), sizeof key);
  std::size_t i = 0;
  for (; i + sizeof key <= payload.size(); i += sizeof key) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes + i, sizeof word);
    word ^= key;
    std::memcpy(bytes + i, &word, sizeof word);
  }
  for (; i < payload.size(); ++i) bytes[i] = static_cast<char>(bytes[i] ^ mask_key[i % 4]);
}

std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
  return value;
}

}  // namespace

void append_frame(std::string& out, Opcode opcode, std::string_view payload) {
  out.push_back(static_cast<char>(0x80 | static_cast<unsigned>(opcode)));
  const std::size_t size = payload.size();
  if (size < 126) {
    out.push_back(static_cast<char>(0x80 | size));
  } else if (size < 65'536) {
    out.push_back(static_cast<char>(0x80 | 126));
    out.push_back(static_cast<char>(size >> 8));
    out.push_back(static_cast<char>(size & 0xff));
  } else {
    out.push_back(static_cast<char>(0x80 | 127));
    for (int shift = 56; shift >= 0; shift -= 8) {
      out.push_back(static_cast<char>(size >> shift & 0xff));
    }
  }
  out.append(reinterpret_cast<const char*>(mask_key.data()), mask_key.size());
  append_masked(out, payload);
}

std::optional<ServerFrame> take_frame(std::string_view& bytes) {
  if (bytes.size() < 2) return std::nullopt;
  const auto first = static_cast<unsigned char>(bytes[0]);
  std::uint64_t size = static_cast<unsigned char>(bytes[1]) & 0x7f;
  std::size_t header = 2;
  if (size == 126) {
    header = 4;
    if (bytes.size() < header) return std::nullopt;
    size = big_endian(bytes.substr(2, 2));
  } else if (size == 127) {
    header = 10;
    if (bytes.size() < header) return std::nullopt;
    size = big_endian(bytes.substr(2, 8));
  }
  if (bytes.size() - header < size) return std::nullopt;
  ServerFrame frame;
  frame.opcode = static_cast<Opcode>(first & 0x0f);
  frame.last = (first & 0x80) != 0;
  frame.payload = bytes.substr(header, size);
  bytes.remove_prefix(header + size);
  return frame;
}

std::uint16_t close_code_of(std::string_view payload) {
  if (payload.size() < 2) return 1005;
  return static_cast<std::uint16_t>(big_endian(payload.substr(0, 2)));
}

std::string upgrade_request(std::string_view host, std::string_view path,
                            std::string_view headers) {
  std::string request = "GET ";
  request.append(path).append(" HTTP/1.1\r\nHost: ").append(host);
  request.append(
      "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
  request.append(headers).append("\r\n");
  return request;
}

}  // namespace usher::load
