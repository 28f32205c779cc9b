#include <algorithm>

#include "core/codec.hpp"
#include "core/codec_alarms.hpp"
#include "core/codec_today.hpp"
#include "core/derived.hpp"
#include "core/limits.hpp"
#include "core/record.hpp"
#include "core/snapshot_lines.hpp"

namespace usher::core {
namespace {

constexpr std::string_view heading = "usher-floor-1";

using lines::fields;

class Encoder {
 public:
  std::string encode(const Floor& floor) {
    line(heading, floor);
    for (const auto& [id, queue] : floor.queues) line("queue", queue);
    for (const auto& [id, agent] : floor.agents) line("agent", agent);
    for (const auto& [id, conversation] : floor.conversations) {
      line("conversation", conversation);
      if (conversation.offer) line("offer", *conversation.offer);
      if (conversation.receipts.cut()) out_ += "cut\n";
      for (const Receipt& receipt : conversation.receipts.newest()) line("receipt", receipt);
      for (const Participant& each : conversation.participants) line("participant", each);
      for (const Note& note : conversation.notes) line("note", note);
      for (const std::string& tag : conversation.tags) line("tag", tag);
      if (!conversation.disposition.empty()) line("disposition", conversation.disposition);
    }
    for (const auto& [id, visitor] : floor.visitors) {
      line("visitor", visitor);
      if (!visitor.visit) continue;
      line("visit", *visitor.visit);
      for (const Page& page : visitor.visit->trail) line("page", page);
      for (const Invitation& each : visitor.visit->invitations) line("invitation", each);
    }
    for (const PastVisits::Entry entry : floor.past_visits.all()) line("past", entry);
    for (const StaffEdits::Entry entry : floor.staff_edits.all()) line("edited", entry);
    encode_today(floor.today, out_);
    for (const Act& act : floor.acts) line("act", act);
    encode_alarms(floor, out_);
    for (const std::pair<InvitationRuleId, RuleResults> each : floor.rule_results) {
      line("rule", each);
    }
    const std::uint64_t sum = text_hash(out_);
    out_ += "end\t";
    record::Writer writer(out_);
    writer(sum);
    out_ += '\n';
    return std::move(out_);
  }

 private:
  void line(std::string_view kind, const auto& value) {
    out_ += kind;
    out_ += '\t';
    record::Writer writer(out_);
    fields(writer, value);
    out_ += '\n';
  }

  std::string out_;
};

class Decoder {
 public:
  std::optional<Floor> decode(std::string_view text) {
    if (!whole(text)) return std::nullopt;
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      if (end == std::string_view::npos || !line(text.substr(0, end))) return std::nullopt;
      text.remove_prefix(end + 1);
    }
    return headed_ && link() ? std::optional(std::move(floor_)) : std::nullopt;
  }

 private:
  // Checks the sum in the last line and takes that line away.
  static bool whole(std::string_view& text) {
    const std::size_t last = text.rfind("end\t");
    if (last == std::string_view::npos || last == 0 || text[last - 1] != '\n') return false;
    std::string ending = "end\t";
    record::Writer writer(ending);
    writer(text_hash(text.substr(0, last)));
    ending += '\n';
    if (text.substr(last) != ending) return false;
    text = text.substr(0, last);
    return true;
  }

  bool line(std::string_view text) {
    const std::size_t tab = text.find('\t');
    const std::string_view kind = text.substr(0, tab);
    if (kind == "cut" && conversation_) {
      conversation_->receipts.forget_older();
      return true;
    }
    if (tab == std::string_view::npos) return false;
    record::Reader reader(text.substr(tab + 1));
    if (!headed_) {
      headed_ = kind == heading;
      fields(reader, floor_);
      return headed_ && reader.good();
    }
    return record(kind, reader) && reader.good();
  }

