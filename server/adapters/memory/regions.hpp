#pragma once
// ports::Regions of single addresses, for tests; and without any, for a server that has no file.

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "ports/regions.hpp"

namespace usher::adapters {

class MemoryRegions final : public ports::Regions {
 public:
  using Known = std::map<std::string, core::Region>;  // by address
  MemoryRegions() = default;
  explicit MemoryRegions(Known known) : known_(std::move(known)), fresh_(known_) {}

  std::optional<core::Region> find(const std::string& address) const override {
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(address);
    if (found == known_.end()) return std::nullopt;
    return found->second;
  }
  void refresh() override {
    const std::lock_guard lock(mutex_);
    known_ = fresh_;
  }
  // From the next refresh on.
  void replace(Known fresh) {
    const std::lock_guard lock(mutex_);
    fresh_ = std::move(fresh);
  }

 private:
  mutable std::mutex mutex_;
  Known known_;
  Known fresh_;
};

}  // namespace usher::adapters
