#include "net/http_connection.hpp"

#include <algorithm>
#include <utility>

#include "core/limits.hpp"
#include "net/http_reader.hpp"
#include "net/response.hpp"

namespace usher::net {
namespace {

using boost::system::error_code;

std::uint32_t seconds(std::int64_t ms) { return static_cast<std::uint32_t>(ms / 1'000); }

// Requests and answers of this size are one write.
constexpr std::size_t joined_bytes_max = 16 * 1024;

// Headers whose repetition means a list (RFC 9110, 5.3); others are ambiguous when repeated.
bool is_list(std::string_view name) {
  constexpr std::string_view lists[] = {
      "accept",     "accept-encoding", "accept-language", "cache-control",
      "connection", "if-none-match",   "x-forwarded-for", "via"};
  return std::find(std::begin(lists), std::end(lists), name) != std::end(lists);
}

std::map<std::string, std::string> unambiguous(const RawRequest& raw) {
  std::map<std::string, std::string> headers;
  std::map<std::string, int> times;
  for (const auto& [name, value] : raw.headers) {
    std::string& joined = headers[name];
    if (++times[name] > 1) joined.append(", ");
    joined.append(value);
  }
  std::erase_if(headers, [&](const auto& header) {
    return times[header.first] > 1 && !is_list(header.first);
  });
  return headers;
}

std::string value_of(const std::map<std::string, std::string>& headers, const char* name) {
  const auto at = headers.find(name);
  return at == headers.end() ? std::string() : at->second;
}

// One of the house's places for bodies of files, for as long as it lives.
class UploadPlace {
 public:
  UploadPlace(HttpHouse& house, std::uint32_t until_s) : house_(house), until_s_(until_s) {
    ++house_.uploads;
  }
  ~UploadPlace() { --house_.uploads; }
  UploadPlace(const UploadPlace&) = delete;
  UploadPlace& operator=(const UploadPlace&) = delete;

  std::uint32_t until_s() const { return until_s_; }

 private:
  HttpHouse& house_;
  std::uint32_t until_s_;
};

class HttpConnection final : public Swept, public std::enable_shared_from_this<HttpConnection> {
 public:
  HttpConnection(HttpHouse& house, Stream stream, boost::asio::ip::address peer, bool tls,
                 Door::Ticket ticket)
      : house_(house),
        stream_(std::move(stream)),
        peer_(std::move(peer)),
        tls_(tls),
        ticket_(std::move(ticket)) {
    house_.hub.add(*this);
    set_phase(Phase::receiving, limits::request_ms);
  }

  void read();

  void sweep(std::uint32_t now_s) override;
  void retire() override;
  void cut() override;
  void abandon() override { cut(); }

 private:
  enum class Phase : unsigned char {
    idle,       // between requests
    receiving,  // a head or a body is on its way
    handling,
    sending,
    lingering,  // the answer is sent, what still comes is thrown away
    gone,
  };

  void set_phase(Phase phase, std::int64_t wait_ms) {
    phase_ = phase;
    deadline_s_ = house_.hub.now_s() + seconds(wait_ms) + 1;  // the hub's second has begun already
  }
  void take_step(HttpReader::Step step);
  void go_on_uploading();
  void refuse(unsigned status);
  void on_request(RawRequest raw);
  void become_websocket(RawRequest raw, app::Admission admission);
  void answer(Reply reply);
  void write();
  void sent();
  void linger();

  HttpHouse& house_;
  Stream stream_;
  boost::asio::ip::address peer_;
  bool tls_;
  Door::Ticket ticket_;
  HttpReader reader_;
  Phase phase_ = Phase::receiving;
  std::uint32_t deadline_s_ = 0;
  std::uint64_t round_ = 0;  // of the request that is handled; a late answer has an older one
  std::string path_;
  std::string host_;
  bool had_head_ = false;
  std::optional<UploadPlace> upload_;
  bool is_head_request_ = false;
  bool keep_alive_ = true;
  std::string output_;
  std::string_view asset_;  // to be sent behind output_
  std::size_t sent_ = 0;    // of the two
};

void HttpConnection::read() {
  while (phase_ == Phase::idle || phase_ == Phase::receiving) {
    const auto scratch = house_.hub.scratch();
    const Moved moved = stream_.read(scratch);
    if (moved.progress == Progress::ended) return cut();
    if (moved.progress != Progress::done) {
      stream_.wait(moved.progress, [self = shared_from_this()](error_code error) {
        if (!error) self->read();
      });
      return;
    }
    if (phase_ == Phase::idle) {
      had_head_ = false;
      set_phase(Phase::receiving, limits::request_ms);
    }
    take_step(reader_.feed({scratch.data(), moved.bytes}));
  }
}

void HttpConnection::take_step(HttpReader::Step step) {
  switch (step) {
    case HttpReader::Step::more:
      if (reader_.has_head() && !std::exchange(had_head_, true)) {
        set_phase(Phase::receiving, limits::request_ms);
      }
      if (reader_.is_upload()) go_on_uploading();
      if (phase_ != Phase::receiving) return;
      // Twenty-five bytes into an empty send buffer: if they do not fit, the client sends anyway.
      if (reader_.wants_continue()) stream_.write("HTTP/1.1 100 Continue\r\n\r\n");
      return;
    case HttpReader::Step::ready:
      return on_request(reader_.take());
    case HttpReader::Step::refused:
      return refuse(reader_.status());
  }
}

// A long body may take its time as long as something of it comes.
void HttpConnection::go_on_uploading() {
  if (!upload_) {
    if (house_.uploads >= limits::uploads_max) return refuse(503);
    upload_.emplace(house_, house_.hub.now_s() + seconds(limits::upload_ms));
  }
  if (house_.hub.now_s() < upload_->until_s()) set_phase(Phase::receiving, limits::request_ms);
}

void HttpConnection::refuse(unsigned status) {
  upload_.reset();
  keep_alive_ = false;
  is_head_request_ = false;
  path_.clear();
  host_.clear();
  set_phase(Phase::handling, limits::handle_ms);
  answer({plain_answer(status), {}});
}

void HttpConnection::on_request(RawRequest raw) {
  upload_.reset();
  set_phase(Phase::handling, limits::handle_ms);
  ++round_;
  keep_alive_ = raw.keep_alive;
  is_head_request_ = raw.method == "HEAD";
  std::optional<Target> target = read_target(raw.target);
  if (!target) return refuse(400);
  path_ = target->path;

  app::HttpRequest request;
  request.method = raw.method;
  request.path = std::move(target->path);
  request.query = std::move(target->query);
  request.headers = unambiguous(raw);
  request.body = std::move(raw.body);
  const Client client =
      client_of(peer_, tls_, house_.trusted_proxies, value_of(request.headers, "x-forwarded-for"),
                value_of(request.headers, "x-forwarded-proto"));
  request.peer = client.address;
  request.secure = client.secure;
  request.host = host_ = value_of(request.headers, "host");

  auto admission =
      house_.router.serve(std::move(request), asks_for_websocket(raw),
                          [self = shared_from_this(), round = round_](Reply reply) {
                            if (self->phase_ == Phase::handling && round == self->round_)
                              self->answer(std::move(reply));
                          });
  if (admission) become_websocket(std::move(raw), std::move(*admission));
}

void HttpConnection::become_websocket(RawRequest raw, app::Admission admission) {
  phase_ = Phase::gone;
  house_.upgrade({stream_.detach(), std::move(raw), reader_.take_rest(), std::move(admission),
                  std::move(ticket_)});
}

void HttpConnection::answer(Reply reply) {
  app::HttpResponse& response = reply.response;
  if (house_.draining) keep_alive_ = false;
  add_policies(path_, host_, response);
  const std::string_view body = reply.asset.value_or(response.body);
  output_ = write_head(response, {body.size(), keep_alive_});
  asset_ = {};
  sent_ = 0;
  if (!is_head_request_ && response.status != 204 && response.status != 304) {
    if (reply.asset && body.size() > joined_bytes_max) {
      asset_ = body;
    } else {
      output_.append(body);
    }
  }
  set_phase(Phase::sending, limits::write_ms);
  write();
}

void HttpConnection::write() {
  while (sent_ < output_.size() + asset_.size()) {
    const std::string_view part = sent_ < output_.size() ? std::string_view(output_).substr(sent_)
                                                         : asset_.substr(sent_ - output_.size());
    const Moved moved = stream_.write(part);
    if (moved.progress == Progress::ended) return cut();
    if (moved.progress != Progress::done) {
      stream_.wait(moved.progress, [self = shared_from_this()](error_code error) {
        if (!error && self->phase_ == Phase::sending) self->write();
      });
      return;
    }
    sent_ += moved.bytes;
    set_phase(Phase::sending, limits::write_ms);
  }
  sent();
}

void HttpConnection::sent() {
  output_ = std::string();
  asset_ = {};
  if (!keep_alive_) return linger();
  had_head_ = false;
  set_phase(reader_.is_idle() ? Phase::idle : Phase::receiving,
            reader_.is_idle() ? limits::keep_alive_ms : limits::request_ms);
  // The next request may have come behind this one. Posted, so that many of them are no recursion.
  house_.hub.loop().post([self = shared_from_this()] {
    if (self->phase_ == Phase::receiving) self->take_step(self->reader_.feed(""));
    self->read();
  });
}

// RFC 9112, 9.6: closing at once would reset the connection under an answer that is on its way.
void HttpConnection::linger() {
  if (phase_ != Phase::lingering) {
    set_phase(Phase::lingering, limits::close_ms);
    stream_.finish_sending();
  }
  stream_.wait(Progress::want_read, [self = shared_from_this()](error_code error) {
    if (error || self->phase_ != Phase::lingering) return;
    if (self->stream_.read(self->house_.hub.scratch()).progress == Progress::ended) {
      return self->cut();
    }
    self->linger();
  });
}

void HttpConnection::sweep(std::uint32_t now_s) {
  if (now_s < deadline_s_) return;
  switch (phase_) {
    case Phase::receiving:
      // A client that has said nothing is owed nothing.
      if (reader_.is_idle()) return cut();
      return refuse(408);
    case Phase::handling:
      keep_alive_ = false;
      ++round_;
      return answer({plain_answer(504), {}});
    case Phase::idle:
    case Phase::sending:
    case Phase::lingering:
      return cut();
    case Phase::gone:
      return;
  }
}

void HttpConnection::retire() {
  if (phase_ == Phase::idle) cut();
}

void HttpConnection::cut() {
  upload_.reset();
  phase_ = Phase::gone;
  stream_.close();
}

}  // namespace

void start_http(HttpHouse& house, Stream stream, boost::asio::ip::address peer, bool tls,
                Door::Ticket ticket) {
  std::make_shared<HttpConnection>(house, std::move(stream), std::move(peer), tls,
                                   std::move(ticket))
      ->read();
}

}  // namespace usher::net
