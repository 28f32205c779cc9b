#include "main/tools.hpp"

#include <iostream>

#include "adapters/calendar/zone_calendar.hpp"
#include "adapters/crypto/sodium.hpp"
#include "adapters/geo/region_file.hpp"
#include "adapters/sql/directory.hpp"
#include "adapters/sql/errors.hpp"
#include "adapters/sql/folder_lock.hpp"
#include "adapters/sql/store.hpp"
#include "adapters/sql/store_copy.hpp"
#include "adapters/system/clock.hpp"
#include "core/limits.hpp"
#include "main/founding.hpp"

namespace usher {

namespace {

core::Role role_of(const std::string& name) {
  if (name == "agent") return core::Role::agent;
  if (name == "supervisor") return core::Role::supervisor;
  if (name == "admin") return core::Role::admin;
  throw OptionError("--role " + name + ": one of agent, supervisor, admin");
}

// Runs `work` with what it needs to change a directory; every failure becomes one line.
template <class Work>
int with_founder(const adapters::SqlOptions& store, Work work) {
  try {
    adapters::SqlDirectory directory(store);
    adapters::SodiumPasswords passwords;
    adapters::SodiumRandom random;
    adapters::SystemClock clock;
    Founder founder(directory, passwords, random, clock, adapters::ZoneCalendar::here());
    work(founder);
    return 0;
  } catch (const OptionError&) {
    throw;
  } catch (const std::runtime_error& error) {
    throw OptionError(error.what());
  }
}

// The script tag names it, so it is kept to what needs no escaping anywhere.
bool is_site_key(const std::string& key) {
  constexpr std::string_view allowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  return !key.empty() && key.size() <= 64 && key.find_first_not_of(allowed) == std::string::npos;
}

}  // namespace

int add_agent(const adapters::SqlOptions& store, const AgentAddOptions& options) {
  if (options.login.empty()) throw OptionError("--login: a login has at least one character");
  if (options.capacity == 0 || options.capacity > limits::capacity_max) {
    throw OptionError("--capacity: from 1 to " + std::to_string(limits::capacity_max));
  }
  const core::Role role = role_of(options.role);
  return with_founder(store, [&](Founder& founder) {
    std::string password = founder.fresh_password();
    if (options.password_from_stdin) std::getline(std::cin, password);
    founder.add_agent(founder.the_account(),
                      {options.login, options.name.empty() ? options.login : options.name, role,
                       options.capacity, password});
    std::cout << "added " << options.role << " " << options.login;
    if (!options.password_from_stdin) std::cout << ", password " << password;
    std::cout << "\n";
  });
}

int add_site(const adapters::SqlOptions& store, const SiteAddOptions& options) {
  if (!is_site_key(options.key)) {
    throw OptionError("--key " + options.key + ": 1 to 64 letters, digits, '_' and '-'");
  }
  return with_founder(store, [&](Founder& founder) {
    founder.add_site(founder.the_account(), options.key,
                     options.name.empty() ? options.key : options.name, options.origins);
    std::cout << "added site " << options.key << "; paste into its pages:\n"
              << "<script async src=\"https://YOUR-SERVER/w/v1.js\" data-site=\"" << options.key
              << "\"></script>\n";
  });
}

int migrate(const adapters::SqlOptions& store) {
  try {
    std::cout << "schema " << adapters::prepare_store(store) << "\n";
    return 0;
  } catch (const adapters::StoreError& error) {
    throw OptionError(error.what());
  }
}

int move_store(const adapters::SqlOptions& from, const adapters::SqlOptions& to) {
  try {
    // Nobody may serve it meanwhile.
    const adapters::FolderLock lock(from.folder);
    adapters::StoreCopy copy(from, to);
    copy.run([](const std::string& line) { std::cout << line << std::endl; });
    return 0;
  } catch (const std::runtime_error& error) {
    throw OptionError(error.what());
  }
}

void check_store_address(const ServeOptions& options) {
  try {
    adapters::check_address(options.store());
  } catch (const adapters::StoreError& error) {
    throw OptionError(error.what());
  }
}

void check_regions(const ServeOptions& options) {
  if (!options.region_file) return;
  try {
    adapters::RegionFile::check(*options.region_file);
  } catch (const adapters::RegionFileError& error) {
    throw OptionError(error.what());
  }
}

}  // namespace usher
