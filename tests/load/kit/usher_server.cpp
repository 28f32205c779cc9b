#include "kit/usher_server.hpp"

#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "kit/clock.hpp"
#include "kit/http.hpp"

namespace usher::load {
namespace {

// A load test comes from one address and is not a crowd of people.
constexpr std::string_view config = R"([limits]
messages_per_second = 0
frames_per_second = 0
sign_ins_per_minute = 0
connections = 100000
connections_per_address = 0
)";

constexpr std::int64_t start_timeout_ns = 60 * second;
constexpr std::int64_t stop_timeout_ns = 20 * second;

std::string tail(const std::filesystem::path& file) {
  std::ifstream log(file);
  const std::string all(std::istreambuf_iterator<char>(log), {});
  return all.size() > 2'000 ? all.substr(all.size() - 2'000) : all;
}

}  // namespace

UsherServer::UsherServer(Tools tools, std::filesystem::path folder, int core, Outside outside)
    : tools_(std::move(tools)),
      folder_(std::move(folder)),
      core_(core),
      outside_(std::move(outside)),
      port_(free_port()) {
  std::filesystem::create_directories(folder_);
  std::ofstream(folder_ / "usher.toml")
      << config << "[store]\nschema = \"" << outside_.schema << "\"\n";
}

void UsherServer::seed(const Seed& seed) const {
  run({tools_.seed(), folder_ / "data", std::to_string(seed.agents), std::to_string(seed.capacity),
       std::to_string(seed.messages), std::to_string(seed.queues), seed.rings ? "1" : "0",
       std::to_string(seed.supervisors), std::to_string(seed.left_open)},
      "seed.log");
}

void UsherServer::move_store() const {
  run({tools_.usher(), "migrate", "--from", "sqlite", "--to", "postgres", "--postgres",
       outside_.postgres, "--data", folder_ / "data", "--config", folder_ / "usher.toml"},
      "move.log");
}

void UsherServer::run(const std::vector<std::string>& command, const char* log) const {
  Child child(command, -1, folder_ / log);
  if (child.wait(600 * second) == 0) return;
  throw std::runtime_error(command[0] + " failed:\n" + tail(folder_ / log));
}

std::int64_t UsherServer::start() {
  spawn();
  return wait_until_ready();
}

void UsherServer::spawn() {
  spawned_ns_ = now_ns();
  std::vector<std::string> command = {tools_.usher(), "serve",
                                      "--data",       folder_ / "data",
                                      "--listen",     "127.0.0.1:" + std::to_string(port_),
                                      "--config",     folder_ / "usher.toml"};
  const auto add = [&command](const char* option, const std::string& value) {
    if (!value.empty()) command.insert(command.end(), {option, value});
  };
  add("--postgres", outside_.postgres);
  add("--redis", outside_.redis);
  add("--node", outside_.node);
  add("--files", outside_.files);
  process_ = std::make_unique<Child>(command, core_, folder_ / "usher.log");
}

std::int64_t UsherServer::wait_until_ready() {
  while (http(port_, "GET", "/readyz").status != 200) {
    if (!process_->runs()) throw std::runtime_error("the server ended:\n" + log_tail());
    if (now_ns() - spawned_ns_ > start_timeout_ns) {
      throw std::runtime_error("the server is not ready");
    }
    ::usleep(1'000);
  }
  return now_ns() - spawned_ns_;
}

void UsherServer::kill() {
  process_->signal(SIGKILL);
  process_->wait(stop_timeout_ns);
}

std::optional<int> UsherServer::stop() {
  process_->signal(SIGTERM);
  return process_->wait(stop_timeout_ns);
}

Endpoint visitor_endpoint_at(std::uint16_t port) {
  Endpoint endpoint;
  endpoint.port = port;
  endpoint.path = "/ws/visitor?site=" + std::string(load_site);
  endpoint.headers = "Origin: http://127.0.0.1:" + std::to_string(port) + "\r\n";
  return endpoint;
}

Endpoint UsherServer::agent_endpoint(const std::string& cookie) const {
  Endpoint endpoint = visitor_endpoint();
  endpoint.path = "/ws/agent";
  endpoint.headers += "Cookie: " + cookie + "\r\n";
  return endpoint;
}

std::string UsherServer::sign_in(std::uint32_t agent) const {
  const std::string headers =
      "Content-Type: application/json\r\nOrigin: http://127.0.0.1:" + std::to_string(port_) +
      "\r\n";
  const std::string body = R"({"login":"load)" + std::to_string(agent) + R"(","password":")" +
                           std::string(load_password) + "\"}";
  const HttpAnswer answer = http(port_, "POST", "/api/v1/session", headers, body);
  const std::size_t cookie = answer.head.find("usher_session=");
  if (answer.status != 200 || cookie == std::string::npos) {
    throw std::runtime_error("sign-in failed: " + std::to_string(answer.status) + answer.body);
  }
  return answer.head.substr(cookie, answer.head.find_first_of(";\r", cookie) - cookie);
}

std::optional<double> UsherServer::metric(const std::string& name) const {
  const std::string lines = "\n" + http(port_, "GET", "/metrics").body;
  const std::size_t line = lines.find("\n" + name + " ");
  if (line == std::string::npos) return std::nullopt;
  return std::strtod(lines.c_str() + line + 1 + name.size(), nullptr);
}

std::string UsherServer::log_tail() const { return tail(folder_ / "usher.log"); }

}  // namespace usher::load
