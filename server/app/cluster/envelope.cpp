#include "app/cluster/envelope.hpp"

#include <utility>

#include "app/cluster/bytes.hpp"

namespace usher::app {
namespace {

constexpr std::uint8_t version = 1;

template <class Value>
std::optional<Value> if_sound(const ByteReader& reader, Value value) {
  return reader.sound ? std::optional(std::move(value)) : std::nullopt;
}

std::string text_of(ByteReader& reader) { return std::string(reader.text()); }

void write(ByteWriter& writer, const std::optional<core::Device>& device) {
  writer.number(static_cast<std::uint8_t>(device.has_value()));
  if (!device) return;
  writer.number(static_cast<std::uint8_t>(device->kind));
  writer.text(device->system);
  writer.text(device->browser);
  writer.number(device->version);
}

std::optional<core::Device> read_device(ByteReader& reader) {
  if (reader.number<std::uint8_t>() == 0) return std::nullopt;
  core::Device device;
  const auto kind = reader.number<std::uint8_t>();
  reader.sound = reader.sound && kind <= static_cast<std::uint8_t>(core::DeviceKind::bot);
  device.kind = static_cast<core::DeviceKind>(kind);
  device.system = text_of(reader);
  device.browser = text_of(reader);
  device.version = reader.number<std::uint32_t>();
  return device;
}

void write(ByteWriter& writer, const core::RegionNames& names) {
  writer.text(names.country);
  writer.text(names.province);
  writer.text(names.city);
}

core::RegionNames read_names(ByteReader& reader) {
  core::RegionNames names;
  names.country = text_of(reader);
  names.province = text_of(reader);
  names.city = text_of(reader);
  return names;
}

void write(ByteWriter& writer, const std::optional<core::Region>& region) {
  writer.number(static_cast<std::uint8_t>(region.has_value()));
  if (!region) return;
  writer.text(region->country);
  write(writer, region->zh);
  write(writer, region->en);
}

std::optional<core::Region> read_region(ByteReader& reader) {
  if (reader.number<std::uint8_t>() == 0) return std::nullopt;
  core::Region region;
  region.country = text_of(reader);
  region.zh = read_names(reader);
  region.en = read_names(reader);
  return region;
}

template <class Pairs>
void write_pairs(ByteWriter& writer, const Pairs& pairs) {
  writer.number(static_cast<std::uint32_t>(pairs.size()));
  for (const auto& [name, value] : pairs) {
    writer.text(name);
    writer.text(value);
  }
}

std::map<std::string, std::string> read_map(ByteReader& reader) {
  std::map<std::string, std::string> pairs;
  for (std::uint32_t left = reader.count(); left > 0 && reader.sound; --left) {
    std::string name = text_of(reader);
    pairs[std::move(name)] = text_of(reader);
  }
  return pairs;
}

}  // namespace

void append_head(std::string& out, const Envelope& envelope) {
  ByteWriter writer(out);
  writer.number(version);
  writer.number(static_cast<std::uint8_t>(envelope.kind));
  writer.number(envelope.seq);
  writer.number(envelope.link);
  writer.number(envelope.account.value);
  writer.text(envelope.from);
}

void append_item(std::string& out, const Item& item) {
  ByteWriter writer(out);
  writer.number(static_cast<std::uint8_t>(item.kind));
  writer.number(item.number);
  writer.text(item.content);
}

std::optional<Envelope> read_envelope(std::string_view message) {
  ByteReader reader(message);
  Envelope envelope;
  if (reader.number<std::uint8_t>() != version) return std::nullopt;
  const auto kind = reader.number<std::uint8_t>();
  if (kind > static_cast<std::uint8_t>(EnvelopeKind::reset_to_edge)) return std::nullopt;
  envelope.kind = static_cast<EnvelopeKind>(kind);
  envelope.seq = reader.number<std::uint64_t>();
  envelope.link = reader.number<std::uint64_t>();
  envelope.account.value = reader.number<std::uint64_t>();
  envelope.from = text_of(reader);
  envelope.items = reader.rest();
  return if_sound(reader, std::move(envelope));
}

std::optional<Item> read_item(std::string_view& items) {
  ByteReader reader(items);
  Item item;
  item.kind = static_cast<ItemKind>(reader.number<std::uint8_t>());
  item.number = reader.number<std::uint32_t>();
  item.content = reader.text();
  if (reader.sound) items = reader.rest();
  return if_sound(reader, item);
}

std::string encode(const Admission& admission) {
  std::string out;
  ByteWriter writer(out);
  writer.number(admission.account.value);
  writer.text(admission.peer);
  writer.number(static_cast<std::uint8_t>(admission.who.index()));
  if (const auto* visitor = std::get_if<Admission::Visitor>(&admission.who)) {
    writer.number(visitor->site.value);
    write(writer, visitor->device);
    write(writer, visitor->region);
  } else {
    const auto& agent = std::get<Admission::Agent>(admission.who);
    writer.number(agent.agent.value);
    writer.text(agent.sign_in);
    writer.number(agent.generation);
  }
  return out;
}

// The loop is each node's own.
std::optional<Admission> decode_admission(std::string_view content) {
  ByteReader reader(content);
  Admission admission{{}, 0, Admission::Agent{}, {}};
  admission.account.value = reader.number<std::uint64_t>();
  admission.peer = text_of(reader);
  const auto who = reader.number<std::uint8_t>();
  if (who == 0) {
    Admission::Visitor visitor;
    visitor.site.value = reader.number<std::uint64_t>();
    visitor.device = read_device(reader);
    visitor.region = read_region(reader);
    admission.who = std::move(visitor);
  } else {
    reader.sound = reader.sound && who == 1;
    Admission::Agent agent;
    agent.agent.value = reader.number<std::uint64_t>();
    agent.sign_in = text_of(reader);
    agent.generation = reader.number<std::uint32_t>();
    admission.who = std::move(agent);
  }
  return if_sound(reader, std::move(admission));
}

std::string encode_close(CloseCode code, std::string_view reason) {
  std::string out;
  ByteWriter writer(out);
  writer.number(static_cast<std::uint16_t>(code));
  writer.text(reason);
  return out;
}

std::optional<ReadClose> decode_close(std::string_view content) {
  ByteReader reader(content);
  ReadClose close;
  close.code = static_cast<CloseCode>(reader.number<std::uint16_t>());
  close.reason = reader.text();
  return if_sound(reader, close);
}

std::string encode(core::Author person) {
  std::string out;
  ByteWriter writer(out);
  writer.number(static_cast<std::uint8_t>(person.kind));
  writer.number(person.id);
  return out;
}

std::optional<core::Author> decode_author(std::string_view content) {
  ByteReader reader(content);
  const auto kind = reader.number<std::uint8_t>();
  reader.sound = reader.sound && kind <= static_cast<std::uint8_t>(core::AuthorKind::agent);
  const core::Author person{static_cast<core::AuthorKind>(kind), reader.number<std::uint64_t>()};
  return if_sound(reader, person);
}

std::string encode(const HttpRequest& request) {
  std::string out;
  ByteWriter writer(out);
  writer.text(request.method);
  writer.text(request.path);
  write_pairs(writer, request.query);
  write_pairs(writer, request.headers);
  writer.text(request.body);
  writer.text(request.peer);
  writer.text(request.host);
  writer.number(static_cast<std::uint8_t>(request.secure));
  return out;
}

std::optional<HttpRequest> decode_request(std::string_view content) {
  ByteReader reader(content);
  HttpRequest request;
  request.method = text_of(reader);
  request.path = text_of(reader);
  request.query = read_map(reader);
  request.headers = read_map(reader);
  request.body = text_of(reader);
  request.peer = text_of(reader);
  request.host = text_of(reader);
  request.secure = reader.number<std::uint8_t>() != 0;
  return if_sound(reader, std::move(request));
}

std::string encode(const HttpResponse& response) {
  std::string out;
  ByteWriter writer(out);
  writer.number(static_cast<std::uint32_t>(response.status));
  write_pairs(writer, response.headers);
  writer.text(response.body);
  return out;
}

std::optional<HttpResponse> decode_response(std::string_view content) {
  ByteReader reader(content);
  HttpResponse response;
  response.status = reader.number<std::uint32_t>();
  for (std::uint32_t left = reader.count(); left > 0 && reader.sound; --left) {
    std::string name = text_of(reader);
    response.headers.emplace_back(std::move(name), text_of(reader));
  }
  response.body = text_of(reader);
  return if_sound(reader, std::move(response));
}

}  // namespace usher::app
