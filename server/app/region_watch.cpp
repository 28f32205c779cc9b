#include "app/region_watch.hpp"

#include "core/limits.hpp"

namespace usher::app {

void RegionWatch::start() {
  loop_.post([this] {
    timer_ = loop_.make_timer();
    sleep();
  });
}

void RegionWatch::sleep() {
  timer_->start(clock_.now() + limits::regions_every_ms, [this] {
    regions_.refresh();
    sleep();
  });
}

}  // namespace usher::app
