#include <toml++/toml.h>
#include <functional>
#include <limits>
#include <map>

#include "core/cluster_limits.hpp"
#include "main/options.hpp"

namespace usher {

namespace {

using Setters = std::map<std::string, std::function<void(const toml::node&)>>;

// Reads one table by a list of its keys.
class Reader {
 public:
  explicit Reader(std::string file) : file_(std::move(file)) {}

  void read(const toml::table& table, const std::string& prefix, const Setters& setters) const {
    for (const auto& [key, node] : table) {
      const std::string name = prefix + std::string(key.str());
      const auto setter = setters.find(name);
      if (setter != setters.end()) {
        setter->second(node);
      } else if (const toml::table* inner = node.as_table(); inner && is_section(name, setters)) {
        read(*inner, name + ".", setters);
      } else {
        fail(node, "unknown key '" + name + "'");
      }
    }
  }

  [[noreturn]] void fail(const toml::node& node, const std::string& what) const {
    throw OptionError(file_ + ":" + std::to_string(node.source().begin.line) + ": " + what);
  }

  std::string text(const toml::node& node) const {
    if (const auto value = node.value_exact<std::string>()) return *value;
    fail(node, "expected a text in quotes");
  }
  bool yes_no(const toml::node& node) const {
    if (const auto value = node.value_exact<bool>()) return *value;
    fail(node, "expected true or false");
  }
  template <class Number>
  Number number(const toml::node& node,
                std::int64_t most = std::numeric_limits<std::int32_t>::max()) const {
    const auto value = node.value_exact<std::int64_t>();
    if (!value || *value < 0 || *value > most) {
      fail(node, "expected a whole number from 0 to " + std::to_string(most));
    }
    return static_cast<Number>(*value);
  }
  std::vector<std::string> texts(const toml::node& node) const {
    const toml::array* array = node.as_array();
    if (!array) fail(node, "expected a list of texts");
    std::vector<std::string> found;
    for (const toml::node& element : *array) found.push_back(text(element));
    return found;
  }

 private:
  static bool is_section(const std::string& name, const Setters& setters) {
    const auto next = setters.lower_bound(name + ".");
    return next != setters.end() && next->first.starts_with(name + ".");
  }

  std::string file_;
};

net::TlsFiles& tls_of(ServeOptions& options) {
  if (!options.net.tls) options.net.tls.emplace();
  return *options.net.tls;
}

Setters setters_of(const Reader& r, ServeOptions& o) {
  return {
      {"data",
       [&](const toml::node& n) {
         if (o.data.empty()) o.data = r.text(n);
       }},
      {"listen", [&](const toml::node& n) { o.listen = r.text(n); }},
      {"threads", [&](const toml::node& n) { o.threads = r.number<std::size_t>(n, 64); }},
      {"region_file",
       [&](const toml::node& n) {
         if (!o.region_file) o.region_file = r.text(n);
       }},
      {"trusted_proxies", [&](const toml::node& n) { o.net.trusted_proxies = r.texts(n); }},
      {"tls.certificate", [&](const toml::node& n) { tls_of(o).certificate = r.text(n); }},
      {"tls.key", [&](const toml::node& n) { tls_of(o).key = r.text(n); }},
      {"limits.messages_per_second",
       [&](const toml::node& n) {
         o.app.messages_per_second = r.number<std::uint32_t>(n, 1'000'000);
       }},
      {"limits.frames_per_second",
       [&](const toml::node& n) {
         o.app.frames_per_second = r.number<std::uint32_t>(n, 1'000'000);
       }},
      {"limits.sign_ins_per_minute",
       [&](const toml::node& n) {
         o.app.sign_ins_per_minute = r.number<std::uint32_t>(n, 1'000'000);
       }},
      {"limits.connections",
       [&](const toml::node& n) {
         o.net.connections_max = r.number<std::size_t>(n);
         if (o.net.connections_max == 0) r.fail(n, "expected at least 1");
       }},
      {"limits.connections_per_address",
       [&](const toml::node& n) { o.net.connections_per_address_max = r.number<std::size_t>(n); }},
      {"webhooks.allow_private",
       [&](const toml::node& n) { o.webhooks_allow_private = r.yes_no(n); }},
      {"store.postgres",
       [&](const toml::node& n) {
         if (o.postgres.empty()) o.postgres = r.text(n);
       }},
      {"store.schema", [&](const toml::node& n) { o.schema = r.text(n); }},
      {"store.files",
       [&](const toml::node& n) {
         if (!o.files) o.files = r.text(n);
       }},
      {"cluster.redis",
       [&](const toml::node& n) {
         if (o.redis.empty()) o.redis = r.text(n);
       }},
      {"cluster.node",
       [&](const toml::node& n) {
         if (o.node.empty()) o.node = r.text(n);
       }},
      {"demo.rings", [&](const toml::node& n) { o.demo_rings = r.yes_no(n); }},
  };
}

}  // namespace

void read_config(const std::filesystem::path& file, ServeOptions& options) {
  if (!std::filesystem::is_regular_file(file)) {
    throw OptionError(file.string() + ": no such configuration file");
  }
  const Reader reader(file.string());
  try {
    const toml::table table = toml::parse_file(file.string());
    reader.read(table, "", setters_of(reader, options));
  } catch (const toml::parse_error& error) {
    throw OptionError(file.string() + ":" + std::to_string(error.source().begin.line) + ": " +
                      std::string(error.description()));
  }
  if (options.net.tls && (options.net.tls->certificate.empty() || options.net.tls->key.empty())) {
    throw OptionError(file.string() + ": [tls] needs both certificate and key");
  }
}

void check_cluster(const ServeOptions& options) {
  if (options.redis.empty()) return;
  if (options.postgres.empty()) {
    throw OptionError("--redis needs --postgres: the nodes of a cluster share one store");
  }
  constexpr const char* letters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
  const bool named = options.node.find_first_not_of(letters) == std::string::npos &&
                     options.node.size() <= limits::node_name_bytes_max;
  if (!named) {
    throw OptionError("--node " + options.node + ": up to " +
                      std::to_string(limits::node_name_bytes_max) +
                      " letters, digits, '-' and '_' are a name");
  }
}

void read_listen(const std::string& listen, ServeOptions& options) {
  const std::size_t colon = listen.rfind(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == listen.size()) {
    throw OptionError("--listen " + listen + ": expected ADDRESS:PORT, like 127.0.0.1:8080");
  }
  std::string address = listen.substr(0, colon);
  if (address.front() == '[' && address.back() == ']')
    address = address.substr(1, address.size() - 2);
  const std::string port = listen.substr(colon + 1);
  const bool digits = port.find_first_not_of("0123456789") == std::string::npos;
  if (!digits || port.size() > 5 || std::stoul(port) > 65'535) {
    throw OptionError("--listen " + listen + ": the port is a number from 0 to 65535");
  }
  options.listen = listen;
  options.net.address = address;
  options.net.port = static_cast<std::uint16_t>(std::stoul(port));
}

}  // namespace usher
