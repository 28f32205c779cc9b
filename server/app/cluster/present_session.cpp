#include "app/cluster/present_session.hpp"

namespace usher::app {

std::unique_ptr<Session> PresentSession::open(ports::Presence& presence, core::AccountId account,
                                              Connection& socket, const Open& open) {
  std::unique_ptr<PresentSession> wrapper(new PresentSession(presence, account, socket));
  wrapper->session_ = open(*wrapper);
  if (!wrapper->session_) return nullptr;
  return wrapper;
}

PresentSession::~PresentSession() { leave(); }

void PresentSession::known_as(core::Author author) {
  if (person_) return;
  person_ = author;
  presence_.come(account_, author);
  socket_.known_as(author);
}

void PresentSession::on_closed() {
  session_->on_closed();
  leave();
}

void PresentSession::leave() {
  if (!person_) return;
  presence_.leave(account_, *person_);
  person_.reset();
}

}  // namespace usher::app
