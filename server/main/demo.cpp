#include <fcntl.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "main/founding.hpp"

namespace usher {

namespace {

constexpr const char* demo_site = "s_demo";

struct Person {
  const char* login;
  const char* name;
  core::Role role;
};
constexpr Person people[] = {{"agent", "林小雨 Lin", core::Role::agent},
                             {"supervisor", "周明 Zhou", core::Role::supervisor},
                             {"admin", "陈静 Chen", core::Role::admin}};

// Written by this user for this user only.
void write_private(const std::filesystem::path& file, const std::string& text) {
  const int handle = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (handle < 0 ||
      ::write(handle, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    const std::string why = std::strerror(errno);
    if (handle >= 0) ::close(handle);
    throw std::runtime_error(file.string() + ": cannot be written: " + why);
  }
  ::close(handle);
}

// login → password, as an earlier start wrote them.
std::map<std::string, std::string> read_passwords(const std::filesystem::path& file) {
  std::ifstream stream(file);
  const auto json = nlohmann::json::parse(stream, nullptr, false);
  std::map<std::string, std::string> passwords;
  for (const Person& person : people) {
    const auto found = json.find(person.login);
    if (json.is_object() && found != json.end()) {
      passwords[person.login] = found->value("password", std::string());
    }
  }
  return passwords;
}

bool has_demo(ports::Directory& directory) {
  for (const ports::Site& site : directory.sites()) {
    if (site.key == demo_site) return true;
  }
  return false;
}

// login → password.
std::map<std::string, std::string> make_demo(Founder& founder, ports::Directory& directory,
                                             bool rings) {
  const ports::Account account = founder.the_account();
  founder.add_queue(account, "售前咨询 Sales", rings);
  founder.add_queue(account, "售后服务 Support", rings);
  ports::Site site = founder.add_site(account, demo_site, "山间茶事", {});
  site.rating_reasons = {"回复及时 Quick", "态度友好 Friendly", "问题解决了 Solved", "等太久 Slow"};
  directory.put(site);
  std::map<std::string, std::string> passwords;
  for (const Person& person : people) {
    const std::string password = founder.fresh_password();
    founder.add_agent(account, {person.login, person.name, person.role, 5, password});
    passwords[person.login] = password;
  }
  return passwords;
}

std::string to_json(const std::string& address,
                    const std::map<std::string, std::string>& passwords) {
  nlohmann::json json{{"console", address + "/console/"}};
  for (const auto& [login, password] : passwords) {
    json[login] = {{"login", login}, {"password", password}};
  }
  return json.dump(2) + "\n";
}

}  // namespace

std::string found_demo(Founder& founder, ports::Directory& directory,
                       const std::filesystem::path& folder, const std::string& address,
                       bool rings) {
  const auto file = folder / "demo-credentials.json";
  const auto passwords =
      has_demo(directory) ? read_passwords(file) : make_demo(founder, directory, rings);
  write_private(file, to_json(address, passwords));
  std::string lines = "shop         " + address + "/demo/\nconsole      " + address + "/console/\n";
  for (const auto& [login, password] : passwords) {
    lines += "  sign in    " + login + " / " + password + "\n";
  }
  return lines;
}

}  // namespace usher
