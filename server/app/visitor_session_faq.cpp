// A visitor who looks for an answer before, or while, it waits for one of the staff.

#include "app/visitor_session.hpp"
#include "core/faq_limits.hpp"
#include "protocol/write.hpp"

namespace usher::app {

FaqReaders::Stay VisitorSession::stay() const {
  const core::Visitor* known = visitor();
  return {me_.visitor, known && known->visit ? known->visit->id : core::VisitId{}};
}

void VisitorSession::take(const protocol::SearchFaq& frame) {
  if (!may_send(searches_, frame.type, {})) return;
  protocol::FaqEntries view{};
  view.query = frame.query;
  const auto site = host_.config().sites.find(me_.site);
  if (site != host_.config().sites.end()) {
    const Faq::Reader reader{site->second, frame.language ? *frame.language : language_};
    for (const ports::FaqEntry* found :
         host_.config().faq->find(reader, frame.query, limits::faq_found_max)) {
      view.entries.push_back({found->id.value, found->category, found->question, found->answer,
                              faq_readers_.rating(stay(), found->id)});
    }
  }
  host_.send(me_, view);
}

template <class Frame>
const ports::FaqEntry* VisitorSession::faq_entry(const Frame& frame) {
  const auto site = host_.config().sites.find(me_.site);
  const ports::FaqEntry* entry =
      site == host_.config().sites.end()
          ? nullptr
          : host_.config().faq->entry(site->second, ports::FaqEntryId{frame.entry});
  if (entry) return entry;
  protocol::Error error{};
  error.code = protocol::ErrorCode::unknown_faq;
  error.message = protocol::meaning_of(error.code);
  error.field = "entry";
  error.reply_to = frame.type;
  send_error(error);
  return nullptr;
}

void VisitorSession::take(const protocol::ReadFaq& frame) {
  if (const ports::FaqEntry* entry = faq_entry(frame)) faq_readers_.read(stay(), entry->id);
}

void VisitorSession::take(const protocol::RateFaq& frame) {
  if (const ports::FaqEntry* entry = faq_entry(frame)) {
    faq_readers_.rate(stay(), entry->id, frame.helped);
  }
}

}  // namespace usher::app
