#include "support/cutting_proxy.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <list>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace usher::test {
namespace {

sockaddr_un name_of(const std::string& file) {
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  file.copy(name.sun_path, sizeof name.sun_path - 1);
  return name;
}

int connected_to(const std::string& file) {
  const int handle = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_un name = name_of(file);
  if (::connect(handle, reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0) return handle;
  ::close(handle);
  return -1;
}

bool send_all(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

// In the text of a statement, and in the server's word that it was done.
constexpr std::string_view commit("COMMIT", 7);

}  // namespace

struct CuttingProxy::Line {
  int client = -1;
  int server = -1;
  bool doomed = false;  // the server works on a COMMIT whose answer will be lost
};

CuttingProxy::CuttingProxy(std::string upstream) : upstream_(std::move(upstream)) {
  const sockaddr_un name = name_of((folder_.path() / ".s.PGSQL.5432").string());
  listener_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (::bind(listener_, reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0 ||
      ::listen(listener_, 16) != 0 || ::pipe2(stop_, O_CLOEXEC) != 0) {
    throw std::runtime_error("the proxy cannot listen");
  }
  thread_ = std::thread([this] { run(); });
}

CuttingProxy::~CuttingProxy() {
  ::close(stop_[1]);
  thread_.join();
  ::close(stop_[0]);
  ::close(listener_);
}

std::string CuttingProxy::address() const {
  return "postgresql://postgres@/postgres?host=" + folder_.path().string() + "&port=5432";
}

// False: the line is cut, or at its end.
bool CuttingProxy::carry(Line& line, bool to_server) {
  std::array<char, 65'536> buffer{};
  const ssize_t length =
      ::recv(to_server ? line.client : line.server, buffer.data(), buffer.size(), 0);
  if (length <= 0) return false;
  const std::string_view bytes(buffer.data(), static_cast<std::size_t>(length));
  const bool commits = bytes.find(commit) != std::string_view::npos;
  if (to_server && commits && cut_ != Cut::none) {
    const Cut cut = cut_.exchange(Cut::none);
    ++cuts_;
    if (cut == Cut::before_commit) return false;
    line.doomed = true;
  }
  if (!to_server && line.doomed) return !commits;
  return send_all(to_server ? line.server : line.client, bytes);
}

void CuttingProxy::run() {
  std::list<Line> lines;
  for (;;) {
    std::vector<pollfd> waiting{{stop_[0], POLLIN, 0}, {listener_, POLLIN, 0}};
    for (const Line& line : lines) {
      waiting.push_back({line.client, POLLIN, 0});
      waiting.push_back({line.server, POLLIN, 0});
    }
    ::poll(waiting.data(), waiting.size(), -1);
    const bool over = waiting[0].revents != 0;
    std::size_t at = 2;
    for (auto line = lines.begin(); line != lines.end(); at += 2) {
      bool lives = !over;
      if (lives && waiting[at].revents != 0) lives = carry(*line, true);
      if (lives && waiting[at + 1].revents != 0) lives = carry(*line, false);
      if (lives) {
        ++line;
        continue;
      }
      ::close(line->client);
      ::close(line->server);
      line = lines.erase(line);
    }
    if (over) return;
    if (waiting[1].revents == 0) continue;
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    const int server = refusing_ ? -1 : connected_to(upstream_);
    if (server >= 0) {
      lines.push_back({client, server});
    } else {
      ::close(client);
    }
  }
}

}  // namespace usher::test
