#pragma once
// ports::Metrics over prometheus-cpp's registry and text format.

#include <map>
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
  ports::Counter& counter(const std::string& name, const std::string& help,
                          const ports::Label& label) override;
  ports::Gauge& gauge(const std::string& name, const std::string& help) override;
  ports::Histogram& histogram(const std::string& name, const std::string& help,
                              std::vector<double> bounds) override;
  std::string text() const override;

 private:
  ports::Counter& counter(const std::string& name, const std::string& help,
                          const std::map<std::string, std::string>& labels);

  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace usher::adapters
