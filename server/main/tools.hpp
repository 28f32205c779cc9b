#pragma once
// The commands beside `serve`: small things done to a data folder, then the program ends.

#include <filesystem>
#include <string>
#include <vector>

#include "main/options.hpp"

namespace usher {

struct AgentAddOptions {
  std::filesystem::path data;
  std::string login;
  std::string name;
  std::string role = "agent";
  std::uint32_t capacity = 5;
  bool password_from_stdin = false;  // else one is made and printed
};
struct SiteAddOptions {
  std::filesystem::path data;
  std::string key;
  std::string name;
  std::vector<std::string> origins;
};

// All return the exit code and throw OptionError for what the caller got wrong. A server that runs
// on the folder learns of a new agent or site within a second.
int add_agent(const AgentAddOptions& options);
int add_site(const SiteAddOptions& options);
int migrate(const std::filesystem::path& data);
// What is wrong with the file of regions, if one is named. Throws OptionError.
void check_regions(const ServeOptions& options);

}  // namespace usher
