#pragma once
// Counters, gauges and histograms, rendered as Prometheus text.

#include <string>
#include <vector>

namespace usher::ports {

class Counter {
 public:
  virtual ~Counter() = default;
  virtual void add(double amount = 1) = 0;
};
class Gauge {
 public:
  virtual ~Gauge() = default;
  virtual void set(double value) = 0;
  virtual void add(double amount) = 0;
};
class Histogram {
 public:
  virtual ~Histogram() = default;
  virtual void observe(double value) = 0;
};

// Tells instruments of one name apart. For a handful of values: each makes an instrument.
struct Label {
  std::string name;
  std::string value;
};

// Instruments live as long as the registry and may be used from any thread. Asking twice for one
// name gives the same instrument. Names: "usher_…_total", "…_seconds", "…_bytes".
class Metrics {
 public:
  virtual ~Metrics() = default;
  virtual Counter& counter(const std::string& name, const std::string& help) = 0;
  virtual Counter& counter(const std::string& name, const std::string& help,
                           const Label& label) = 0;
  virtual Gauge& gauge(const std::string& name, const std::string& help) = 0;
  virtual Histogram& histogram(const std::string& name, const std::string& help,
                               std::vector<double> bounds) = 0;
  virtual std::string text() const = 0;
};

}  // namespace usher::ports
