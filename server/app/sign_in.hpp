#pragma once
// Agents' sign-ins: passwords checked on a pool, failures counted, cookies remembered by their
// hash.
//
// Unknown logins, wrong passwords and disabled agents get the same answer after the same work.
// Thread: the front's loop.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>

#include "app/options.hpp"
#include "ports/clock.hpp"
#include "ports/crypto.hpp"
#include "ports/directory.hpp"
#include "ports/log.hpp"
#include "ports/loop.hpp"

namespace usher::app {

class SignIns {
 public:
  struct World {
    ports::Directory& directory;
    ports::Passwords& passwords;
    ports::Crypto& crypto;
    ports::Random& random;
    ports::Clock& clock;
    ports::Log& log;
    ports::Loop& loop;
  };
  SignIns(World world, const Options& options) : world_(world), options_(options) {}

  struct Granted {
    ports::Agent agent;
    std::string token;  // for the cookie; 256 random bits as hex
  };
  struct TooMany {
    std::int64_t retry_after_ms = 0;
  };
  struct Wrong {};
  struct Busy {};
  using Answer = std::variant<Granted, Wrong, TooMany, Busy>;

  void sign_in(const std::string& login, std::string password, const std::string& peer,
               const std::function<void(Answer)>& done);

  struct Session {
    ports::Agent agent;
    std::string token_hash;
  };
  // Who a cookie's token stands for; none when it ended, expired, or the agent changed since.
  std::optional<Session> find(const std::string& token) const;
  void sign_out(const std::string& token_hash) { world_.directory.remove_sign_in(token_hash); }

  // Ends all sign-ins of the agent, this one included. `done(false)`: the current password is
  // wrong.
  void change_password(const ports::Agent& agent, std::string current, std::string fresh,
                       const std::function<void(Answer)>& done);

  void forget_expired();

 private:
  // Failures in the running minute, by "login …" and "peer …".
  struct Failures {
    core::Time since;
    std::uint32_t count = 0;
  };
  std::int64_t blocked_ms(const std::string& who);
  void count_failure(const std::string& who);
  Granted grant(const ports::Agent& agent);
  Answer stored(const std::function<Granted()>& work);  // Busy when the directory refuses

  World world_;
  const Options& options_;
  std::map<std::string, Failures> failures_;
};

}  // namespace usher::app
