#include "adapters/metrics/prometheus.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>
#include <mutex>
#include <utility>

namespace usher::adapters {
namespace {

class CounterOver final : public ports::Counter {
 public:
  explicit CounterOver(prometheus::Counter& counter) : counter_(counter) {}
  void add(double amount) override { counter_.Increment(amount); }

 private:
  prometheus::Counter& counter_;
};

class GaugeOver final : public ports::Gauge {
 public:
  explicit GaugeOver(prometheus::Gauge& gauge) : gauge_(gauge) {}
  void set(double value) override { gauge_.Set(value); }
  void add(double amount) override { gauge_.Increment(amount); }

 private:
  prometheus::Gauge& gauge_;
};

class HistogramOver final : public ports::Histogram {
 public:
  explicit HistogramOver(prometheus::Histogram& histogram) : histogram_(histogram) {}
  void observe(double value) override { histogram_.Observe(value); }

 private:
  prometheus::Histogram& histogram_;
};

}  // namespace

struct PrometheusMetrics::Parts {
  prometheus::Registry registry;
  std::mutex mutex;
  // std::map: references to its values stay good.
  std::map<std::string, CounterOver> counters;
  std::map<std::string, GaugeOver> gauges;
  std::map<std::string, HistogramOver> histograms;
};

PrometheusMetrics::PrometheusMetrics() : parts_(std::make_unique<Parts>()) {}
PrometheusMetrics::~PrometheusMetrics() = default;

ports::Counter& PrometheusMetrics::counter(const std::string& name, const std::string& help) {
  return counter(name, help, std::map<std::string, std::string>{});
}

ports::Counter& PrometheusMetrics::counter(const std::string& name, const std::string& help,
                                           const ports::Label& label) {
  return counter(name, help, std::map<std::string, std::string>{{label.name, label.value}});
}

ports::Counter& PrometheusMetrics::counter(const std::string& name, const std::string& help,
                                           const std::map<std::string, std::string>& labels) {
  std::string key = name;
  for (const auto& [label, value] : labels) {
    key += '\n';
    key += label;
    key += '=';
    key += value;
  }
  const std::lock_guard lock(parts_->mutex);
  const auto known = parts_->counters.find(key);
  if (known != parts_->counters.end()) return known->second;
  auto& family = prometheus::BuildCounter().Name(name).Help(help).Register(parts_->registry);
  return parts_->counters.try_emplace(key, family.Add(labels)).first->second;
}

ports::Gauge& PrometheusMetrics::gauge(const std::string& name, const std::string& help) {
  const std::lock_guard lock(parts_->mutex);
  const auto known = parts_->gauges.find(name);
  if (known != parts_->gauges.end()) return known->second;
  auto& family = prometheus::BuildGauge().Name(name).Help(help).Register(parts_->registry);
  return parts_->gauges.try_emplace(name, family.Add({})).first->second;
}

ports::Histogram& PrometheusMetrics::histogram(const std::string& name, const std::string& help,
                                               std::vector<double> bounds) {
  const std::lock_guard lock(parts_->mutex);
  const auto known = parts_->histograms.find(name);
  if (known != parts_->histograms.end()) return known->second;
  auto& family = prometheus::BuildHistogram().Name(name).Help(help).Register(parts_->registry);
  auto& histogram = family.Add({}, std::move(bounds));
  return parts_->histograms.try_emplace(name, histogram).first->second;
}

std::string PrometheusMetrics::text() const {
  return prometheus::TextSerializer().Serialize(parts_->registry.Collect());
}

}  // namespace usher::adapters