  bool record(std::string_view kind, record::Reader& reader) {
    if (kind == "queue") {
      const Queue queue = read<Queue>(reader);
      return floor_.queues.emplace(queue.setting.id, queue).second;
    }
    if (kind == "agent") {
      const Agent agent = read<Agent>(reader);
      return floor_.agents.emplace(agent.setting.id, agent).second;
    }
    if (kind == "conversation") {
      Conversation fresh;
      fresh.marks = {{AuthorKind::visitor, {}}, {AuthorKind::agent, {}}};
      fields(reader, fresh);
      const auto [it, is_new] = floor_.conversations.emplace(fresh.id, std::move(fresh));
      conversation_ = &it->second;
      return is_new;
    }
    if (kind == "visitor") {
      Visitor fresh = read<Visitor>(reader);
      const auto [it, is_new] = floor_.visitors.emplace(fresh.id, std::move(fresh));
      visitor_ = &it->second;
      return is_new;
    }
    if (kind == "past") {
      PastVisits::Entry past{VisitorId{}, PastVisits::Past{}};
      fields(reader, past);
      floor_.past_visits.keep(past);
      return true;
    }
    if (kind == "rule") {
      const auto each = read<std::pair<InvitationRuleId, RuleResults>>(reader);
      return floor_.rule_results.insert(each).second;
    }
    if (kind == "edited") {
      StaffEdits::Entry edited{VisitorId{}, StaffEdits::Edits{}};
      fields(reader, edited);
      floor_.staff_edits.keep(std::move(edited));
      return true;
    }
    if (kind == "act") {
      floor_.acts.push_back(read<Act>(reader));
      return floor_.acts.size() <= limits::acts_max;
    }
    return decode_today(floor_.today, kind, reader) || part(kind, reader) || beside(kind, reader) ||
           decode_alarms(floor_, kind, reader);
  }

  // What the staff keep beside a conversation's entries.
  bool beside(std::string_view kind, record::Reader& reader) {
    if (!conversation_) return false;
    Conversation& c = *conversation_;
    if (kind == "participant") {
      const Participant participant = read<Participant>(reader);
      if (find(c, participant.agent)) return false;
      c.participants.push_back(participant);
      return c.participants.size() <= limits::participants_max;
    }
    if (kind == "note") {
      c.notes.push_back(read<Note>(reader));
      return c.notes.back().number == c.notes.size() && c.notes.size() <= limits::notes_max;
    }
    if (kind == "tag") {
      c.tags.push_back(read<std::string>(reader));
      return c.tags.size() <= limits::tags_max;
    }
    if (kind == "disposition") fields(reader, c.disposition);
    return kind == "disposition";
  }

  // Parts belong to the line before them that can have such a part.
  bool part(std::string_view kind, record::Reader& reader) {
    if (kind == "offer" && conversation_ && !conversation_->offer) {
      conversation_->offer = read<Offer>(reader);
      return true;
    }
    if (kind == "receipt" && conversation_) {
      const auto& known = conversation_->receipts.newest();
      Receipt receipt = read<Receipt>(reader);
      if (!known.empty() && known.back().seq >= receipt.seq) return false;
      conversation_->receipts.add(std::move(receipt));
      return true;
    }
    if (kind == "visit" && visitor_ && !visitor_->visit) {
      visitor_->visit = read<Visit>(reader);
      return true;
    }
    if (kind == "page" && visitor_ && visitor_->visit) {
      Page page = read<Page>(reader);
      page.dwell = page.kept;
      visitor_->visit->trail.push_back(std::move(page));
      return visitor_->visit->trail.size() <= limits::trail_pages_max;
    }
    if (kind == "invitation" && visitor_ && visitor_->visit) {
      std::vector<Invitation>& all = visitor_->visit->invitations;
      all.push_back(read<Invitation>(reader));
      return all.size() <= limits::invitations_visit_max;
    }
    return false;
  }

  template <class T>
  static T read(record::Reader& reader) {
    T value;
    fields(reader, value);
    return value;
  }

  // Derives what is not written, and refuses references that lead nowhere.
  bool link() {
    const std::map<QueueId, Queue> written = floor_.queues;
    for (auto& [id, conversation] : floor_.conversations) {
      if (!floor_.queues.contains(conversation.queue) || !link(conversation)) return false;
    }
    for (auto& [id, agent] : floor_.agents) {
      if (!std::ranges::is_sorted(agent.setting.queues)) return false;
      if (!link(agent)) return false;
      // Snapshots from before figures were kept have none of these.
      floor_.today.standings.try_emplace(id, Standing{agent.status, agent.connected, floor_.now});
    }
    // Filling the lines went through sizes and places that the floor did not go through.
    for (auto& [id, queue] : floor_.queues) {
      queue.full = written.at(id).full;
      queue.pace = written.at(id).pace;
    }
    return fits(floor_.today) && std::ranges::all_of(floor_.visitors, [this](const auto& entry) {
             const Visitor& visitor = entry.second;
             if (const Invitation* open = open_invitation(&visitor)) {
               derived::set_deadline(floor_, Floor::Due::invitation, visitor.id.value,
                                     open->at + limits::invitation_open_ms);
             }
             if (!visitor.conversation) return true;
             const Conversation* last = find(floor_, visitor.conversation);
             return last && last->visitor == visitor.id;
           });
  }

