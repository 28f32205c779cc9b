#include "app/cluster/envelope.hpp"

#include <algorithm>

#include "core/cluster_limits.hpp"

namespace usher::app::envelope {

namespace {

// On the wire: never given another meaning.
enum class Kind : std::uint8_t {
  beat = 1,
  reset = 2,
  frame = 3,
  open = 4,
  closed = 5,
  close = 6,
  known = 7,
  request_part = 8,
  answer_part = 9,
  more = 10,
  drop = 11,
};

// An item: its kind, the length of its body, its body.
template <class Body>
void put_item(std::string& out, Kind kind, Body body) {
  put_number(out, static_cast<std::uint8_t>(kind));
  const std::size_t length_at = out.size();
  out.append(sizeof(std::uint32_t), '\0');
  const std::size_t begin = out.size();
  body();
  auto length = static_cast<std::uint32_t>(out.size() - begin);
  for (std::size_t i = 0; i < sizeof length; ++i, length >>= 8) {
    out[length_at + i] = static_cast<char>(length & 0xff);
  }
}

void put_numbered(std::string& out, Kind kind, std::uint64_t number) {
  put_item(out, kind, [&] { put_number(out, number); });
}

void put_part(std::string& out, Kind kind, std::uint64_t number, bool last,
              std::string_view bytes) {
  put_item(out, kind, [&] {
    put_number(out, number);
    put_number(out, std::uint8_t{last});
    put_text(out, bytes);
  });
}

void put_names(std::string& out, const core::RegionNames& names) {
  put_text(out, names.country);
  put_text(out, names.province);
  put_text(out, names.city);
}

core::RegionNames read_names(ByteReader& reader) {
  core::RegionNames names;
  names.country = reader.text();
  names.province = reader.text();
  names.city = reader.text();
  return names;
}

void put_visitor(std::string& out, const Admission::Visitor& visitor) {
  put_number(out, visitor.site.value);
  put_number(out, std::uint8_t{visitor.device.has_value()});
  if (visitor.device) {
    put_number(out, static_cast<std::uint8_t>(visitor.device->kind));
    put_text(out, visitor.device->system);
    put_text(out, visitor.device->browser);
    put_number(out, visitor.device->version);
  }
  put_number(out, std::uint8_t{visitor.region.has_value()});
  if (visitor.region) {
    put_text(out, visitor.region->country);
    put_names(out, visitor.region->zh);
    put_names(out, visitor.region->en);
  }
}

Admission::Visitor read_visitor(ByteReader& reader) {
  Admission::Visitor visitor{core::SiteId{reader.number<std::uint64_t>()}};
  if (reader.flag()) {
    const auto kind = reader.number<std::uint8_t>();
    if (kind > static_cast<std::uint8_t>(core::DeviceKind::bot)) reader.fail();
    core::Device& device = visitor.device.emplace();
    device.kind = static_cast<core::DeviceKind>(kind);
    device.system = reader.text();
    device.browser = reader.text();
    device.version = reader.number<std::uint32_t>();
  }
  if (reader.flag()) {
    core::Region& region = visitor.region.emplace();
    region.country = reader.text();
    region.zh = read_names(reader);
    region.en = read_names(reader);
  }
  return visitor;
}

Admission::Agent read_agent(ByteReader& reader) {
  Admission::Agent agent{core::AgentId{reader.number<std::uint64_t>()}, {}};
  agent.sign_in = reader.text();
  agent.generation = reader.number<std::uint32_t>();
  return agent;
}

Open read_open(ByteReader& reader, core::AccountId account) {
  const auto number = reader.number<std::uint64_t>();
  std::string peer(reader.text());
  if (reader.flag()) return {number, {account, 0, read_agent(reader), std::move(peer)}};
  return {number, {account, 0, read_visitor(reader), std::move(peer)}};
}

Known read_known(ByteReader& reader) {
  Known known;
  known.number = reader.number<std::uint64_t>();
  const bool is_agent = reader.flag();
  known.author.kind = is_agent ? core::AuthorKind::agent : core::AuthorKind::visitor;
  known.author.id = reader.number<std::uint64_t>();
  return known;
}

Close read_close(ByteReader& reader) {
  Close close;
  close.number = reader.number<std::uint64_t>();
  close.code = reader.number<std::uint16_t>();
  close.reason = reader.text();
  if (close.code < 1000 || close.code > 4999) reader.fail();  // RFC 6455, 7.4.2
  return close;
}

template <class Part>
Part read_part(ByteReader& reader) {
  Part part;
  part.number = reader.number<std::uint64_t>();
  part.last = reader.flag();
  part.bytes = reader.text();
  return part;
}

Frame read_frame(ByteReader& reader) {
  Frame frame;
  frame.number = reader.number<std::uint64_t>();
  frame.text = reader.text();
  return frame;
}

// None: this reader does not know the kind, or not in this direction.
std::optional<Item> read_body(Kind kind, const Head& head, ByteReader& body) {
  const bool to_owner = head.direction == Direction::to_owner;
  switch (kind) {
    case Kind::beat:
      return Beat{};
    case Kind::reset:
      return Reset{};
    case Kind::frame:
      return read_frame(body);
    case Kind::more:
      return More{body.number<std::uint64_t>()};
    case Kind::open:
      if (to_owner) return read_open(body, head.account);
      break;
    case Kind::closed:
      if (to_owner) return Closed{body.number<std::uint64_t>()};
      break;
    case Kind::request_part:
      if (to_owner) return read_part<RequestPart>(body);
      break;
    case Kind::drop:
      if (to_owner) return Drop{body.number<std::uint64_t>()};
      break;
    case Kind::close:
      if (!to_owner) return read_close(body);
      break;
    case Kind::known:
      if (!to_owner) return read_known(body);
      break;
    case Kind::answer_part:
      if (!to_owner) return read_part<AnswerPart>(body);
      break;
  }
  return std::nullopt;
}

bool is_node_id(std::string_view id) {
  return !id.empty() && id.size() <= limits::node_id_bytes_max &&
         std::ranges::all_of(id, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '_' || c == '.';
         });
}

}  // namespace

