#include "app/cluster/forwarded_http.hpp"

#include "app/cluster/bytes.hpp"

namespace usher::app {

namespace {

template <class Pairs>
void put_pairs(std::string& out, const Pairs& pairs) {
  put_number(out, static_cast<std::uint32_t>(pairs.size()));
  for (const auto& [name, value] : pairs) {
    put_text(out, name);
    put_text(out, value);
  }
}

// Calls add(name, value) for each. A count that is a lie ends with the bytes.
template <class Add>
void read_pairs(ByteReader& reader, Add add) {
  for (auto count = reader.number<std::uint32_t>(); count > 0 && reader.ok(); --count) {
    std::string name(reader.text());
    std::string value(reader.text());
    if (reader.ok()) add(std::move(name), std::move(value));
  }
}

}  // namespace

std::string encode(const HttpRequest& request) {
  std::string out;
  out.reserve(request.body.size() + 1024);
  put_text(out, request.method);
  put_text(out, request.path);
  put_pairs(out, request.query);
  put_pairs(out, request.headers);
  put_text(out, request.body);
  put_text(out, request.peer);
  put_text(out, request.host);
  put_number(out, std::uint8_t{request.secure});
  return out;
}

std::string encode(const HttpResponse& response) {
  std::string out;
  out.reserve(response.body.size() + 1024);
  put_number(out, static_cast<std::uint16_t>(response.status));
  put_pairs(out, response.headers);
  put_text(out, response.body);
  return out;
}

std::optional<HttpRequest> decode_request(std::string_view bytes) {
  ByteReader reader(bytes);
  HttpRequest request;
  const auto into = [](std::map<std::string, std::string>& map) {
    return [&map](std::string name, std::string value) { map[std::move(name)] = std::move(value); };
  };
  request.method = reader.text();
  request.path = reader.text();
  read_pairs(reader, into(request.query));
  read_pairs(reader, into(request.headers));
  request.body = reader.text();
  request.peer = reader.text();
  request.host = reader.text();
  request.secure = reader.flag();
  if (!reader.ok() || !request.path.starts_with('/')) return std::nullopt;
  return request;
}

std::optional<HttpResponse> decode_response(std::string_view bytes) {
  ByteReader reader(bytes);
  HttpResponse response;
  response.status = reader.number<std::uint16_t>();
  read_pairs(reader, [&](std::string name, std::string value) {
    response.headers.emplace_back(std::move(name), std::move(value));
  });
  response.body = reader.text();
  if (!reader.ok() || response.status < 100 || response.status > 599) return std::nullopt;
  return response;
}

}  // namespace usher::app
