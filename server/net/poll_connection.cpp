#include "net/poll_connection.hpp"

#include <exception>
#include <utility>

#include "core/limits.hpp"
#include "net/response.hpp"

namespace usher::net {
namespace {

constexpr unsigned internal_error = 1011;

app::HttpResponse json_answer(std::string body) {
  return {200, {{"content-type", "application/json"}}, std::move(body)};
}

// Reasons are words of our own, but an exception's text may end up here one day.
void append_json_string(std::string& out, std::string_view text) {
  out.push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') out.push_back('\\');
    if (static_cast<unsigned char>(c) >= 0x20) out.push_back(c);
  }
  out.push_back('"');
}

}  // namespace

PollConnection::PollConnection(Hub& hub, app::Front& front, ports::Log& log,
                               std::function<void()> gone)
    : hub_(&hub), front_(front), log_(log), gone_(std::move(gone)), heard_s_(hub.now_s()) {
  hub.add(*this);
}

PollConnection::~PollConnection() {
  if (hub_ && dirty_) hub_->forget(*this);
}

void PollConnection::open(const app::Admission& admission) {
  try {
    session_ = front_.open(admission, *this);
    if (!session_ || hub_->is_retired()) close(app::CloseCode::draining, "draining");
  } catch (const std::exception& failure) {
    fail("open", failure.what());
  }
}

void PollConnection::exchange(const std::string& text, Answer answer) {
  if (ended_) return answer(plain_answer(404));
  const std::optional<PollBody> body = read_poll_body(text);
  if (!body || body->ack >= first_kept_ + kept_.size()) return answer(plain_answer(400));
  heard_s_ = hub_->now_s();
  while (first_kept_ <= body->ack) {
    kept_bytes_ -= kept_.front().size();
    kept_.pop_front();
    ++first_kept_;
  }
  if (kept_.empty()) oversize_bytes_ = 0;
  // Another request overtook the one before this: the client sends that again, and then this.
  if (!body->frames.empty() && body->seq > applied_ + 1) return answer(plain_answer(409));

  const auto self = shared_from_this();
  if (held_) answer_held();
  held_ = std::move(answer);
  held_s_ = hub_->now_s();
  if (!closing_) deliver(*body);
  if (closing_ || !kept_.empty()) wake();
}

void PollConnection::deliver(const PollBody& body) {
  for (std::size_t i = 0; i < body.frames.size(); ++i) {
    if (closing_) return;
    if (body.seq + i <= applied_) continue;
    applied_ = body.seq + i;
    ++hub_->counts.frames_in;
    try {
      if (session_) session_->on_frame(body.frames[i]);
    } catch (const std::exception& failure) {
      fail("frame", failure.what());
    }
  }
}

void PollConnection::send(std::string_view frame) {
  if (closing_ || ended_) return;
  // As for a WebSocket: the limit, or one larger frame with that much behind it.
  const bool is_oversize = frame.size() > limits::send_queue_bytes_max && oversize_bytes_ == 0;
  if (is_oversize && kept_bytes_ <= limits::send_queue_bytes_max) oversize_bytes_ = frame.size();
  if (kept_bytes_ + frame.size() > limits::send_queue_bytes_max + oversize_bytes_) {
    ++hub_->counts.cut_too_slow;
    return close(app::CloseCode::too_slow, "too slow");
  }
  ++hub_->counts.frames_out;
  kept_.emplace_back(frame);
  kept_bytes_ += frame.size();
  wake();
}

void PollConnection::close(app::CloseCode code, std::string_view reason) {
  if (closing_ || ended_) return;
  closing_ = Closing{static_cast<unsigned>(code), std::string(reason),
                     hub_->now_s() + whole_seconds(hub_->waits().close_ms)};
  wake();
}

void PollConnection::wake() {
  if (dirty_) return;
  dirty_ = true;
  hub_->flush_later(*this);
}

void PollConnection::flush() {
  dirty_ = false;
  const auto self = shared_from_this();
  if (held_ && (closing_ || !kept_.empty())) {
    answer_held();
    if (closing_) end();
  }
}

void PollConnection::answer_held() {
  const Answer answer = std::exchange(held_, nullptr);
  answer(json_answer(text_of_answer()));
}

std::string PollConnection::text_of_answer() const {
  std::string text = "{\"from\":" + std::to_string(first_kept_) + ",\"frames\":[";
  for (const std::string& frame : kept_) {
    if (text.back() != '[') text.push_back(',');
    text.append(frame);
  }
  text.push_back(']');
  if (closing_) {
    text.append(",\"close\":{\"code\":").append(std::to_string(closing_->code));
    append_json_string(text.append(",\"reason\":"), closing_->reason);
    text.push_back('}');
  }
  text.push_back('}');
  return text;
}

void PollConnection::sweep(std::uint32_t now_s) {
  const auto self = shared_from_this();
  if (closing_ && now_s >= closing_->deadline_s) return end();
  if (closing_ || ended_) return;
  if (held_ && now_s - held_s_ >= whole_seconds(hub_->waits().poll_hold_ms)) {
    heard_s_ = now_s;  // the client was heard as long as it waited
    answer_held();
  }
  if (!held_ && now_s - heard_s_ >= whole_seconds(hub_->waits().silence_ms)) {
    ++hub_->counts.cut_silent;
    end();
  }
}

void PollConnection::fail(const char* when, const char* reason) {
  log_.error("session_failed", {{"when", when}, {"reason", reason}});
  close(static_cast<app::CloseCode>(internal_error), "internal error");
}

void PollConnection::end() {
  if (std::exchange(ended_, true)) return;
  if (held_) answer_held();
  const std::unique_ptr<app::Session> session = std::move(session_);
  try {
    if (session) session->on_closed();
  } catch (const std::exception& failure) {
    log_.error("session_failed", {{"when", "closed"}, {"reason", failure.what()}});
  }
  if (gone_) std::exchange(gone_, nullptr)();
}

void PollConnection::cut() {
  const auto self = shared_from_this();
  end();
}

void PollConnection::abandon() {
  held_ = nullptr;
  gone_ = nullptr;
  end();
  hub_ = nullptr;
}

}  // namespace usher::net