  bool fits(const Today& today) const {
    return std::ranges::all_of(today.turns, [this](const auto& entry) {
      const Conversation* with = find(floor_, entry.first);
      return with && with->state == ConversationState::assigned;
    });
  }

  bool link(Agent& agent) {
    const std::uint64_t id = agent.setting.id.value;
    if (agent.grace_until) {
      derived::set_deadline(floor_, Floor::Due::grace, id, *agent.grace_until);
    }
    derived::pause(floor_, agent, agent.paused_until);
    for (const WrapUp& work : agent.wrap_ups) {
      if (!floor_.conversations.contains(work.conversation)) return false;
      derived::set_deadline(floor_, Floor::Due::wrap_up, work.conversation.value, work.until);
    }
    if (!std::ranges::is_sorted(agent.wrap_ups, {}, &WrapUp::conversation)) return false;
    agent.load = derived::load_of(floor_, agent);
    agent.load_max =
        std::max({agent.load_max, agent.load, static_cast<std::size_t>(agent.setting.capacity)});
    derived::enter_ready(floor_, agent);
    return true;
  }

  bool link(Conversation& c) {
    c.wait.conversation = c.id;
    for (auto& [kind, marks] : c.marks) marks.delivered = marks.read;
    if (!std::ranges::is_sorted(c.passed_over)) return false;
    if (c.held && c.state != ConversationState::assigned) return false;
    const bool answered = c.rating_answer != RatingAnswer::none;
    if (answered && c.state != ConversationState::closed) return false;
    if (c.rating_answer == RatingAnswer::given && !c.rating) return false;
    for (const Participant& participant : c.participants) {
      const auto agent = floor_.agents.find(participant.agent);
      if (agent == floor_.agents.end() || c.state == ConversationState::closed) return false;
      agent->second.beside.insert(c.id);
    }
    switch (c.state) {
      case ConversationState::closed:
        if (!c.closed_at || c.offer || c.retry_at) return false;
        derived::set_deadline(floor_, Floor::Due::archive, c.id.value,
                              *c.closed_at + limits::closed_keep_ms);
        return true;
      case ConversationState::assigned: {
        const auto agent = floor_.agents.find(c.agent);
        if (agent == floor_.agents.end() || c.retry_at) return false;
        agent->second.conversations.insert(c.id);
        floor_.today.turns.try_emplace(c.id, Turn{floor_.now, false, {}});
        if (c.held) ++agent->second.held;
        derived::watch_silence(floor_, c);
        return !c.offer || (c.offer->from == c.agent && c.offer->agent != c.agent && link_offer(c));
      }
      case ConversationState::waiting:
        return link_waiting(c);
    }
    return false;
  }

  bool link_waiting(Conversation& c) {
    derived::enter_line(floor_, c);
    if (c.retry_at) derived::set_deadline(floor_, Floor::Due::retry, c.id.value, *c.retry_at);
    return !c.offer || (!c.offer->from && link_offer(c));
  }

  bool link_offer(const Conversation& c) {
    const auto agent = floor_.agents.find(c.offer->agent);
    if (agent == floor_.agents.end()) return false;
    agent->second.offers.insert(c.id);
    derived::set_deadline(floor_, Floor::Due::offer, c.id.value, c.offer->deadline);
    return true;
  }

  Floor floor_;
  bool headed_ = false;
  Conversation* conversation_ = nullptr;
  Visitor* visitor_ = nullptr;
};

}  // namespace

std::string encode_snapshot(const Floor& floor) { return Encoder().encode(floor); }

std::optional<Floor> decode_snapshot(std::string_view text) { return Decoder().decode(text); }

}  // namespace usher::core
