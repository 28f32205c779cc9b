#pragma once
// ports::Metrics over prometheus-cpp's registry and text format.

#include <memory>
#include <string>
#include <vector>

#include "ports/metrics.hpp"

namespace usher::adapters {

class PrometheusMetrics final : public ports::Metrics {
 public:
  PrometheusMetrics();
  ~PrometheusMetrics() override;
  ports::Counter& counter(const std::string& name, const std::string& help) override;
  ports::Gauge& gauge(const std::string& name, const std::string& help) override;
  ports::Histogram& histogram(const std::string& name, const std::string& help,
                              std::vector<double> bounds) override;
  std::string text() const override;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace usher::adapters
