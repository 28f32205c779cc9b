#include "core/event.hpp"

namespace usher::core {
namespace {

template <class E>
concept Transient = std::same_as<E, event::LeaseRenewed> ||
    std::same_as<E, event::DeliveredMarked> || std::same_as<E, event::VisitorConnected> ||
    std::same_as<E, event::VisitorDisconnected> || std::same_as<E, event::DwellTicked>;

template <class E>
concept OfConversation = requires(const E& e) {
  e.conversation;
};
template <class E>
concept Entry = OfConversation<E> && requires(const E& e) {
  e.seq;
};

struct KeyOf {
  EventKey operator()(const event::MessagePosted& e) const {
    return {e.conversation, e.seq, e.author, e.client_id};
  }
  EventKey operator()(const event::Supervised& e) const {
    EventKey key;
    key.conversation = e.act.conversation;
    return key;
  }
  template <class E>
  EventKey operator()(const E& e) const {
    EventKey key;
    if constexpr (OfConversation<E>) key.conversation = e.conversation;
    if constexpr (Entry<E>) key.seq = e.seq;
    return key;
  }
};

}  // namespace

bool is_durable(const Event& event) {
  return std::visit([]<class E>(const E&) { return !Transient<E>; }, event);
}

EventKey key_of(const Event& event) { return std::visit(KeyOf{}, event); }

}  // namespace usher::core
