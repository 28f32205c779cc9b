#pragma once
// What visitors' and agents' sessions have in common: errors, rates, and the frames that both may
// send.

#include <memory>
#include <string>

#include "app/file_ticket.hpp"
#include "app/floor_host.hpp"
#include "app/options.hpp"
#include "app/rate_limit.hpp"
#include "app/subscriber.hpp"
#include "protocol/read.hpp"

namespace usher::app {

class ClientSession : public Session {
 public:
  ClientSession(FloorHost& host, const Options& options, const FileTickets& files,
                Connection& connection);
  ~ClientSession() override;

  void on_closed() override;

 protected:
  // The floor is served elsewhere now, and this connection is told so.
  bool moved();
  // True once hello was answered; until then every other frame is refused.
  bool joined() const { return joined_; }
  // Registers with the floor's publisher. `me_.visitor` or `me_.agent` is set by then.
  void join();
  virtual void left(bool was_last) = 0;

  core::Author author() const;
  const core::Conversation* conversation(
      std::uint64_t id) const;  // null: unknown or not this person's

  // Answers unknown_conversation, and false, to whoever may not know of it: a foreign id looks like
  // a missing one.
  bool may_name(std::uint64_t conversation, std::string_view reply_to, std::string_view client_id);

  // Frames of both roles.
  void take(const protocol::Typing& frame);
  void take(const protocol::Mark& frame);
  void take(const protocol::Resume& frame);
  void take(const protocol::History& frame);
  void take(const protocol::Close& frame);
  void take(const protocol::Reopen& frame);
  void take(const protocol::Ping& frame);

  // Messages: answered with an acknowledgement, now or when the journal was asked.
  void post(core::Command command, core::ConversationId where, const std::string& client_id,
            std::string_view reply_to);

  // An Ask's or a Post's file, by its ticket. False after the answer that says that it is not good.
  template <class Frame>
  bool take_file(const Frame& frame, std::optional<core::File>& file) {
    if (!frame.file) return true;
    file = files_.redeem(author(), *frame.file);
    if (!file) refuse_ticket(frame.type, frame.client_id);
    return file.has_value();
  }

  // Answers a History once the journal has read it.
  void send_history(core::ConversationId conversation, core::Seq before, std::size_t limit);

  // Applies a command that only draws a reply when it is refused.
  void apply(const core::Command& command, std::string_view reply_to,
             std::uint64_t conversation = 0);

  bool may_send_message(std::string_view reply_to, std::string_view client_id);
  bool may_send_frame(std::string_view reply_to);
  bool may_send(TokenBucket& bucket, std::string_view reply_to, std::string_view client_id);
  void bad_frame(const protocol::FrameError& error);
  void send_error(const protocol::Error& error);
  // A chance to say more of a rejection; what it borrows lives until the error is sent.
  virtual void explain(core::Rejection, protocol::Error&) {}
  void refuse(const FloorHost::Result& result, std::string_view reply_to,
              std::string_view client_id, std::uint64_t conversation = 0);

  FloorHost& host_;
  const FileTickets& files_;
  Connection& connection_;
  Subscriber me_;

 private:
  void refuse_ticket(std::string_view reply_to, std::string_view client_id);

  bool joined_ = false;
  int bad_frames_ = 0;
  TokenBucket messages_;
  TokenBucket frames_;
};

}  // namespace usher::app
