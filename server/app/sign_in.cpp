#include "app/sign_in.hpp"

#include <algorithm>
#include <array>

#include "core/limits.hpp"

namespace usher::app {

namespace {

constexpr std::int64_t sign_in_ms = 12 * limits::hour_ms;

}  // namespace

void SignIns::sign_in(const std::string& login, std::string password, const std::string& peer,
                      const std::function<void(Answer)>& done) {
  const std::string by_login = "login " + login;
  const std::string by_peer = "peer " + peer;
  if (const auto wait = std::max(blocked_ms(by_login), blocked_ms(by_peer)); wait > 0) {
    return done(TooMany{wait});
  }
  const auto found = world_.directory.agent_by_login(login);
  const bool known = found && !found->disabled;
  // Counted before the check, so that many tries at once can't outrun the limit.
  count_failure(by_login);
  count_failure(by_peer);
  auto checked = [this, found, known, by_login, by_peer, done](bool right) {
    if (!right || !known) {
      world_.log.warning("sign_in_refused",
                         {{"login", by_login.substr(6)}, {"peer", by_peer.substr(5)}});
      return done(Wrong{});
    }
    failures_.erase(by_login);
    failures_.erase(by_peer);
    done(stored([&] { return grant(*found); }));
  };
  const std::string hash = known ? found->password_hash : std::string();
  if (!world_.passwords.verify(std::move(password), hash, world_.loop, std::move(checked))) {
    done(Busy{});
  }
}

SignIns::Answer SignIns::stored(const std::function<Granted()>& work) {
  try {
    return work();
  } catch (const ports::DirectoryError& error) {
    world_.log.error("sign_in_not_stored", {{"why", error.what()}});
    return Busy{};
  }
}

SignIns::Granted SignIns::grant(const ports::Agent& agent) {
  std::array<std::uint8_t, 32> bytes{};
  world_.random.fill(bytes);
  constexpr char digits[] = "0123456789abcdef";
  std::string token;
  for (const std::uint8_t byte : bytes) {
    token += digits[byte >> 4];
    token += digits[byte & 15];
  }
  const core::Time now = world_.clock.now();
  world_.directory.put(ports::SignIn{world_.crypto.sha256_hex(token), agent.account,
                                     agent.setting.id, agent.generation, now, now + sign_in_ms});
  return {agent, token};
}

std::optional<SignIns::Session> SignIns::find(const std::string& token) const {
  if (token.empty()) return std::nullopt;
  const std::string hash = world_.crypto.sha256_hex(token);
  const auto sign_in = world_.directory.sign_in(hash);
  if (!sign_in || sign_in->expires_at <= world_.clock.now()) return std::nullopt;
  auto agent = world_.directory.agent(sign_in->agent);
  const bool good = agent && agent->account == sign_in->account && !agent->disabled &&
                    agent->generation == sign_in->generation;
  return good ? std::optional(Session{*std::move(agent), hash}) : std::nullopt;
}

void SignIns::change_password(const ports::Agent& agent, std::string current, std::string fresh,
                              const std::function<void(Answer)>& done) {
  const std::string who = "login " + agent.login;
  if (const auto wait = blocked_ms(who); wait > 0) return done(TooMany{wait});
  count_failure(who);
  auto hashed = [this, agent, who, done](std::string hash) {
    failures_.erase(who);
    done(stored([&] {
      ports::Agent changed = agent;
      changed.password_hash = std::move(hash);
      ++changed.generation;
      world_.directory.put(changed);
      return grant(changed);
    }));
  };
  auto checked = [this, fresh = std::move(fresh), hashed, done](bool right) mutable {
    if (!right) return done(Wrong{});
    if (!world_.passwords.hash(std::move(fresh), world_.loop, hashed)) done(Busy{});
  };
  if (!world_.passwords.verify(std::move(current), agent.password_hash, world_.loop,
                               std::move(checked))) {
    done(Busy{});
  }
}

std::int64_t SignIns::blocked_ms(const std::string& who) {
  const auto found = failures_.find(who);
  if (options_.sign_ins_per_minute == 0 || found == failures_.end()) return 0;
  const std::int64_t left = limits::minute_ms - (world_.clock.now() - found->second.since);
  if (left <= 0) {
    failures_.erase(found);
    return 0;
  }
  return found->second.count >= options_.sign_ins_per_minute ? left : 0;
}

void SignIns::count_failure(const std::string& who) {
  if (failures_.size() >= limits::sign_in_failures_max) forget_expired();
  if (failures_.size() >= limits::sign_in_failures_max && !failures_.contains(who)) return;
  Failures& failures = failures_[who];
  if (failures.count == 0) failures.since = world_.clock.now();
  ++failures.count;
}

void SignIns::forget_expired() {
  const core::Time now = world_.clock.now();
  std::erase_if(failures_,
                [now](const auto& it) { return now - it.second.since >= limits::minute_ms; });
  world_.directory.remove_expired_sign_ins(now);
}

}  // namespace usher::app
