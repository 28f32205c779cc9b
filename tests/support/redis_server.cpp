#include "support/redis_server.hpp"

#include <fcntl.h>
#include <hiredis/hiredis.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <thread>

namespace usher::test {
namespace {

using Clock = std::chrono::steady_clock;
constexpr timeval patience{0, 200'000};
constexpr std::chrono::seconds start_by(20);

std::uint16_t free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const bool bound = ::bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                     ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  ::close(socket);
  if (!bound) throw std::runtime_error("no free port");
  return ntohs(address.sin_port);
}

using Context = std::unique_ptr<redisContext, decltype(&redisFree)>;

Context connect(std::uint16_t port) {
  Context context(redisConnectWithTimeout("127.0.0.1", port, patience), &redisFree);
  if (context && !context->err) redisSetTimeout(context.get(), patience);
  return context;
}

bool is_answered(redisContext& context, const char* command) {
  void* const reply = redisCommand(&context, command);
  if (reply) freeReplyObject(reply);
  return reply != nullptr;
}

}  // namespace

RedisServer::RedisServer(std::vector<std::string> more)
    : port_(free_port()),
      words_{"redis-server", "--port", std::to_string(port_), "--bind", "127.0.0.1",
             "--save",       "",       "--appendonly",        "no",     "--dir",
             "/tmp"} {
  words_.insert(words_.end(), more.begin(), more.end());
  start();
}

RedisServer::RedisServer(const RedisServer& master, const std::string& name)
    : port_(free_port()), folder_(std::make_unique<TempFolder>()) {
  const auto file = folder_->path() / "sentinel.conf";
  std::ofstream(file) << "port " << port_ << "\nbind 127.0.0.1\ndir " << folder_->path().string()
                      << "\nsentinel monitor " << name << " 127.0.0.1 " << master.port() << " 1\n";
  words_ = {"redis-server", file.string(), "--sentinel"};
  start();
}

RedisServer::~RedisServer() { stop(); }

void RedisServer::start() {
  std::vector<char*> arguments;
  for (std::string& word : words_) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  process_ = ::fork();
  if (process_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(::open("/dev/null", O_WRONLY | O_CLOEXEC), STDOUT_FILENO);
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
  }
  const auto until = Clock::now() + start_by;
  while (!answers()) {
    if (::waitpid(process_, nullptr, WNOHANG) == process_ || Clock::now() > until) {
      throw std::runtime_error("redis-server does not start: is it installed?");
    }
    std::this_thread::yield();
  }
}

bool RedisServer::answers() const {
  const Context context = connect(port_);
  return context && !context->err && is_answered(*context, "PING");
}

void RedisServer::stop() {
  if (process_ < 0) return;
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
  process_ = -1;
}

void RedisServer::freeze() { ::kill(process_, SIGSTOP); }
void RedisServer::thaw() { ::kill(process_, SIGCONT); }

void RedisServer::empty() {
  const Context context = connect(port_);
  if (!context || context->err || !is_answered(*context, "FLUSHALL")) {
    throw std::runtime_error("redis-server does not answer");
  }
}

}  // namespace usher::test
