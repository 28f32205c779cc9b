#pragma once
// What stands at both ends of a relayed connection, and keeps what it is told.

#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/front.hpp"

namespace usher::test {

// A socket at the edge.
struct Socket final : app::Connection {
  void send(std::string_view frame) override {
    if (closed == 0) got.emplace_back(frame);
  }
  void close(app::CloseCode code, std::string_view) override {
    if (closed == 0) closed = static_cast<int>(code);
  }
  void known_as(core::Author author) override { known = author; }

  void say(const std::string& frame) {
    if (closed != 0 || !session) return;
    said.push_back(frame);
    session->on_frame(frame);
  }
  void hang_up() {
    if (closed == 0) closed = -1;
    if (session) session->on_closed();
    session.reset();
  }

  std::string name;
  std::vector<std::string> said;
  std::vector<std::string> got;
  int closed = 0;  // -1: from its own side
  core::Author known;
  std::unique_ptr<app::Session> session;
};

// What became of a session at the owner, and what it may do while it lives.
struct ServedRecord {
  void send(const std::string& frame) {
    if (!connection) return;
    sent.push_back(frame);
    connection->send(frame);
  }

  std::optional<app::Admission> admission;
  std::vector<std::string> got;
  std::vector<std::string> sent;
  int ended = 0;
  int inside = 0;
  bool ended_inside = false;
  app::Connection* connection = nullptr;  // null: it has ended
  std::function<void(ServedRecord&)> at_end = [](ServedRecord&) {};
};

// Says back what begins with "echo"; closes after "close".
class ServedSession final : public app::Session {
 public:
  explicit ServedSession(ServedRecord& record) : record_(record) {}
  void on_frame(std::string_view frame) override {
    ++record_.inside;
    record_.got.emplace_back(frame);
    if (frame.starts_with("echo")) record_.send(std::string(frame));
    if (frame.starts_with("close")) record_.connection->close(app::CloseCode::policy, "asked");
    if (frame.starts_with("known")) record_.connection->known_as({core::AuthorKind::agent, 7});
    if (frame.starts_with("throw")) throw std::runtime_error("asked");
    --record_.inside;
  }
  void on_closed() override {
    ++record_.ended;
    if (record_.inside > 0) record_.ended_inside = true;
    record_.at_end(record_);
    record_.connection = nullptr;
  }

 private:
  ServedRecord& record_;
};

}  // namespace usher::test
