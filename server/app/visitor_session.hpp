#pragma once
// One visitor's connection: its browser profile on one site.

#include "app/client_session.hpp"
#include "app/faq_readers.hpp"
#include "app/front.hpp"
#include "app/identity_proof.hpp"
#include "app/visitor_token.hpp"
#include "core/form.hpp"
#include "ports/charset.hpp"

namespace usher::app {

class VisitorSession final : public ClientSession {
 public:
  VisitorSession(FloorHost& host, const Options& options, const FileTickets& files,
                 const VisitorTokens& tokens, const ports::Charset& charset,
                 const ports::Crypto& crypto, FaqReaders& faq_readers,
                 const Admission::Visitor& admitted, Connection& connection);

  void on_frame(std::string_view frame) override;

 private:
  using ClientSession::take;
  void take(const protocol::VisitorHello& frame);
  void take(const protocol::Page& frame);
  void take(const protocol::Dwell& frame);
  void take(protocol::Ask& frame);
  void take(const protocol::Identify& frame);
  void take(protocol::FillForm& frame);
  void take(protocol::LeaveMessage& frame);
  void take(const protocol::SearchFaq& frame);
  void take(const protocol::ReadFaq& frame);
  void take(const protocol::RateFaq& frame);
  void take(protocol::Rate& frame);
  void take(const protocol::SkipRating& frame);
  void take(const protocol::AnswerInvitation& frame);
  void take(const protocol::Track& frame);
  void explain(core::Rejection rejection, protocol::Error& error) override;
  void refuse_answer(const core::AnswerFault& fault, std::string_view reply_to,
                     std::string_view client_id = {});
  void refuse_proof(const ProofFault& fault, std::string_view reply_to,
                    std::string_view client_id = {});
  // False after the answer that the site takes such values from its backend only.
  bool may_tell(const core::Contact& told, const core::Vouched& vouched, std::string_view reply_to,
                std::string_view client_id = {});
  core::Vouched vouched() const;  // of what is known of the visitor
  void tell_form();
  const core::Visitor* visitor() const { return core::find(host_.floor(), me_.visitor); }
  const core::Form& form() const;  // of the site
  void answer_rating(const core::Command& command, std::uint64_t conversation,
                     std::string_view reply_to);
  void welcome(const ports::Site& site);
  FaqReaders::Stay stay() const;
  // The entry that the frame names; null after the answer that there is none for this visitor.
  template <class Frame>
  const ports::FaqEntry* faq_entry(const Frame& frame);
  void left(bool was_last) override;

  const VisitorTokens& tokens_;
  const ports::Charset& charset_;
  const ports::Crypto& crypto_;
  const Admission::Visitor admitted_;
  FaqReaders& faq_readers_;
  TokenBucket searches_;
  std::string language_;
  std::string lacking_;     // of the form, as the last refusal named it
  std::string_view proof_;  // the member that proved the newest identity
};

}  // namespace usher::app
