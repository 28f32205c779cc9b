#include "net/http_reader.hpp"

#include <algorithm>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "core/limits.hpp"
#include "net/request.hpp"

namespace usher::net {
namespace {

namespace http = boost::beast::http;

std::string lower(boost::beast::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// What a tolerant parser would accept or repair: folded lines, NULs, spaces before a colon.
bool is_clean(std::string_view head) {
  if (head.find('\0') != std::string_view::npos) return false;
  bool first = true;
  while (!head.empty()) {
    const std::size_t end = head.find("\r\n");
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(end == std::string_view::npos ? head.size() : end + 2);
    if (line.find('\r') != std::string_view::npos) return false;
    if (!first && !line.empty()) {
      const std::size_t colon = line.find(':');
      if (colon == std::string_view::npos || colon == 0) return false;
      if (line.find_first_of(" \t") < colon) return false;
    }
    first = false;
  }
  return true;
}

}  // namespace

std::string_view RawRequest::header(std::string_view name) const {
  const auto at = std::find_if(headers.begin(), headers.end(),
                               [&](const auto& header) { return header.first == name; });
  return at == headers.end() ? std::string_view() : std::string_view(at->second);
}

struct HttpReader::Parser {
  http::request_parser<http::string_body> parser;
};

HttpReader::HttpReader() = default;
HttpReader::~HttpReader() = default;
HttpReader::HttpReader(HttpReader&&) noexcept = default;

HttpReader::Step HttpReader::refuse(unsigned status) {
  status_ = status;
  return Step::refused;
}

HttpReader::Step HttpReader::feed(std::string_view bytes) {
  if (status_ != 0) return Step::refused;
  bytes_.append(bytes);
  if (!parser_) {
    const Step step = read_head();
    if (step != Step::ready) return step;
  }
  return read_body();
}

HttpReader::Step HttpReader::read_head() {
  // RFC 9112, 2.2: empty lines before a request are forgiven.
  while (bytes_.starts_with("\r\n")) bytes_.erase(0, 2);
  const std::size_t from = scanned_ > 3 ? scanned_ - 3 : 0;
  const std::size_t end = bytes_.find("\r\n\r\n", from);
  const std::size_t head_size = end == std::string::npos ? bytes_.size() : end + 4;
  if (head_size > limits::http_head_bytes_max) return refuse(431);
  for (std::size_t at = bytes_.find('\n', from); at < head_size; at = bytes_.find('\n', at + 1)) {
    if (at == 0 || bytes_[at - 1] != '\r') return refuse(400);
  }
  scanned_ = bytes_.size();
  if (end == std::string::npos) return Step::more;

  if (!is_clean(std::string_view(bytes_).substr(0, end))) return refuse(400);
  parser_ = std::make_unique<Parser>();
  auto& parser = parser_->parser;
  parser.header_limit(limits::http_head_bytes_max);
  const std::size_t body_max = body_bytes_max(bytes_);
  upload_ = body_max > limits::http_body_bytes_max;
  parser.body_limit(body_max);
  boost::system::error_code error;
  const std::size_t used = parser.put(boost::asio::buffer(bytes_.data(), head_size), error);
  if (error && error != http::error::need_more) {
    return refuse(error == http::error::body_limit ? 413 : 400);
  }
  bytes_.erase(0, used);
  scanned_ = 0;

  const auto& head = parser.get();
  const std::size_t lengths = head.count(http::field::content_length);
  const std::size_t codings = head.count(http::field::transfer_encoding);
  if (head.count(http::field::host) != 1 || !is_host(head[http::field::host])) return refuse(400);
  if (lengths > 1 || codings > 1 || (lengths == 1 && codings == 1)) return refuse(400);
  if (codings == 1 && (head.version() < 11 || !parser.chunked() ||
                       !boost::beast::iequals(head[http::field::transfer_encoding], "chunked"))) {
    return refuse(400);
  }
  expects_continue_ = boost::beast::iequals(head[http::field::expect], "100-continue");
  return Step::ready;
}

HttpReader::Step HttpReader::read_body() {
  auto& parser = parser_->parser;
  parser.eager(true);
  while (!parser.is_done()) {
    boost::system::error_code error;
    const std::size_t used = parser.put(boost::asio::buffer(bytes_), error);
    bytes_.erase(0, used);
    if (error == http::error::need_more) {
      // Chunk headers are part of the body for the limit's purpose.
      return bytes_.size() > limits::http_head_bytes_max ? refuse(400) : Step::more;
    }
    if (error) return refuse(error == http::error::body_limit ? 413 : 400);
    if (used == 0 && !parser.is_done()) return Step::more;
  }
  return Step::ready;
}

RawRequest HttpReader::take() {
  auto message = parser_->parser.release();
  parser_.reset();
  expects_continue_ = false;
  RawRequest request;
  request.method = std::string(message.method_string());
  request.target = std::string(message.target());
  request.keep_alive = message.keep_alive();
  request.is_http_1_0 = message.version() < 11;
  for (const auto& field : message) {
    request.headers.emplace_back(lower(field.name_string()), std::string(field.value()));
  }
  request.body = std::move(message.body());
  return request;
}

bool HttpReader::wants_continue() {
  return parser_ && !parser_->parser.is_done() && std::exchange(expects_continue_, false);
}

}  // namespace usher::net
