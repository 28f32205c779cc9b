// Commands for floors that come over HTTP.
#include "app/house.hpp"

namespace usher::app {

void House::command(core::AccountId account, std::vector<core::Command> commands,
                    const std::function<void(FloorAnswer)>& done) {
  const auto found = rooms_.find(account);
  if (found == rooms_.end() || draining_) return done(FloorAnswer::not_stored);
  const Room& room = *found->second;
  room.loop->post([this, account, host = room.host.get(), commands = std::move(commands), done] {
    FloorAnswer answer = FloorAnswer::done;
    for (const core::Command& each : commands) {
      const FloorHost::Result result = host->apply(each);
      if (std::holds_alternative<core::Rejection>(result)) answer = FloorAnswer::refused;
      if (std::holds_alternative<Refusal>(result)) answer = FloorAnswer::not_stored;
      if (answer != FloorAnswer::done) break;
    }
    host->when_stored([this, account, answer, done](bool stored) {
      world_.front.post([this, account, answer, done, stored] {
        if (!stored) return done(FloorAnswer::not_stored);
        archivist_.catch_up(account, world_.front, [answer, done] { done(answer); });
      });
    });
  });
}

}  // namespace usher::app
