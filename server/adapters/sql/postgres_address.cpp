#include "adapters/sql/postgres_address.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <memory>

#include "adapters/sql/errors.hpp"

namespace usher::adapters {
namespace {

using Settings = std::map<std::string, std::string>;

// A peer that is gone is noticed within 15 s, whether we wait for it or it waits for us.
const Settings ours{{"application_name", "usher"},
                    {"client_encoding", "UTF8"},
                    {"connect_timeout", "3"},
                    {"keepalives", "1"},
                    {"keepalives_idle", "5"},
                    {"keepalives_interval", "5"},
                    {"keepalives_count", "2"},
                    {"tcp_user_timeout", "15000"},
                    {"target_session_attrs", "read-write"}};

[[noreturn]] void refuse() {
  throw AddressError(
      "the PostgreSQL address cannot be read; it looks like postgresql://USER@HOST:5432/DATABASE");
}

Settings settings_of(const std::string& address) {
  char* complaint = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
      PQconninfoParse(address.c_str(), &complaint), &PQconninfoFree);
  PQfreemem(complaint);
  if (!options) refuse();
  Settings found;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr) found.emplace(option->keyword, option->val);
  }
  const auto port = found.find("port");  // libpq looks at it no sooner than when it connects
  if (port != found.end() && port->second.find_first_not_of("0123456789,") != std::string::npos) {
    refuse();
  }
  return found;
}

std::string quoted(const std::string& value) {
  std::string text = "'";
  for (const char byte : value) {
    if (byte == '\'' || byte == '\\') text += '\\';
    text += byte;
  }
  return text + "'";
}

}  // namespace

std::string connection_string(const std::string& address) {
  Settings settings = settings_of(address);
  settings.insert(ours.begin(), ours.end());
  std::string text;
  for (const auto& [name, value] : settings) text += name + '=' + quoted(value) + ' ';
  return text;
}

std::string shown_address(const std::string& address) {
  Settings settings = settings_of(address);
  std::string where = settings["host"].empty() ? settings["hostaddr"] : settings["host"];
  if (where.empty()) where = "localhost";
  if (!settings["port"].empty()) where += ':' + settings["port"];
  const std::string& database = settings["dbname"];
  return "PostgreSQL " + where + '/' + (database.empty() ? settings["user"] : database);
}

bool is_schema_name(const std::string& name) {
  const auto fits = [](unsigned char byte) {
    return std::islower(byte) != 0 || std::isdigit(byte) != 0 || byte == '_';
  };
  return !name.empty() && name.size() <= 63 && std::isdigit(name.front()) == 0 &&
         !name.starts_with("pg_") && std::ranges::all_of(name, fits);
}

}  // namespace usher::adapters
