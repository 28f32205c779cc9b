#include "premises.hpp"

#include <stdexcept>
#include <utility>

namespace usher::crash {

namespace {

constexpr std::int64_t patience_ns = 15 * load::second;

}  // namespace

Premises::Premises(load::Tools tools, std::uint64_t seed)
    : tools_(std::move(tools)),
      folder_("usher-crash"),
      server_(tools_, folder_.path(), -1),
      random_(seed) {}

void Premises::wait_for(const std::function<bool()>& done,
                        const std::function<std::string()>& why_not) {
  const std::int64_t until = load::now_ns() + patience_ns;
  while (!done()) {
    if (load::now_ns() > until) throw std::runtime_error("timed out: " + why_not());
    turn();
  }
}

void Premises::wait_for(const std::function<bool()>& done, const char* what) {
  wait_for(done, [what] { return std::string(what); });
}

Store Premises::close(Verdict& verdict) {
  if (const auto status = server_.stop(); status != 0) {
    verdict.broken.push_back("the server ended with " + std::to_string(status.value_or(-1)) + ": " +
                             server_.log_tail());
  }
  Store store = audit(tools_, folder_.path());
  verdict.broken.insert(verdict.broken.end(), store.broken.begin(), store.broken.end());
  verdict.doubled = store.doubled();
  return store;
}

}  // namespace usher::crash
