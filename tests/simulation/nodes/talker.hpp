#pragma once
// A client that writes into conversations: it keeps what it sends until that is acknowledged, and
// resumes the conversations that it holds where it was.

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "simulation/nodes/client.hpp"
#include "simulation/nodes/story.hpp"

namespace usher::simulation {

class Talker : public Client {
 public:
  using Client::Client;

  std::size_t unacknowledged() const { return outbox_.size(); }
  // Each conversation that it holds, from the first entry on, is as it is stored; whole, if the
  // client says that it is caught up.
  void check_stories(bool whole);

 protected:
  struct Unsent {
    std::string conversation;  // of agents
    std::string client_id;
    bool sent = false;  // on this connection
  };

  void write(const std::string& conversation);
  void send_next();
  void hold(const std::string& conversation) { stories_[conversation]; }
  void resume_all();  // then live
  void resume(const std::string& conversation);
  void take_ack(const Json& frame);
  void take_entry(const Json& frame);
  void take_entries(const Json& frame);
  void take_epoch(const std::string& epoch);
  void drop_message(const std::string& client_id);
  void let_go(const std::string& conversation);  // it may not be read any more
  void lost() override;
  void try_again() override;

  static core::ConversationId id_of(const std::string& conversation);

  std::deque<Unsent> outbox_;
  std::map<std::string, Story> stories_;

 private:
  virtual Json message(const Unsent& unsent) const = 0;

  void place(const std::string& conversation, core::Seq seq, const Heard& heard);
  void caught_up_if_all();

  std::uint64_t written_ = 0;
  std::string epoch_;
};

}  // namespace usher::simulation
