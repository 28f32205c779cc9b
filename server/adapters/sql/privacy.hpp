#pragma once
// ports::Privacy over SQL, in the database of the directory. See the port for what it promises.

#include <memory>
#include <string>
#include <vector>

#include "adapters/sql/store.hpp"
#include "ports/privacy.hpp"

namespace usher::adapters {

class SharedSession;

class SqlPrivacy final : public ports::Privacy {
 public:
  explicit SqlPrivacy(const SqlOptions& options);  // throws errors.hpp's types
  ~SqlPrivacy() override;

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
  std::unique_ptr<SharedSession> session_;
};

}  // namespace usher::adapters
