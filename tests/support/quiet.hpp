#pragma once
// Ports that tests must give but do not look at.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ports/log.hpp"
#include "ports/metrics.hpp"

namespace usher::test {

class QuietLog final : public ports::Log {
 public:
  void write(ports::Level, std::string_view, std::initializer_list<Field>) override {}
};

class QuietMetrics final : public ports::Metrics {
 public:
  ports::Counter& counter(const std::string&, const std::string&) override { return counter_; }
  ports::Counter& counter(const std::string&, const std::string&, const ports::Label&) override {
    return counter_;
  }
  ports::Gauge& gauge(const std::string&, const std::string&) override { return gauge_; }
  ports::Histogram& histogram(const std::string&, const std::string&,
                              std::vector<double>) override {
    return histogram_;
  }
  std::string text() const override { return {}; }

 private:
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
  NoCounter counter_;
  NoGauge gauge_;
  NoHistogram histogram_;
};

}  // namespace usher::test
