#pragma once
// Makes accounts, sites, queues and agents from the command line, and the demo's.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "ports/clock.hpp"
#include "ports/crypto.hpp"
#include "ports/directory.hpp"

namespace usher {

class Founder {
 public:
  // `zone`: a new account's.
  Founder(ports::Directory& directory, ports::Passwords& passwords, ports::Random& random,
          const ports::Clock& clock, std::string zone)
      : directory_(directory),
        passwords_(passwords),
        random_(random),
        clock_(clock),
        zone_(std::move(zone)) {}

  // The only account; makes it, with a first queue, when there is none. Throws std::runtime_error
  // when there are several.
  ports::Account the_account();

  struct NewAgent {
    std::string login;
    std::string name;
    core::Role role = core::Role::agent;
    std::uint32_t capacity = 5;
    std::string password;
  };
  // Serves all queues of the account.
  ports::Agent add_agent(const ports::Account& account, const NewAgent& agent);
  ports::Site add_site(const ports::Account& account, const std::string& key,
                       const std::string& name, const std::vector<std::string>& origins);
  ports::Queue add_queue(const ports::Account& account, const std::string& name, bool rings);

  std::string fresh_password();  // 16 letters and digits, none that look alike

 private:
  std::string random_bytes(std::size_t count);
  std::uint64_t fresh_id();

  ports::Directory& directory_;
  ports::Passwords& passwords_;
  ports::Random& random_;
  const ports::Clock& clock_;
  std::string zone_;
  std::uint64_t last_id_ = 0;
};

// The demo's account as far as it is missing: site "s_demo", queues for sales and support, an agent
// and a supervisor. Their passwords are kept in FOLDER/demo-credentials.json, readable by the owner
// only. Returns the lines to print.
std::string found_demo(Founder& founder, ports::Directory& directory,
                       const std::filesystem::path& folder, const std::string& address, bool rings);

}  // namespace usher
