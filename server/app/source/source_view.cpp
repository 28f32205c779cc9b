#include "app/source/source_view.hpp"

namespace usher::app {
namespace {

protocol::KeywordState state_view(core::KeywordState state) {
  switch (state) {
    case core::KeywordState::none:
      return protocol::KeywordState::none;
    case core::KeywordState::given:
      return protocol::KeywordState::given;
    case core::KeywordState::hidden:
      return protocol::KeywordState::hidden;
  }
  return protocol::KeywordState::none;
}

std::optional<std::string_view> told(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string_view>(text);
}

}  // namespace

protocol::SourceChannel channel_view(core::Channel channel) {
  switch (channel) {
    case core::Channel::direct:
      return protocol::SourceChannel::direct;
    case core::Channel::internal:
      return protocol::SourceChannel::internal;
    case core::Channel::search:
      return protocol::SourceChannel::search;
    case core::Channel::social:
      return protocol::SourceChannel::social;
    case core::Channel::ad:
      return protocol::SourceChannel::ad;
    case core::Channel::email:
      return protocol::SourceChannel::email;
    case core::Channel::referral:
      return protocol::SourceChannel::referral;
  }
  return protocol::SourceChannel::direct;
}

protocol::Source source_view(const core::Source& source) {
  protocol::Source view{};
  view.channel = channel_view(source.channel);
  view.name = told(source.name);
  view.host = told(source.host);
  view.keyword_state = state_view(source.keyword_state);
  view.keyword = told(source.keyword);
  view.ad_network = told(source.ad_network);
  const core::Campaign& campaign = source.campaign;
  if (campaign != core::Campaign{}) {
    view.campaign = protocol::Campaign{campaign.source, campaign.medium, campaign.name,
                                       campaign.term, campaign.content};
  }
  return view;
}

}  // namespace usher::app
