#include "app/publisher.hpp"

namespace usher::app {

void Publisher::close_visitors(std::span<const core::VisitorId> gone) {
  for (const core::VisitorId id : gone) {
    const auto [begin, end] = visitors_.equal_range(id.value);
    for (auto it = begin; it != end; ++it) {
      it->second->forgotten = true;
      Connection* connection = it->second->outlet->connection;
      if (connection) connection->close(CloseCode::bad_token, "the visitor was erased");
    }
  }
}

}  // namespace usher::app
