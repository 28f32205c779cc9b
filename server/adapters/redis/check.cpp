#include "adapters/redis/check.hpp"

#include <hiredis/hiredis.h>

#include <charconv>
#include <chrono>
#include <memory>
#include <string_view>
#include <vector>

#include "adapters/redis/sentinel.hpp"

namespace usher::adapters {
namespace {

constexpr timeval patience{2, 0};
constexpr int version_min = 6;
constexpr std::chrono::milliseconds round_trip_max(100);

using Context = std::unique_ptr<redisContext, decltype(&redisFree)>;
using Reply = std::unique_ptr<redisReply, void (*)(redisReply*)>;

Reply ask(redisContext& redis, const std::vector<std::string>& words) {
  std::vector<const char*> texts;
  std::vector<std::size_t> sizes;
  for (const std::string& word : words) {
    texts.push_back(word.data());
    sizes.push_back(word.size());
  }
  return {static_cast<redisReply*>(
              redisCommandArgv(&redis, static_cast<int>(words.size()), texts.data(), sizes.data())),
          [](redisReply* reply) {
            if (reply) freeReplyObject(reply);
          }};
}

// Its words; or what it refused.
std::string text_of(redisContext& redis, const std::vector<std::string>& words,
                    std::string& trouble) {
  const Reply reply = ask(redis, words);
  if (!reply) trouble = redis.errstr;
  if (reply && reply->type == REDIS_REPLY_ERROR) trouble = reply->str;
  const bool is_text =
      reply && (reply->type == REDIS_REPLY_STRING || reply->type == REDIS_REPLY_STATUS);
  return is_text ? std::string(reply->str, static_cast<std::size_t>(reply->len)) : "";
}

// A line of INFO: "name:value".
std::string field_of(const std::string& info, const std::string& name) {
  const std::size_t at = info.find("\n" + name + ":");
  if (at == std::string::npos) return {};
  const std::size_t begin = at + name.size() + 2;
  return info.substr(begin, info.find_first_of("\r\n", begin) - begin);
}

std::string look_at(redisContext& redis, const RedisAddress& address) {
  std::string trouble;
  if (!address.password.empty()) {
    std::vector<std::string> words{"AUTH"};
    if (!address.user.empty()) words.push_back(address.user);
    words.push_back(address.password);
    text_of(redis, words, trouble);
  }
  if (trouble.empty()) text_of(redis, {"SELECT", std::to_string(address.database)}, trouble);
  const auto begun = std::chrono::steady_clock::now();
  if (trouble.empty()) text_of(redis, {"PING"}, trouble);
  const auto took = std::chrono::steady_clock::now() - begun;
  const std::string info = trouble.empty() ? text_of(redis, {"INFO"}, trouble) : "";
  if (!trouble.empty()) return trouble;
  const std::string version = field_of(info, "redis_version");
  int major = 0;
  std::from_chars(version.data(), version.data() + version.size(), major);
  if (major < version_min) return "version " + version + ", 6 is needed";
  const std::string role = field_of(info, "role");
  if (role == "slave") return "it is a replica, which takes no writes";
  const std::string policy = field_of(info, "maxmemory_policy");
  if (policy != "noeviction" && field_of(info, "maxmemory") != "0") {
    return "maxmemory-policy " + policy + " may throw leases away; set noeviction";
  }
  if (took > round_trip_max) return "it takes more than 100 ms to answer";
  return {};
}

}  // namespace

std::string check_redis(const RedisAddress& address) {
  const auto host = host_to_use(address);
  if (!host) return "no Sentinel knows the master " + address.master;
  const Context redis(redisConnectWithTimeout(host->name.c_str(), host->port, patience),
                      &redisFree);
  if (!redis) return "no memory";
  if (redis->err) return std::string("cannot connect: ") + redis->errstr;
  redisSetTimeout(redis.get(), patience);
  return look_at(*redis, address);
}

}  // namespace usher::adapters
