#pragma once
// A connection that keeps what it is sent.

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "app/connection.hpp"

namespace usher::test {

using Json = nlohmann::json;

// One person's connection.
class Line final : public app::Connection {
 public:
  void send(std::string_view frame) override { frames.push_back(Json::parse(frame)); }
  void close(app::CloseCode code, std::string_view) override { closed = static_cast<int>(code); }

  // The frames of a type, in their order.
  std::vector<Json> all(const std::string& type) const {
    std::vector<Json> found;
    for (const Json& frame : frames) {
      if (frame.at("type") == type) found.push_back(frame);
    }
    return found;
  }
  Json last(const std::string& type) const {
    const auto found = all(type);
    return found.empty() ? Json() : found.back();
  }

  std::vector<Json> frames;
  int closed = 0;
  std::unique_ptr<app::Session> session;
};

}  // namespace usher::test
