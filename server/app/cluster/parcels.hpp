#pragma once
// Requests and answers of any length, in parts that have room in the bus: the next part leaves when
// the other end has the one before, so that a long answer does not crowd out what else there is.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/cluster_limits.hpp"

namespace usher::app {

class OutgoingParcels {
 public:
  // `Part`: an item of the envelope. say(part) is called at once, for the first one.
  template <class Part, class Say>
  void start(std::uint64_t number, std::string bytes, Say say) {
    if (bytes.size() <= limits::link_part_bytes) return say(Part{number, true, bytes});
    waiting_bytes_ += bytes.size();
    parcels_.try_emplace(number, Parcel{std::move(bytes), 0});
    next<Part>(number, say);
  }
  // The part before has arrived.
  template <class Part, class Say>
  void next(std::uint64_t number, Say say) {
    const auto found = parcels_.find(number);
    if (found == parcels_.end()) return;
    Parcel& parcel = found->second;
    const std::string_view part =
        std::string_view(parcel.bytes).substr(parcel.sent, limits::link_part_bytes);
    parcel.sent += part.size();
    const bool last = parcel.sent == parcel.bytes.size();
    say(Part{number, last, part});
    if (last) drop(number);
  }
  void drop(std::uint64_t number) {
    const auto found = parcels_.find(number);
    if (found == parcels_.end()) return;
    waiting_bytes_ -= found->second.bytes.size();
    parcels_.erase(found);
  }
  bool has_room_for(std::size_t bytes) const {
    return waiting_bytes_ + bytes <= limits::link_waiting_bytes_max;
  }

 private:
  struct Parcel {
    std::string bytes;
    std::size_t sent = 0;
  };
  std::map<std::uint64_t, Parcel> parcels_;
  std::size_t waiting_bytes_ = 0;
};

class IncomingParcels {
 public:
  // False: it is longer than `bytes_max`, or all together are too long.
  bool add(std::uint64_t number, std::string_view part, std::size_t bytes_max) {
    std::string& bytes = parcels_[number];
    if (bytes.size() + part.size() > bytes_max) return false;
    waiting_bytes_ += part.size();
    bytes += part;
    return waiting_bytes_ <= limits::link_waiting_bytes_max;
  }
  std::string take(std::uint64_t number) {
    const auto found = parcels_.find(number);
    if (found == parcels_.end()) return {};
    std::string bytes = std::move(found->second);
    waiting_bytes_ -= bytes.size();
    parcels_.erase(found);
    return bytes;
  }
  bool contains(std::uint64_t number) const { return parcels_.contains(number); }
  std::size_t size() const { return parcels_.size(); }

 private:
  std::map<std::uint64_t, std::string> parcels_;
  std::size_t waiting_bytes_ = 0;
};

}  // namespace usher::app
