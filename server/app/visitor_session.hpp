#pragma once
// One visitor's connection: its browser profile on one site.

#include "app/client_session.hpp"
#include "app/visitor_token.hpp"
#include "ports/charset.hpp"

namespace usher::app {

class VisitorSession final : public ClientSession {
 public:
  VisitorSession(FloorHost& host, const Options& options, const VisitorTokens& tokens,
                 const ports::Charset& charset, core::SiteId site, Connection& connection);

  void on_frame(std::string_view frame) override;

 private:
  using ClientSession::take;
  void take(const protocol::VisitorHello& frame);
  void take(const protocol::Page& frame);
  void take(protocol::Ask& frame);
  void take(const protocol::Identify& frame);
  void welcome(const ports::Site& site);
  void left(bool was_last) override;

  const VisitorTokens& tokens_;
  const ports::Charset& charset_;
};

}  // namespace usher::app
