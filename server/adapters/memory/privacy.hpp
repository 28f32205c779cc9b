#pragma once
// ports::Privacy in memory, for tests.

#include <map>
#include <mutex>
#include <vector>

#include "ports/privacy.hpp"

namespace usher::adapters {

class MemoryPrivacy final : public ports::Privacy {
 public:
  ports::Retention retention(core::AccountId account) override;
  void put(core::AccountId account, const ports::Retention& retention) override;
  std::vector<ports::ErasureWish> wishes() override;
  void wish(const ports::ErasureWish& wish, const std::string& mark) override;
  void done(const ports::ErasureWish& wish, const ports::AuditEntry& entry) override;
  std::vector<std::string> marks(core::AccountId account) override;
  void note(core::AccountId account, const ports::AuditEntry& entry) override;
  std::uint64_t erasures(core::AccountId account) override;
  std::vector<ports::AuditEntry> audit(core::AccountId account, std::uint64_t before,
                                       std::size_t limit) override;

 private:
  void add(core::AccountId account, ports::AuditEntry entry);

  std::mutex mutex_;
  std::map<core::AccountId, ports::Retention> retentions_;
  std::vector<ports::ErasureWish> wishes_;
  std::map<core::AccountId, std::vector<std::string>> marks_;
  std::map<core::AccountId, std::vector<ports::AuditEntry>> entries_;
  std::uint64_t numbered_ = 0;
};

}  // namespace usher::adapters
