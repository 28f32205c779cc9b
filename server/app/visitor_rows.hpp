#pragma once
// A floor's visitors as rows of the table of those who are on the sites now.

#include <array>
#include <optional>
#include <string_view>

#include "app/account_config.hpp"
#include "app/told_rows.hpp"
#include "core/floor.hpp"
#include "protocol/frames.gen.hpp"

namespace usher::app {

// None: the visitor is on no site. Borrows from the floor and the configuration; nothing in it
// depends on the time.
std::optional<protocol::VisitorRow> visitor_row(const core::Floor& floor,
                                                const AccountConfig& config,
                                                const core::Visitor& visitor);

template <>
struct RowRules<protocol::VisitorRow> {
  using Row = protocol::VisitorRow;
  using Id = core::VisitorId;
  using Change = protocol::VisitorRowChange;
  static constexpr auto id = &Change::visitor;
  static std::array<std::string_view*, 16> texts(Row& row);
  // Another visit is another row: it is told as a whole.
  static std::optional<Change> change(const Row* before, const Row& now);
};

// At most so many bytes in a frame.
std::size_t bytes_max_of(protocol::VisitorRow row);
std::size_t bytes_max_of(protocol::VisitorRowChange change);

}  // namespace usher::app
