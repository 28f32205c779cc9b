#pragma once
// Ports for tools that open a store and have nobody to tell.

#include <string>
#include <vector>

#include "ports/log.hpp"
#include "ports/metrics.hpp"

namespace usher::load {

struct NoLog final : ports::Log {
  void write(ports::Level, std::string_view, std::initializer_list<Field>) override {}
};

struct NoMetrics final : ports::Metrics {
  struct NoCounter final : ports::Counter {
    void add(double) override {}
  };
  struct NoGauge final : ports::Gauge {
    void set(double) override {}
    void add(double) override {}
  };
  struct NoHistogram final : ports::Histogram {
    void observe(double) override {}
  };
  ports::Counter& counter(const std::string&, const std::string&) override { return none; }
  ports::Counter& counter(const std::string&, const std::string&, const ports::Label&) override {
    return none;
  }
  ports::Gauge& gauge(const std::string&, const std::string&) override { return no_gauge; }
  ports::Histogram& histogram(const std::string&, const std::string&,
                              std::vector<double>) override {
    return no_histogram;
  }
  std::string text() const override { return {}; }

  NoCounter none;
  NoGauge no_gauge;
  NoHistogram no_histogram;
};

}  // namespace usher::load
