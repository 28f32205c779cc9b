#include "main/founding.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "core/limits.hpp"

namespace usher {

std::string Founder::random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  random_.fill({reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()});
  return bytes;
}

// Rises with time like all ids; see app/id_minter.hpp.
std::uint64_t Founder::fresh_id() {
  constexpr std::int64_t year_2024_ms = 1'704'067'200'000;
  const auto stamp = static_cast<std::uint64_t>(clock_.now().ms - year_2024_ms) << 12;
  const auto noise = static_cast<std::uint64_t>(static_cast<unsigned char>(random_bytes(1)[0]));
  last_id_ = std::max(last_id_ + 1, stamp | noise);
  return last_id_;
}

std::string Founder::fresh_password() {
  constexpr std::string_view letters = "abcdefghijkmnpqrstuvwxyz23456789";  // 32: no bias
  std::string password = random_bytes(16);
  for (char& byte : password) byte = letters[static_cast<unsigned char>(byte) % letters.size()];
  return password;
}

ports::Account Founder::the_account() {
  const auto accounts = directory_.accounts();
  if (accounts.size() > 1) throw std::runtime_error("there are several accounts");
  if (!accounts.empty()) return accounts.front();
  const ports::Account account{core::AccountId{fresh_id()}, "Usher", random_bytes(32), zone_};
  directory_.put(account);
  return account;
}

ports::Queue Founder::add_queue(const ports::Account& account, const std::string& name,
                                bool rings) {
  ports::Queue queue;
  queue.account = account.id;
  queue.setting = {core::QueueId{fresh_id()}, name, rings, limits::ring_ms};
  queue.rank = static_cast<std::uint32_t>(directory_.queues(account.id).size());
  directory_.put(queue);
  return queue;
}

ports::Agent Founder::add_agent(const ports::Account& account, const NewAgent& wanted) {
  if (directory_.agent_by_login(wanted.login)) {
    throw std::runtime_error("the login '" + wanted.login + "' is taken");
  }
  if (wanted.password.size() < limits::password_bytes_min ||
      wanted.password.size() > limits::password_bytes_max) {
    throw std::runtime_error("a password has 8 to 256 bytes");
  }
  ports::Agent agent;
  agent.account = account.id;
  agent.login = wanted.login;
  agent.setting = {core::AgentId{fresh_id()}, wanted.name, wanted.role, wanted.capacity, {}};
  if (directory_.queues(account.id).empty()) add_queue(account, "Support", true);
  for (const ports::Queue& queue : directory_.queues(account.id)) {
    agent.setting.queues.push_back(queue.setting.id);
  }
  std::sort(agent.setting.queues.begin(), agent.setting.queues.end());
  agent.password_hash = passwords_.hash(wanted.password);
  directory_.put(agent);
  return agent;
}

ports::Site Founder::add_site(const ports::Account& account, const std::string& key,
                              const std::string& name, const std::vector<std::string>& origins) {
  for (const ports::Site& site : directory_.sites()) {
    if (site.key == key) throw std::runtime_error("the site key '" + key + "' is taken");
  }
  if (directory_.queues(account.id).empty()) add_queue(account, "Support", true);
  ports::Site site;
  site.id = core::SiteId{fresh_id()};
  site.account = account.id;
  site.key = key;
  site.name = name;
  site.origins = origins;
  directory_.put(site);
  return site;
}

}  // namespace usher
