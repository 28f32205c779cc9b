// Ratings as visitors and agents see them, and the messages that hold words of the list.
#include "app/views.hpp"

namespace usher::app {
namespace {

protocol::Rating rating_view(const core::Conversation& conversation, const core::Rating& rating,
                             const AccountConfig& config) {
  protocol::Rating view{};
  view.at = rating.at.ms;
  view.score = rating.score;
  view.reasons.assign(rating.reasons.begin(), rating.reasons.end());
  view.comment = rating.comment;
  view.agent = name_view(config, rating.agent);
  if (conversation.rating_answer != core::RatingAnswer::given) view.earlier = true;
  return view;
}

std::vector<protocol::FoundWord> found_views(const core::Conversation& conversation) {
  std::vector<protocol::FoundWord> views;
  for (const core::FoundWord& found : conversation.found) {
    views.push_back({found.message, found.word});
  }
  return views;
}

}  // namespace

std::optional<protocol::VisitorRating> rating_asked(const core::Conversation& conversation,
                                                    const AccountConfig& config) {
  const auto site = config.sites.find(conversation.site);
  const bool asked = site != config.sites.end() && site->second.rating && conversation.agent &&
                     conversation.state == core::ConversationState::closed;
  if (!asked) return std::nullopt;
  protocol::VisitorRating view{};
  switch (conversation.rating_answer) {
    case core::RatingAnswer::none:
      view.answer = protocol::RatingAnswer::none;
      break;
    case core::RatingAnswer::skipped:
      view.answer = protocol::RatingAnswer::skipped;
      break;
    case core::RatingAnswer::given:
      const core::Rating& rating = *conversation.rating;
      view.answer = protocol::RatingAnswer::given;
      view.score = rating.score;
      view.reasons.assign(rating.reasons.begin(), rating.reasons.end());
      view.comment = rating.comment;
      break;
  }
  return view;
}

void add_rating(protocol::AgentConversation& view, const core::Floor& floor,
                const AccountConfig& config, const core::Conversation& conversation,
                core::AgentId agent) {
  if (conversation.rating) view.rating = rating_view(conversation, *conversation.rating, config);
  const core::Agent* reader = core::find(floor, agent);
  if (!reader || !core::steers(*reader) || conversation.found.empty()) return;
  view.found = found_views(conversation);
}

}  // namespace usher::app
