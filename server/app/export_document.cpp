#include "app/export_document.hpp"

#include <array>
#include <utility>

#include "core/codec.hpp"
#include "core/limits.hpp"
#include "protocol/json_write.hpp"

namespace usher::app {

namespace {

using protocol::ObjectWriter;

constexpr std::array<std::string_view, 4> answer_words{"", "accepted", "refused", "ignored"};

template <class E>
const E* as(const core::Recorded& row) {
  return std::get_if<E>(&row.event);
}

}  // namespace

ExportDocument::ExportDocument(std::vector<core::VisitorId> visitors,
                               std::map<core::AgentId, std::string> agents)
    : visitors_(std::move(visitors)), agents_(std::move(agents)), traces_({visitors_, {}, {}}) {}

void ExportDocument::read(core::Recorded&& row) {
  const std::size_t before = traces_.positions().size();
  traces_.read(row);
  if (traces_.positions().size() == before) return;
  std::string body;
  core::encode_body(row.event, body);
  bytes_ += body.size();
  complete_ = bytes_ <= limits::export_bytes_max;
  if (complete_) keep(std::move(row));
}

void ExportDocument::keep(core::Recorded&& row) {
  namespace event = core::event;
  if (const auto* said = as<event::VisitorIdentified>(row)) {
    if (said->name) said_.name = said->name;
    if (said->email) said_.email = said->email;
    if (said->phone) said_.phone = said->phone;
    for (const auto& [name, value] : said->attributes) said_.attributes[name] = value;
  } else if (const auto* verified = as<event::VisitorVerified>(row)) {
    external_id_ = verified->external_id;
  } else if (const auto* edited = as<event::PersonEdited>(row)) {
    edited_[edited->key] = edited->value;
  } else if (const auto* started = as<event::VisitStarted>(row)) {
    visits_[started->visit].started = *started;
    visits_[started->visit].at = row.at;
  } else if (const auto* page = as<event::PageViewed>(row)) {
    visits_[page->visit].pages.emplace_back(*page, row.at);
  } else if (const auto* dwelled = as<event::PageDwelled>(row)) {
    visits_[dwelled->visit].dwells[dwelled->view] = dwelled->dwell;
  } else if (const auto* ended = as<event::VisitEnded>(row)) {
    if (ended->visit) visits_[ended->visit].ended_at = row.at;
  } else if (const auto* invited = as<event::VisitorInvited>(row)) {
    if (!invited->withheld) visits_[invited->visit].invitations.emplace_back(*invited, row.at);
  } else if (const auto* answered = as<event::InvitationAnswered>(row)) {
    visits_[answered->visit].answers[answered->invitation] = answered->answer;
  } else if (const auto* opened = as<event::ConversationOpened>(row)) {
    conversations_[opened->conversation].opened_at = row.at;
  } else if (const auto* rated = as<event::Rated>(row)) {
    conversations_[rated->conversation].ratings.emplace_back(*rated, row.at);
  } else if (const core::EventKey key = core::key_of(row.event); key.seq > 0) {
    conversations_[key.conversation].entries.push_back(std::move(row));
  }
}

std::string ExportDocument::name_of(core::AgentId agent) const {
  const auto found = agents_.find(agent);
  return found == agents_.end() ? std::string() : found->second;
}

void ExportDocument::write_person(std::string& out) const {
  ObjectWriter person(out);
  person.text("external_id", external_id_);
  person.text("name", said_.name.value_or(""));
  person.text("email", said_.email.value_or(""));
  person.text("phone", said_.phone.value_or(""));
  person.list("attributes", said_.attributes, [&](const auto& attribute) {
    ObjectWriter each(out);
    each.text("name", attribute.first);
    each.text("value", attribute.second);
    each.end();
  });
  person.list("edited", edited_, [&](const auto& edited) {
    ObjectWriter each(out);
    each.text("name", edited.first);
    each.text("value", edited.second);
    each.end();
  });
  person.end();
}

void ExportDocument::write_visit(std::string& out, core::VisitId id, const Visit& visit) const {
  const core::Source source = visit.started.source.value_or(core::Source{});
  const core::Device device = visit.started.device.value_or(core::Device{});
  const core::Region region = visit.started.region.value_or(core::Region{});
  ObjectWriter writer(out);
  writer.id("visit", 't', id.value);
  writer.integer("started_at", visit.at.ms);
  writer.integer("ended_at", visit.ended_at.value_or(core::Time{}).ms);
  writer.text("referrer", visit.started.referrer);
  writer.text("source", source.name);
  writer.text("keyword", source.keyword);
  writer.text("campaign", source.campaign.name);
  writer.text("system", device.system);
  writer.text("browser", device.browser);
  writer.text("country", region.country);
  writer.text("province", region.zh.province);
  writer.text("city", region.zh.city);
  writer.list("pages", visit.pages, [&](const auto& page) {
    const auto& [viewed, at] = page;
    const auto dwell = visit.dwells.find(viewed.view);
    ObjectWriter each(out);
    each.integer("at", viewed.opened_at.ms > 0 ? viewed.opened_at.ms : at.ms);
    each.text("url", viewed.url);
    each.text("title", viewed.title);
    each.integer("visible_ms", dwell == visit.dwells.end() ? 0 : dwell->second.visible_ms);
    each.integer("active_ms", dwell == visit.dwells.end() ? 0 : dwell->second.active_ms);
    each.end();
  });
  writer.list("invitations", visit.invitations, [&](const auto& invitation) {
    const auto answer = visit.answers.find(invitation.first.invitation);
    ObjectWriter each(out);
    each.integer("at", invitation.second.ms);
    each.text("text", invitation.first.text);
    each.text("answer", answer == visit.answers.end()
                            ? ""
                            : answer_words[static_cast<std::size_t>(answer->second)]);
    each.end();
  });
  writer.end();
}

void ExportDocument::write_entry(std::string& out, const core::Recorded& row) const {
  ObjectWriter entry(out);
  entry.integer("seq", static_cast<std::int64_t>(core::key_of(row.event).seq));
  entry.integer("at", row.at.ms);
  entry.text("kind", core::name_of(row.event));
  if (const auto* message = as<core::event::MessagePosted>(row)) {
    const bool by_agent = message->author.kind == core::AuthorKind::agent;
    entry.text("by", by_agent ? "agent" : "visitor");
    entry.text("name",
               by_agent ? name_of(core::AgentId{message->author.id}) : said_.name.value_or(""));
    entry.text("text", message->text);
    if (message->file) {
      entry.name("file");
      ObjectWriter file(out);
      file.text("name", message->file->name);
      file.text("link", "/files/" + message->file->key + "/" + message->file->name);
      file.integer("bytes", static_cast<std::int64_t>(message->file->bytes));
      file.end();
    }
  }
  entry.end();
}

void ExportDocument::write_conversation(std::string& out, core::ConversationId id,
                                        const Conversation& conversation) const {
  ObjectWriter writer(out);
  writer.id("conversation", 'c', id.value);
  writer.integer("opened_at", conversation.opened_at.ms);
  writer.list("entries", conversation.entries,
              [&](const core::Recorded& row) { write_entry(out, row); });
  writer.list("ratings", conversation.ratings, [&](const auto& rating) {
    ObjectWriter each(out);
    each.integer("at", rating.second.ms);
    each.integer("score", rating.first.score);
    each.list("reasons", rating.first.reasons,
              [&](const std::string& reason) { protocol::append_json_text(out, reason); });
    each.text("comment", rating.first.comment);
    each.end();
  });
  writer.end();
}

std::string ExportDocument::json(core::Time now) const {
  std::string out;
  ObjectWriter document(out);
  document.id("visitor", 'v', visitors_.front().value);
  document.integer("told_at", now.ms);
  document.boolean("complete", complete_);
  document.name("person");
  write_person(out);
  document.list("visits", visits_,
                [&](const auto& visit) { write_visit(out, visit.first, visit.second); });
  document.list("conversations", conversations_, [&](const auto& conversation) {
    write_conversation(out, conversation.first, conversation.second);
  });
  document.end();
  return out;
}

}  // namespace usher::app
