#include "protocol/http_body.hpp"

#include <nlohmann/json.hpp>

namespace usher::protocol {

namespace {

constexpr std::size_t body_bytes_max = 4 * 1024;

// Accepts one object of strings and nothing else; returning false stops the parser.
class TextObject : public nlohmann::json::json_sax_t {
 public:
  TextMap members;

  bool null() override { return false; }
  bool boolean(bool) override { return false; }
  bool number_integer(number_integer_t) override { return false; }
  bool number_unsigned(number_unsigned_t) override { return false; }
  bool number_float(number_float_t, const string_t&) override { return false; }
  bool binary(binary_t&) override { return false; }
  bool start_array(std::size_t) override { return false; }
  bool end_array() override { return false; }
  bool start_object(std::size_t) override { return !std::exchange(inside_, true); }
  bool end_object() override { return true; }
  bool key(string_t& name) override {
    name_ = name;
    return !members.contains(name);
  }
  bool string(string_t& value) override {
    if (!inside_) return false;
    members.emplace(name_, value);
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override {
    return false;
  }

 private:
  bool inside_ = false;
  std::string name_;
};

}  // namespace

std::optional<TextMap> read_text_object(std::string_view body) {
  if (body.size() > body_bytes_max) return std::nullopt;
  TextObject object;
  if (!nlohmann::json::sax_parse(body.begin(), body.end(), &object)) return std::nullopt;
  return std::move(object.members);
}

}  // namespace usher::protocol
