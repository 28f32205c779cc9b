#pragma once
// Frames that wait until the events they tell of are stored. All texts stand in one buffer, and a
// frame for several people stands there once.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/subscriber.hpp"

namespace usher::app {

class HeldFrames {
 public:
  using Place = std::pair<std::size_t, std::size_t>;  // offset and size in the buffer

  bool empty() const { return items_.empty(); }

  // Renders a frame once; add() then sends it to whoever needs it.
  template <class Frame>
  Place render(const Frame& frame) {
    const std::size_t begin = text_.size();
    write(text_, frame);  // found by its argument: protocol::write
    return {begin, text_.size() - begin};
  }
  void add(const std::shared_ptr<Outlet>& outlet, Place place) {
    items_.push_back({outlet, place, {}});
  }
  // An acknowledgement: when storing fails, refuse() tells the sender about this client id instead.
  void add_ack(const std::shared_ptr<Outlet>& outlet, Place place, std::string_view client_id) {
    const Place id{text_.size(), client_id.size()};
    text_ += client_id;
    items_.push_back({outlet, place, id});
  }

  // Sends everything, in the order of adding.
  void deliver() const {
    for (const Item& item : items_) {
      if (Connection* connection = item.outlet->connection) connection->send(at(item.place));
    }
  }
  // Instead of delivering: calls `tell(connection, client_id)` for each acknowledgement.
  template <class Tell>
  void refuse(Tell tell) const {
    for (const Item& item : items_) {
      Connection* connection = item.outlet->connection;
      if (connection && item.client_id.second > 0) tell(*connection, at(item.client_id));
    }
  }
  void append(HeldFrames&& later) {
    const std::size_t shift = text_.size();
    text_ += later.text_;
    for (Item& item : later.items_) {
      item.place.first += shift;
      item.client_id.first += shift;
      items_.push_back(std::move(item));
    }
    later.clear();
  }
  // Keeps the memory for the next batch, unless it was an unusually large one.
  void clear() {
    items_.clear();
    if (text_.capacity() > kept_bytes_max) text_ = {};
    text_.clear();
  }

 private:
  static constexpr std::size_t kept_bytes_max = 256 * 1024;

  struct Item {
    std::shared_ptr<Outlet> outlet;
    Place place;
    Place client_id;
  };
  std::string_view at(Place place) const {
    return std::string_view(text_).substr(place.first, place.second);
  }

  std::string text_;
  std::vector<Item> items_;
};

}  // namespace usher::app
