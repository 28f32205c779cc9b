#pragma once
// All that the events of an account come to. For MemoryArchive only.

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "adapters/memory/archive.hpp"

namespace usher::adapters {

struct MemoryArchive::Book {
  struct Visit {
    ports::PastVisit past;
    core::VisitorId visitor;
    std::vector<ports::PastPage> pages;
    std::vector<std::string> views;
    bool invited = false, chatted = false, served = false, rated = false;
  };
  struct Conversation {
    ports::PastConversation past;
    core::VisitId visit;
    std::set<core::AgentId> agents;
    bool left = false;  // as a message
  };

  std::map<core::VisitorId, ports::Person> people;  // each visitor by itself
  std::map<core::VisitId, Visit> visits;
  std::map<core::ConversationId, Conversation> conversations;
  std::vector<ports::FoundMessage> messages;
  std::vector<ports::PersonNote> notes;
  std::vector<ports::PersonEdit> edits;
  std::vector<ports::PastInvitation> invitations;

  ports::Person& meet(core::VisitorId id, core::Time at) {
    ports::Person& person = people.try_emplace(id, fresh_person(id, at)).first->second;
    person.last_at = at;
    return person;
  }
  static ports::Person fresh_person(core::VisitorId id, core::Time at);
  // All visitors of the person that this one is of; only itself when it is not known.
  std::set<core::VisitorId> group(core::VisitorId id) const;
  std::optional<ports::Person> person(core::VisitorId id) const;
  ports::Person by_itself(core::VisitorId id) const;  // of whom something is known
  std::vector<ports::Person> persons() const;

  void enter(const core::event::PersonEdited& e, core::Time at);
  void enter(const core::event::PersonNoted& e, core::Time at);
  void enter(const core::event::PersonTagged& e, core::Time at);
  void enter(const core::event::PeopleMerged& e, core::Time at);
  void enter(const core::event::PeopleSplit& e, core::Time at);
  void enter(const core::event::VisitorVerified& e, core::Time at);
  void enter(const core::event::VisitorInvited& e, core::Time at);
  void enter(const core::event::InvitationAnswered& e, core::Time at);

  void enter(const core::event::VisitStarted& e, core::Time at);
  void enter(const core::event::VisitorIdentified& e, core::Time at) {
    core::event::VisitorIdentified& said = meet(e.visitor, at).said;
    said.visitor = e.visitor;
    if (e.name) said.name = e.name;
    if (e.email) said.email = e.email;
    if (e.phone) said.phone = e.phone;
    for (const auto& [name, value] : e.attributes) said.attributes[name] = value;
    std::erase_if(said.attributes, [](const auto& each) { return each.second.empty(); });
  }
  void enter(const core::event::PageViewed& e, core::Time at) {
    Visit& visit = visits[e.visit];
    if (visit.pages.empty()) {
      visit.past.entry_url = e.url;
      visit.past.entry_title = e.title;
    }
    visit.pages.push_back({e.opened_at.ms > 0 ? e.opened_at : at, e.url, e.title, {}});
    visit.views.push_back(e.view);
    ++visit.past.pages;
  }
  void enter(const core::event::PageDwelled& e, core::Time) {
    Visit& visit = visits[e.visit];
    for (std::size_t i = 0; i < visit.views.size(); ++i) {
      if (visit.views[i] != e.view) continue;
      visit.past.visible_ms += e.dwell.visible_ms - visit.pages[i].dwell.visible_ms;
      visit.pages[i].dwell = e.dwell;
    }
  }
  void enter(const core::event::VisitEnded& e, core::Time at) {
    const auto visit = visits.find(e.visit);
    if (visit != visits.end()) visit->second.past.ended_at = at;
  }
  void enter(const core::event::ConversationOpened& e, core::Time at) {
    Conversation& conversation = conversations[e.conversation];
    conversation.past = {e.conversation, e.visitor, e.site, e.queue, {}, at, {}, 0, 0};
    ++meet(e.visitor, at).conversations;
    for (auto& [id, visit] : visits) {
      if (visit.visitor != e.visitor || visit.past.ended_at) continue;
      conversation.visit = id;
      visit.chatted = true;
    }
  }
  void enter(const core::event::MessagePosted& e, core::Time at) {
    Conversation& conversation = conversations[e.conversation];
    ++conversation.past.messages;
    messages.push_back({messages.size() + 1, e.conversation, conversation.past.visitor, e.seq, at,
                        e.author, e.text, ""});
    const auto visit = visits.find(conversation.visit);
    const bool by_agent = e.author.kind == core::AuthorKind::agent;
    if (by_agent && visit != visits.end()) visit->second.served = true;
  }
  void own(core::ConversationId id, core::AgentId agent) {
    conversations[id].past.agent = agent;
    conversations[id].agents.insert(agent);
  }
  void enter(const core::event::Assigned& e, core::Time) { own(e.conversation, e.agent); }
  void enter(const core::event::Transferred& e, core::Time) { own(e.conversation, e.agent); }
  void enter(const core::event::Requeued& e, core::Time) {
    if (e.queue) conversations[e.conversation].past.queue = e.queue;
  }
  void enter(const core::event::Closed& e, core::Time at) {
    conversations[e.conversation].past.closed_at = at;
  }
  void enter(const core::event::Reopened& e, core::Time) {
    conversations[e.conversation].past.closed_at.reset();
    conversations[e.conversation].left = false;
  }
  void enter(const core::event::MessageLeft& e, core::Time) {
    conversations[e.conversation].left = true;
  }
  void enter(const core::event::Rated& e, core::Time) {
    Conversation& conversation = conversations[e.conversation];
    conversation.past.score = e.score;
    const auto visit = visits.find(conversation.visit);
    if (visit != visits.end()) visit->second.rated = true;
  }
  void enter(const auto&, core::Time) {}  // tells nothing that is asked

  std::vector<ports::PastConversation> past_conversations() const {
    std::vector<ports::PastConversation> rows;
    for (const auto& [id, conversation] : conversations) rows.push_back(conversation.past);
    return rows;
  }
};

}  // namespace usher::adapters