void put(std::string& out, const Head& head) {
  put_number(out, head.version);
  put_number(out, static_cast<std::uint8_t>(head.direction));
  put_number(out, head.link);
  put_number(out, head.seq);
  put_number(out, head.account.value);
  put_text(out, head.from);
}

void put(std::string& out, const Open& item) {
  put_item(out, Kind::open, [&] {
    put_number(out, item.number);
    put_text(out, item.admission.peer);
    const auto* agent = std::get_if<Admission::Agent>(&item.admission.who);
    put_number(out, std::uint8_t{agent != nullptr});
    if (!agent) return put_visitor(out, std::get<Admission::Visitor>(item.admission.who));
    put_number(out, agent->agent.value);
    put_text(out, agent->sign_in);
    put_number(out, agent->generation);
  });
}

void put(std::string& out, const Closed& item) { put_numbered(out, Kind::closed, item.number); }

void put(std::string& out, const RequestPart& item) {
  put_part(out, Kind::request_part, item.number, item.last, item.bytes);
}

void put(std::string& out, const Drop& item) { put_numbered(out, Kind::drop, item.number); }

void put(std::string& out, const Close& item) {
  put_item(out, Kind::close, [&] {
    put_number(out, item.number);
    put_number(out, item.code);
    put_text(out, item.reason);
  });
}

void put(std::string& out, const Known& item) {
  put_item(out, Kind::known, [&] {
    put_number(out, item.number);
    put_number(out, std::uint8_t{item.author.kind == core::AuthorKind::agent});
    put_number(out, item.author.id);
  });
}

void put(std::string& out, const AnswerPart& item) {
  put_part(out, Kind::answer_part, item.number, item.last, item.bytes);
}

void put(std::string& out, const Frame& item) {
  put_item(out, Kind::frame, [&] {
    put_number(out, item.number);
    put_text(out, item.text);
  });
}

void put(std::string& out, const More& item) { put_numbered(out, Kind::more, item.number); }

void put(std::string& out, const Reset&) {
  put_item(out, Kind::reset, [] {});
}

void put(std::string& out, const Beat&) {
  put_item(out, Kind::beat, [] {});
}

Reader::Reader(std::string_view message) : reader_(message) {
  head_.version = reader_.number<std::uint8_t>();
  const auto direction = reader_.number<std::uint8_t>();
  head_.direction = static_cast<Direction>(direction);
  head_.link = reader_.number<std::uint64_t>();
  head_.seq = reader_.number<std::uint64_t>();
  head_.account = core::AccountId{reader_.number<std::uint64_t>()};
  head_.from = reader_.text();
  if (head_.version < own_version || direction > 1 || head_.link == 0 || !is_node_id(head_.from)) {
    reader_.fail();
  }
}

std::optional<Item> Reader::next() {
  const bool newer = head_.version > own_version;
  while (!reader_.at_end()) {
    const auto kind = static_cast<Kind>(reader_.number<std::uint8_t>());
    ByteReader body(reader_.text());
    if (!reader_.ok()) return std::nullopt;
    std::optional<Item> item = read_body(kind, head_, body);
    if (!body.ok() || (!newer && (!item || !body.at_end()))) reader_.fail();
    if (!reader_.ok()) return std::nullopt;
    if (item) return item;
  }
  return std::nullopt;
}

}  // namespace usher::app::envelope
