#include "app/cluster/present_session.hpp"

#include "support/manual_loop.hpp"
#include "unit/app/cluster/relay_pair.hpp"

namespace usher::test {
namespace {

class CountedPresence final : public ports::Presence {
 public:
  void come(core::AccountId account, core::Author person) override { ++here[{account, person}]; }
  void leave(core::AccountId account, core::Author person) override { --here[{account, person}]; }
  void who(core::AccountId, ports::Loop&,
           std::function<void(std::optional<std::vector<ports::Present>>)>) override {}

  std::map<std::pair<core::AccountId, core::Author>, int> here;
};

constexpr core::AccountId account{1};
constexpr core::Author person{core::AuthorKind::agent, 7};

}  // namespace

TEST_CASE("somebody is present from when they are known until they are gone", "[presence]") {
  CountedPresence presence;
  Socket socket;
  ServedRecord record;
  socket.session =
      app::PresentSession::open(presence, account, socket, [&](app::Connection& connection) {
        record.connection = &connection;
        return std::make_unique<ServedSession>(record);
      });
  CHECK(presence.here.empty());
  socket.say("known");
  socket.say("known");
  CHECK(presence.here.at({account, person}) == 1);
  CHECK(socket.known == person);
  socket.say("echo");
  CHECK(socket.got == std::vector<std::string>{"echo"});
  socket.say("close");
  CHECK(socket.closed == static_cast<int>(app::CloseCode::policy));
  CHECK(presence.here.at({account, person}) == 1);
  socket.hang_up();
  CHECK(presence.here.at({account, person}) == 0);
  CHECK(record.ended == 1);
}

TEST_CASE("somebody whom nobody knows is not present", "[presence]") {
  CountedPresence presence;
  Socket socket;
  ServedRecord record;
  socket.session = app::PresentSession::open(presence, account, socket, [&](app::Connection&) {
    return std::make_unique<ServedSession>(record);
  });
  socket.hang_up();
  CHECK(presence.here.empty());
  CHECK(app::PresentSession::open(presence, account, socket, [](app::Connection&) {
          return std::unique_ptr<app::Session>();
        }) == nullptr);
}

TEST_CASE("a relayed person is present at the edge", "[presence]") {
  RelayPair pair;
  CountedPresence presence;
  Socket socket;
  socket.session =
      app::PresentSession::open(presence, account, socket, [&](app::Connection& connection) {
        return pair.edge.relay->connect(
            "b", {account, 0, app::Admission::Visitor{core::SiteId{5}}, "s"}, connection);
      });
  socket.say("known");
  pair.run();
  CHECK(presence.here.at({account, person}) == 1);
  pair.edge.relay->gone("b");
  pair.run();
  CHECK(socket.closed == static_cast<int>(app::CloseCode::resync));
  socket.hang_up();
  CHECK(presence.here.at({account, person}) == 0);
}

}  // namespace usher::test
