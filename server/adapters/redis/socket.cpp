#include "adapters/redis/socket.hpp"

#include <hiredis/async.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <utility>

namespace usher::adapters {
namespace {

namespace asio = boost::asio;
using Descriptor = asio::posix::basic_stream_descriptor<asio::io_context::executor_type>;

RedisReply copy_of(const redisReply& from) {
  RedisReply reply;
  switch (from.type) {
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_STATUS:
    case REDIS_REPLY_ERROR:
      reply.kind =
          from.type == REDIS_REPLY_ERROR ? RedisReply::Kind::error : RedisReply::Kind::text;
      reply.text.assign(from.str, static_cast<std::size_t>(from.len));
      break;
    case REDIS_REPLY_INTEGER:
      reply.kind = RedisReply::Kind::integer;
      reply.integer = from.integer;
      break;
    case REDIS_REPLY_ARRAY:
      reply.kind = RedisReply::Kind::list;
      reply.list.reserve(from.elements);
      for (std::size_t i = 0; i < from.elements; ++i) {
        reply.list.push_back(copy_of(*from.element[i]));
      }
      break;
    default:
      break;
  }
  return reply;
}

void answer(redisAsyncContext*, void* reply, void* data) {
  const std::unique_ptr<RedisDone> done(static_cast<RedisDone*>(data));
  if (!reply) return (*done)(nullptr);
  const RedisReply copy = copy_of(*static_cast<redisReply*>(reply));
  (*done)(&copy);
}

}  // namespace

// Kept alive by what waits for the descriptor.
class RedisSocket::State : public std::enable_shared_from_this<State> {
 public:
  State(asio::io_context& context, Events events)
      : context_(context), descriptor_(context.get_executor()), events_(std::move(events)) {}

  void connect(const std::string& host, std::uint16_t port);
  void close();
  redisAsyncContext* redis() { return redis_; }
  void take_message(const redisReply& reply);

 private:
  static State& of(void* data) { return *static_cast<State*>(data); }
  void read();
  void write();
  void end(const std::string& why);

  asio::io_context& context_;
  Descriptor descriptor_;
  Events events_;
  redisAsyncContext* redis_ = nullptr;
  bool wants_read_ = false, wants_write_ = false;  // what hiredis asked for
  bool reads_ = false, writes_ = false;            // a wait is under way
};

void RedisSocket::State::connect(const std::string& host, std::uint16_t port) {
  redis_ = redisAsyncConnect(host.c_str(), port);
  if (!redis_ || redis_->err) {
    const std::string why = redis_ ? redis_->errstr : "no memory";
    if (redis_) redisAsyncFree(std::exchange(redis_, nullptr));
    asio::post(context_, [self = shared_from_this(), why] { self->end(why); });
    return;
  }
  descriptor_.assign(redis_->c.fd);
  redis_->data = this;
  redis_->ev.data = this;
  redis_->ev.addRead = [](void* data) {
    of(data).wants_read_ = true;
    of(data).read();
  };
  redis_->ev.delRead = [](void* data) { of(data).wants_read_ = false; };
  redis_->ev.addWrite = [](void* data) {
    of(data).wants_write_ = true;
    of(data).write();
  };
  redis_->ev.delWrite = [](void* data) { of(data).wants_write_ = false; };
  redis_->ev.cleanup = [](void* data) {  // hiredis is about to close the descriptor
    State& state = of(data);
    state.wants_read_ = state.wants_write_ = false;
    state.redis_ = nullptr;
    if (state.descriptor_.is_open()) state.descriptor_.release();
  };
  redisAsyncSetConnectCallback(redis_, [](const redisAsyncContext* redis, int status) {
    State& state = of(redis->data);
    if (status != REDIS_OK) return state.end(redis->errstr);
    if (state.events_.connected) state.events_.connected();
  });
  redisAsyncSetDisconnectCallback(redis_, [](const redisAsyncContext* redis, int status) {
    of(redis->data).end(status == REDIS_OK ? "closed" : redis->errstr);
  });
}

// Nothing is told after this.
void RedisSocket::State::close() {
  events_ = {};
  if (redis_) redisAsyncFree(redis_);
}

void RedisSocket::State::end(const std::string& why) {
  const auto ended = std::exchange(events_.ended, nullptr);
  if (ended) ended(why);
}

void RedisSocket::State::read() {
  if (std::exchange(reads_, true)) return;
  descriptor_.async_wait(Descriptor::wait_read,
                         [self = shared_from_this()](boost::system::error_code error) {
                           self->reads_ = false;
                           if (error || !self->redis_ || !self->wants_read_) return;
                           redisAsyncHandleRead(self->redis_);
                           if (self->redis_ && self->wants_read_) self->read();
                         });
}

void RedisSocket::State::write() {
  if (std::exchange(writes_, true)) return;
  descriptor_.async_wait(Descriptor::wait_write,
                         [self = shared_from_this()](boost::system::error_code error) {
                           self->writes_ = false;
                           if (error || !self->redis_ || !self->wants_write_) return;
                           redisAsyncHandleWrite(self->redis_);
                           if (self->redis_ && self->wants_write_) self->write();
                         });
}

// "message", channel, content; "subscribe" and others say nothing that is needed.
void RedisSocket::State::take_message(const redisReply& reply) {
  constexpr std::string_view message = "message";
  const bool is_message = reply.type == REDIS_REPLY_ARRAY && reply.elements == 3 &&
                          reply.element[0]->str == message &&
                          reply.element[2]->type == REDIS_REPLY_STRING;
  if (!is_message || !events_.message) return;
  const redisReply& content = *reply.element[2];
  events_.message({content.str, static_cast<std::size_t>(content.len)});
}

RedisSocket::RedisSocket(asio::io_context& context, const std::string& host, std::uint16_t port,
                         Events events)
    : state_(std::make_shared<State>(context, std::move(events))) {
  state_->connect(host, port);
}

RedisSocket::~RedisSocket() { state_->close(); }

void RedisSocket::send(const std::vector<std::string>& words, RedisDone done) {
  if (!state_->redis()) return done(nullptr);
  std::vector<const char*> texts;
  std::vector<std::size_t> sizes;
  for (const std::string& word : words) {
    texts.push_back(word.data());
    sizes.push_back(word.size());
  }
  auto kept = std::make_unique<RedisDone>(std::move(done));
  const int sent =
      redisAsyncCommandArgv(state_->redis(), &answer, kept.get(), static_cast<int>(words.size()),
                            texts.data(), sizes.data());
  if (sent == REDIS_OK) return void(kept.release());
  (*kept)(nullptr);
}

void RedisSocket::subscribe(const std::string& channel) {
  if (!state_->redis()) return;
  const auto arrived = [](redisAsyncContext*, void* reply, void* data) {
    if (reply) static_cast<State*>(data)->take_message(*static_cast<redisReply*>(reply));
  };
  redisAsyncCommand(state_->redis(), arrived, state_.get(), "SUBSCRIBE %b", channel.data(),
                    channel.size());
}

}  // namespace usher::adapters
