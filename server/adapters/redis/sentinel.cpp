#include "adapters/redis/sentinel.hpp"

#include <hiredis/hiredis.h>

#include <charconv>
#include <memory>
#include <string_view>

namespace usher::adapters {
namespace {

constexpr timeval patience{0, 500'000};

using Context = std::unique_ptr<redisContext, decltype(&redisFree)>;
using Reply = std::unique_ptr<redisReply, void (*)(redisReply*)>;

std::optional<RedisAddress::Host> ask(const RedisAddress::Host& sentinel,
                                      const std::string& master) {
  const Context context(redisConnectWithTimeout(sentinel.name.c_str(), sentinel.port, patience),
                        &redisFree);
  if (!context || context->err || redisSetTimeout(context.get(), patience) != REDIS_OK) return {};
  const Reply reply(static_cast<redisReply*>(redisCommand(
                        context.get(), "SENTINEL get-master-addr-by-name %s", master.c_str())),
                    [](redisReply* it) { freeReplyObject(it); });
  if (!reply || reply->type != REDIS_REPLY_ARRAY || reply->elements != 2) return {};
  const std::string_view digits = reply->element[1]->str;
  std::uint16_t port = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (port == 0) return {};
  return RedisAddress::Host{reply->element[0]->str, port};
}

}  // namespace

std::optional<RedisAddress::Host> host_to_use(const RedisAddress& address) {
  if (address.master.empty()) return address.hosts.front();
  for (const RedisAddress::Host& sentinel : address.hosts) {
    if (auto found = ask(sentinel, address.master)) return found;
  }
  return std::nullopt;
}

}  // namespace usher::adapters
