// The golden vectors against the C++ side: what it must read, what it must refuse and how, and what
// it writes. A file's name carries the verdict: invalid/<frame>--<code>--<field>[--<what>].

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "protocol/read.hpp"
#include "protocol_build.gen.hpp"
#include "support/catch.hpp"

namespace fs = std::filesystem;
using namespace usher::protocol;

namespace {

struct Vector {
  std::string frame;
  std::string code;   // of an invalid one
  std::string field;  // of an invalid one; empty: no member is at fault
  std::string name;
  std::string text;
};

std::vector<std::string> parts_of(const std::string& name) {
  std::vector<std::string> parts;
  std::size_t from = 0;
  for (std::size_t at; (at = name.find("--", from)) != std::string::npos; from = at + 2) {
    parts.push_back(name.substr(from, at - from));
  }
  parts.push_back(name.substr(from));
  return parts;
}

std::vector<Vector> vectors(const std::string& folder) {
  const fs::path root = fs::path(USHER_SOURCE_DIR) / "protocol" / "vectors" / folder;
  std::vector<Vector> all;
  for (const auto& entry : fs::directory_iterator(root)) {
    std::ifstream file(entry.path(), std::ios::binary);
    Vector vector;
    vector.name = entry.path().filename().string();
    vector.text = std::string(std::istreambuf_iterator<char>(file), {});
    const auto parts = parts_of(entry.path().stem().string());
    vector.frame = parts.at(0);
    if (folder == "invalid") {
      vector.code = parts.at(1);
      if (parts.at(2) != "_") vector.field = parts.at(2);
    }
    all.push_back(std::move(vector));
  }
  return all;
}

const FrameInfo& info(const std::string& name) {
  const auto* const found = std::find_if(frames.begin(), frames.end(),
                                         [&](const FrameInfo& each) { return each.name == name; });
  REQUIRE(found != frames.end());
  return *found;
}

struct Verdict {
  bool good = false;
  FrameError error;
};

template <class Read>
Verdict verdict(const Read& read) {
  if (const auto* error = std::get_if<FrameError>(&read)) return {false, *error};
  return {true, {}};
}

// As somebody who may send the frame.
Verdict judge(const std::string& frame, const std::string& text) {
  if (info(frame).for_visitors) return verdict(read_visitor_frame(text));
  return verdict(read_agent_frame(text));
}

// A valid example of each client frame, as a tree to damage.
std::vector<nlohmann::json> examples() {
  std::vector<nlohmann::json> all;
  for (const Vector& vector : vectors("valid")) {
    if (vector.name != vector.frame + "--plain.json") continue;
    if (info(vector.frame).from_client) all.push_back(nlohmann::json::parse(vector.text));
  }
  return all;
}

}  // namespace

TEST_CASE("every frame has a valid and an invalid vector") {
  const auto valid = vectors("valid");
  const auto invalid = vectors("invalid");
  for (const FrameInfo& frame : frames) {
    const auto is_its = [&](const Vector& vector) { return vector.frame == frame.name; };
    INFO(frame.name);
    CHECK(std::any_of(valid.begin(), valid.end(), is_its));
    CHECK(std::any_of(invalid.begin(), invalid.end(), is_its));
  }
}

TEST_CASE("valid client frames are read") {
  for (const Vector& vector : vectors("valid")) {
    if (!info(vector.frame).from_client) continue;
    const Verdict result = judge(vector.frame, vector.text);
    INFO(vector.name << ": " << name_of(result.error.code) << " " << result.error.field);
    CHECK(result.good);
  }
}

TEST_CASE("invalid client frames are refused with the code and the field in their name") {
  for (const Vector& vector : vectors("invalid")) {
    if (!info(vector.frame).from_client) continue;
    const Verdict result = judge(vector.frame, vector.text);
    INFO(vector.name);
    REQUIRE_FALSE(result.good);
    CHECK(name_of(result.error.code) == vector.code);
    CHECK(result.error.field == vector.field);
    CHECK_FALSE(result.error.message.empty());
  }
}

TEST_CASE("a frame of the other role is not allowed") {
  for (const nlohmann::json& example : examples()) {
    const FrameInfo& frame = info(example.at("type").get<std::string>());
    INFO(frame.name);
    const Verdict visitor = verdict(read_visitor_frame(example.dump()));
    const Verdict agent = verdict(read_agent_frame(example.dump()));
    CHECK(visitor.good == frame.for_visitors);
    CHECK(agent.good == frame.for_agents);
    if (!visitor.good) CHECK(visitor.error.code == ErrorCode::not_allowed);
    if (!agent.good) CHECK(agent.error.code == ErrorCode::not_allowed);
  }
}

TEST_CASE("a wrong type in any member of any client frame is an error that names the member") {
  const std::vector<nlohmann::json> wrong = {
      nullptr, true, 7, 7.5, "", nlohmann::json::array({1}), nlohmann::json::object({{"a", 1}})};
  for (const nlohmann::json& example : examples()) {
    for (const auto& [name, value] : example.items()) {
      for (const nlohmann::json& other : wrong) {
        const bool same = other.type() == value.type() ||
                          (other.is_number_integer() && value.is_number_integer());
        if (same || (value.is_object() && other.is_object())) continue;
        nlohmann::json damaged = example;
        damaged[name] = other;
        const Verdict result = judge(example.at("type"), damaged.dump());
        INFO(damaged.dump());
        REQUIRE_FALSE(result.good);
        CHECK(result.error.code == ErrorCode::wrong_type);
        CHECK(result.error.field == name);
      }
    }
  }
}

TEST_CASE("a member that is missing is named, and a member that comes twice too") {
  for (const nlohmann::json& example : examples()) {
    for (const auto& [name, value] : example.items()) {
      nlohmann::json less = example;
      less.erase(name);
      const Verdict result = judge(example.at("type"), less.dump());
      INFO(less.dump());
      if (!result.good) {
        CHECK(result.error.code == ErrorCode::missing_field);
        CHECK(result.error.field == name);
      }
      std::string twice = example.dump();
      twice.pop_back();
      twice += ",\"" + name + "\":" + value.dump() + "}";
      const Verdict doubled = judge(example.at("type"), twice);
      CHECK(doubled.error.code == ErrorCode::duplicate_field);
      CHECK(doubled.error.field == name);
    }
  }
}

TEST_CASE("what could be read before the fault comes back with the error") {
  const auto result = verdict(read_agent_frame(R"({"type":"post","client_id":"k7","text":3})"));
  CHECK(result.error.reply_to == "post");
  CHECK(result.error.client_id == "k7");
}

TEST_CASE("a frame cut anywhere is an error, never a crash") {
  for (const nlohmann::json& example : examples()) {
    const std::string text = example.dump();
    for (std::size_t length = 0; length < text.size(); ++length) {
      CHECK_FALSE(judge(example.at("type"), text.substr(0, length)).good);
    }
  }
}

TEST_CASE("the writers give back the server's frames, member for member") {
  for (const Vector& vector : vectors("valid")) {
    if (info(vector.frame).from_client) continue;
    const auto frame = nlohmann::json::parse(vector.text);
    std::string out = "before";
    FrameBuilder().rewrite(out, frame);
    INFO(vector.name << ": " << out);
    REQUIRE(out.substr(0, 6) == "before");
    CHECK(nlohmann::json::parse(out.substr(6)) == frame);
    CHECK(out.size() - 6 <= info(vector.frame).bytes_max);
  }
}
