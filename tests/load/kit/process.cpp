#include "kit/process.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <random>
#include <stdexcept>

#include "kit/clock.hpp"

namespace usher::load {
namespace {

namespace fs = std::filesystem;

cpu_set_t only(int core) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(static_cast<std::size_t>(core), &set);
  return set;
}

cpu_set_t allowed_at_start() {
  cpu_set_t set;
  CPU_ZERO(&set);
  ::sched_getaffinity(0, sizeof set, &set);
  return set;
}

const cpu_set_t all_cores = allowed_at_start();

std::int64_t cpu_ns_in(const fs::path& task) {
  std::int64_t on_core = 0;
  std::ifstream(task / "schedstat") >> on_core;
  return on_core;
}

template <class Count>
std::int64_t sum_over_threads(pid_t process, Count count) {
  std::int64_t sum = 0;
  std::error_code error;
  const fs::path tasks = "/proc/" + std::to_string(process) + "/task";
  for (const auto& task : fs::directory_iterator(tasks, error)) sum += count(task.path());
  return sum;
}

[[noreturn]] void become(const std::vector<std::string>& command, int core, int log) {
  const cpu_set_t set = core < 0 ? all_cores : only(core);
  ::sched_setaffinity(0, sizeof set, &set);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::dup2(log, STDOUT_FILENO);
  ::dup2(log, STDERR_FILENO);
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

}  // namespace

Child::Child(const std::vector<std::string>& command, int core,
             const std::filesystem::path& log_file) {
  const int log = ::open(log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  pid_ = ::fork();
  if (pid_ == 0) become(command, core, log);
  ::close(log);
  if (pid_ < 0) throw std::runtime_error("cannot start " + command.front());
}

Child::~Child() {
  if (status_) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void Child::signal(int number) const {
  if (!status_) ::kill(pid_, number);
}

std::optional<int> Child::wait(std::int64_t timeout_ns) {
  const std::int64_t until = now_ns() + timeout_ns;
  while (runs()) {
    if (now_ns() >= until) return std::nullopt;
    ::usleep(1'000);  // a process that ends has no descriptor to wait on everywhere
  }
  return status_;
}

bool Child::runs() {
  if (status_) return false;
  int status = 0;
  if (::waitpid(pid_, &status, WNOHANG) != pid_) return true;
  status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return false;
}

std::int64_t Child::cpu_ns() const {
  return sum_over_threads(pid_, [](const fs::path& task) { return cpu_ns_in(task); });
}

std::int64_t Child::cpu_ns_of(std::string_view thread) const {
  return sum_over_threads(pid_, [thread](const fs::path& task) {
    std::string name;
    std::getline(std::ifstream(task / "comm"), name);
    return name == thread ? cpu_ns_in(task) : 0;
  });
}

std::int64_t cpu_ns_of_family(pid_t parent) {
  return sum_over_threads(parent, [](const fs::path& task) {
    std::int64_t sum = cpu_ns_in(task);
    std::ifstream children(task / "children");
    for (pid_t child = 0; children >> child;) sum += cpu_ns_of_family(child);
    return sum;
  });
}

std::int64_t Child::resident_bytes() const {
  std::ifstream rollup("/proc/" + std::to_string(pid_) + "/smaps_rollup");
  for (std::string word; rollup >> word;) {
    if (word != "Rss:") continue;
    std::int64_t kib = 0;
    rollup >> kib;
    return kib * 1'024;
  }
  return 0;
}

void pin_to(int core) {
  const cpu_set_t set = only(core);
  ::sched_setaffinity(0, sizeof set, &set);
}

void on_core(int core, const std::function<void()>& task) {
  cpu_set_t before;
  ::sched_getaffinity(0, sizeof before, &before);
  if (core >= 0) pin_to(core);
  task();
  ::sched_setaffinity(0, sizeof before, &before);
}

int nth_core(int n) {
  for (int core = 0; core < CPU_SETSIZE; ++core) {
    if (CPU_ISSET(static_cast<std::size_t>(core), &all_cores) && n-- == 0) return core;
  }
  return -1;
}

std::size_t raise_descriptor_limit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur;
}

std::uint16_t free_port() {
  std::random_device random;
  for (int attempt = 0; attempt < 1'000; ++attempt) {
    const auto port = static_cast<std::uint16_t>(15'000 + random() % 15'000);
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    const bool free = ::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::close(fd);
    if (free) return port;
  }
  throw std::runtime_error("no free port");
}

TemporaryFolder::TemporaryFolder(const std::string& name) {
  std::string pattern = std::filesystem::temp_directory_path() / (name + "-XXXXXX");
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace usher::load
