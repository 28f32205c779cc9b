#include "app/rejection_view.hpp"

namespace usher::app {

namespace {

protocol::Error error(protocol::ErrorCode code) {
  protocol::Error view{};
  view.code = code;
  view.message = protocol::meaning_of(code);
  return view;
}

}  // namespace

protocol::Error error_view(core::Rejection rejection) {
  using protocol::ErrorCode;
  switch (rejection) {
    case core::Rejection::unknown_conversation:
      return error(ErrorCode::unknown_conversation);
    case core::Rejection::conversation_closed:
      return error(ErrorCode::conversation_closed);
    case core::Rejection::conversation_open:
      return error(ErrorCode::conversation_open);
    case core::Rejection::not_assigned:
      return error(ErrorCode::not_assigned);
    case core::Rejection::id_conflict:
      return error(ErrorCode::id_conflict);
    case core::Rejection::receipt_unknown:
      return error(ErrorCode::retry_later);
    case core::Rejection::no_such_offer:
      return error(ErrorCode::no_such_offer);
    case core::Rejection::unknown_agent:
      return error(ErrorCode::agent_offline);
    case core::Rejection::agent_offline:
      return error(ErrorCode::agent_offline);
    case core::Rejection::colleague_unavailable:
      return error(ErrorCode::colleague_unavailable);
    case core::Rejection::unknown_queue:
      return error(ErrorCode::unknown_queue);
    case core::Rejection::queue_full:
      return error(ErrorCode::queue_full);
    case core::Rejection::not_waiting:
      return error(ErrorCode::not_waiting);
    case core::Rejection::over_capacity:
      return error(ErrorCode::over_capacity);
    case core::Rejection::owner_changed:
      return error(ErrorCode::owner_changed);
    case core::Rejection::not_permitted:
      return error(ErrorCode::not_allowed);
    case core::Rejection::form_required:
      return error(ErrorCode::form_required);
    case core::Rejection::contact_required:
      return error(ErrorCode::contact_required);
    case core::Rejection::too_many:
      return error(ErrorCode::too_many);
    case core::Rejection::not_answered:
      return error(ErrorCode::not_answered);
    case core::Rejection::not_on_site:
      return error(ErrorCode::not_on_site);
    case core::Rejection::in_conversation:
      return error(ErrorCode::in_conversation);
    case core::Rejection::invited_already:
      return error(ErrorCode::invited_already);
    case core::Rejection::cooling_down:
      return error(ErrorCode::cooling_down);
    case core::Rejection::invited_enough:
      return error(ErrorCode::invited_enough);
    case core::Rejection::no_such_invitation:
      return error(ErrorCode::no_such_invitation);
    case core::Rejection::other_identity:
      return error(ErrorCode::other_identity);
  }
  return error(ErrorCode::retry_later);
}

protocol::Error error_view(Refusal refusal) {
  protocol::Error view = error(refusal == Refusal::storage_full ? protocol::ErrorCode::storage_full
                                                                : protocol::ErrorCode::retry_later);
  view.retry_after_ms = 1'000;
  return view;
}

}  // namespace usher::app
