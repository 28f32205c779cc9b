#pragma once
// The processes under test: started on a chosen core, watched from outside, stopped without fail.

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace usher::load {

// Runs until stopped or destroyed (kill -9). Standard output and error go to `log_file`.
class Child {
 public:
  // `core` < 0: wherever the system likes.
  Child(const std::vector<std::string>& command, int core, const std::filesystem::path& log_file);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  void signal(int number) const;
  // The exit status, or 128 + the signal that ended it; none when it still runs after so long.
  std::optional<int> wait(std::int64_t timeout_ns);
  bool runs();

  // Processor time of all its threads that live, user and system.
  std::int64_t cpu_ns() const;
  // Of those of this name.
  std::int64_t cpu_ns_of(std::string_view thread) const;
  std::int64_t resident_bytes() const;
  pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = -1;
  std::optional<int> status_;
};

// The same of any process and its children.
std::int64_t cpu_ns_of_family(pid_t parent);

// This thread, and children that ask for no core of their own, stay on `core`.
void pin_to(int core);
// Runs `task`, which may start such children, as if this thread were pinned there; < 0: as it is.
void on_core(int core, const std::function<void()>& task);
// The cores that this process may use, by number; -1 when there are not as many.
int nth_core(int n);

// As many descriptors as the system allows; children inherit it. Returns their number.
std::size_t raise_descriptor_limit();

// A port that nothing listens on, outside of the range that outgoing connections use.
std::uint16_t free_port();

class TemporaryFolder {
 public:
  explicit TemporaryFolder(const std::string& name);
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace usher::load
