// What a stream promises to whoever waits for it.
#include <sys/socket.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "net/stream.hpp"
#include "support/catch.hpp"

namespace usher::test {
namespace {

using boost::system::error_code;
using net::Progress;
using net::Stream;

// Two ends of a connection on one loop that runs when it is told to.
struct Line {
  Line() {
    std::array<int, 2> ends{};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()) == 0);
    readiness.start();
    here = std::make_unique<Stream>(readiness, Stream::Detached(ends[0]));
    there = std::make_unique<Stream>(readiness, Stream::Detached(ends[1]));
  }
  void run() {
    context.restart();
    while (context.poll() > 0) {
    }
  }
  std::string read(Stream& stream, std::size_t most = 64) {
    std::string into(most, '\0');
    const net::Moved moved = stream.read(into);
    if (moved.progress == Progress::ended) return "ended";
    into.resize(moved.bytes);
    return into;
  }
  // Waits to read, and notes the outcome.
  void watch(Stream& stream, const std::string& name) {
    stream.wait(Progress::want_read, [this, name](error_code error) {
      told.push_back(name + (error ? " aborted" : " ready"));
    });
  }

  boost::asio::io_context context;
  net::Readiness readiness{context};
  std::unique_ptr<Stream> here;
  std::unique_ptr<Stream> there;
  std::vector<std::string> told;
};

using Told = std::vector<std::string>;

}  // namespace

TEST_CASE("a wait ends when there is something to read, and not before") {
  Line line;
  line.watch(*line.here, "here");
  line.run();
  CHECK(line.told.empty());
  line.there->write("hello");
  line.run();
  CHECK(line.told == Told{"here ready"});
  CHECK(line.read(*line.here) == "hello");
  line.watch(*line.here, "again");
  line.run();
  CHECK(line.told == Told{"here ready"});
}

TEST_CASE("what came before the wait, or was left by a short read, is announced") {
  Line line;
  line.there->write("hello");
  line.run();
  line.watch(*line.here, "first");
  line.run();
  CHECK(line.read(*line.here, 3) == "hel");
  line.watch(*line.here, "rest");
  line.run();
  CHECK(line.told == Told{"first ready", "rest ready"});
  CHECK(line.read(*line.here, 3) == "lo");
}

TEST_CASE("an end that came together with the last bytes is noticed behind them") {
  Line line;
  line.there->write("bye");
  line.there->finish_sending();
  line.run();
  CHECK(line.read(*line.here) == "bye");
  line.watch(*line.here, "end");
  line.run();
  CHECK(line.told == Told{"end ready"});
  CHECK(line.read(*line.here) == "ended");
}

TEST_CASE("a wait for room to write ends when the other end reads") {
  Line line;
  const std::string much(1 << 20, 'x');
  while (line.here->write(much).progress == Progress::done) {
  }
  bool room = false;
  line.here->wait(Progress::want_write, [&](error_code error) { room = !error; });
  line.run();
  CHECK_FALSE(room);
  while (!line.read(*line.there, 1 << 16).empty()) {
  }
  line.run();
  CHECK(room);
}

TEST_CASE("closing aborts what waits, later, and only there") {
  Line line;
  line.watch(*line.here, "here");
  line.watch(*line.there, "there");
  line.here->wait(Progress::want_write, [&](error_code error) {
    line.told.push_back(error ? "write aborted" : "write");
  });
  line.here->close();
  CHECK(line.told.empty());
  line.run();
  CHECK(line.told == Told{"here aborted", "write aborted", "there ready"});
  line.watch(*line.here, "closed");
  CHECK(line.told.size() == 3);
  line.run();
  CHECK(line.told.back() == "closed aborted");
}

TEST_CASE("a connection that another one closes in the same turn is told of nothing else") {
  Line one;
  const auto close_both = [&](error_code error) {
    one.told.push_back(error ? "aborted" : "ready");
    one.here->close();
    one.there->close();
  };
  one.here->wait(Progress::want_read, close_both);
  one.there->wait(Progress::want_read, close_both);
  one.here->write("x");
  one.there->write("x");
  one.run();
  CHECK(one.told == Told{"ready", "aborted"});
}

TEST_CASE("a connection moves to another loop with what it has not read") {
  Line line;
  line.there->write("hello");
  line.run();
  boost::asio::io_context elsewhere;
  net::Readiness its_readiness{elsewhere};
  its_readiness.start();
  Stream moved(its_readiness, line.here->detach());
  CHECK_FALSE(line.here->is_open());
  bool told = false;
  moved.wait(Progress::want_read, [&](error_code error) { told = !error; });
  while (elsewhere.poll() > 0) {
  }
  CHECK(told);
  CHECK(line.read(moved) == "hello");
}

}  // namespace usher::test
