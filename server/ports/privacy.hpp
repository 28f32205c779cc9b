#pragma once
// What an account promises about people's data, and what came of it: how long each class is kept,
// what is to be erased, whose tokens are no longer good, and who did what with it.
//
// Guarantees of every adapter (tests/contract/privacies.cpp holds them to it):
//   - What a method returned from is durable: it survives kill -9 and power loss.
//   - When done() has returned, no file of the store holds the visitor's id on this port's account.
// Threads: any but a floor's: each may wait for the disk. Failure: DirectoryError.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "ports/archive_erasing.hpp"
#include "ports/directory.hpp"

namespace usher::ports {

// Days for each DataClass; 0: for ever.
using Retention = std::array<std::uint32_t, data_class_words.size()>;

// A visitor who is to be erased: kept until it is.
struct ErasureWish {
  core::AccountId account;
  core::VisitorId visitor;
  core::AgentId by;  // who wants it; 0: the visitor
  core::Time at;

  friend bool operator==(const ErasureWish&, const ErasureWish&) = default;
};

enum class AuditKind : std::uint8_t { exported, erased, retention_changed, swept };
inline constexpr std::array<std::string_view, 4> audit_words{"exported", "erased",
                                                             "retention_changed", "swept"};

// Names nobody whom it is about.
struct AuditEntry {
  std::uint64_t number = 0;  // rises; given by the store
  core::Time at;
  core::AgentId by;  // 0: a visitor, or for `swept` nobody
  AuditKind kind = AuditKind::exported;
  std::string detail;  // "conversations 12, visits 40"

  friend bool operator==(const AuditEntry&, const AuditEntry&) = default;
};

class Privacy {
 public:
  virtual ~Privacy() = default;

  virtual Retention retention(core::AccountId account) = 0;
  virtual void put(core::AccountId account, const Retention& retention) = 0;

  // In the order of coming. Wishing twice changes nothing.
  virtual std::vector<ErasureWish> wishes() = 0;
  // `mark` stands for the visitor, and tells nobody who that was: see marks().
  virtual void wish(const ErasureWish& wish, const std::string& mark) = 0;
  virtual void done(const ErasureWish& wish, const AuditEntry& entry) = 0;
  // Of all whose erasure was ever wished for.
  virtual std::vector<std::string> marks(core::AccountId account) = 0;

  // The oldest make room: limits::audit_entries_max are kept of an account.
  virtual void note(core::AccountId account, const AuditEntry& entry) = 0;
  // The number of the newest entry that tells of an erasure; 0: there is none.
  virtual std::uint64_t erasures(core::AccountId account) = 0;
  // Newest first, older than `before` (0: all).
  virtual std::vector<AuditEntry> audit(core::AccountId account, std::uint64_t before,
                                        std::size_t limit) = 0;
};

}  // namespace usher::ports
