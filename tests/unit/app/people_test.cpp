// Who sees what, and what bad behaviour draws.

#include "small_house.hpp"
#include "support/catch.hpp"

using namespace usher;
using test::Json;
using test::Line;
using test::SmallHouse;

namespace {

Json ask(const std::string& id, const std::string& text) {
  return {{"type", "ask"}, {"client_id", id}, {"text", text}};
}

constexpr const char* reply_text = "At your service";

// What a console shows after its snapshot and all later frames.
std::map<std::string, Json> rows_of(const Line& line) {
  std::map<std::string, Json> rows;
  const auto fold = [&rows](const Json& where, const Json& entry) {
    const auto row = rows.find(where);
    if (row == rows.end()) return;
    row->second["last_seq"] = std::max(row->second["last_seq"].get<int>(), entry["seq"].get<int>());
    if (entry["kind"] != "message") return;
    row->second["last_message"] = {{"seq", entry["seq"]},
                                   {"at", entry["at"]},
                                   {"kind", entry["author"]["kind"]},
                                   {"start", entry["text"]}};
  };
  for (const Json& frame : line.frames) {
    const std::string type = frame["type"];
    if (type == "agent_welcome") {
      rows.clear();
      for (const Json& row : frame["conversations"]) rows[row["conversation"]] = row;
    } else if (type == "conversation_listed") {
      rows[frame["conversation"]["conversation"]] = frame["conversation"];
    } else if (type == "conversation_unlisted") {
      rows.erase(frame["conversation"]);
    } else if (type == "entry") {
      fold(frame["conversation"], frame["entry"]);
    } else if (type == "ack") {  // instead of the entry of what it wrote itself
      fold(frame["conversation"], {{"seq", frame["seq"]},
                                   {"at", frame["at"]},
                                   {"kind", "message"},
                                   {"author", {{"kind", "agent"}}},
                                   {"text", reply_text}});
    } else if (type == "note_posted" && rows.contains(frame["conversation"])) {
      rows[frame["conversation"]]["notes"] = frame["note"]["note"];
    } else if (type == "peer_mark" && rows.contains(frame["conversation"])) {
      Json& row = rows[frame["conversation"]];
      row[frame["kind"] == "agent" ? "agent_mark" : "visitor_mark"] = {
          {"delivered", frame["delivered"]}, {"read", frame["read"]}};
    } else if (type == "visitor_changed") {
      for (auto& [id, row] : rows) {
        if (row["visitor"]["visitor"] == frame["visitor"]["visitor"]) {
          row["visitor"] = frame["visitor"];
        }
      }
    }
  }
  return rows;
}

}  // namespace

TEST_CASE("a console's rows after changes are the rows of a fresh snapshot") {
  SmallHouse house;
  const auto watching = house.agent(SmallHouse::supervisor_id);
  house.say(*watching, {{"type", "status"}, {"status", "away"}});
  std::vector<std::unique_ptr<Line>> visitors;
  for (int i = 0; i < 5; ++i) {
    visitors.push_back(house.visitor());
    house.say(*visitors.back(), {{"type", "page"},
                                 {"url", "https://shop.example/" + std::to_string(i)},
                                 {"title", "Tea"},
                                 {"referrer", ""}});
    house.say(*visitors.back(), ask("m", "question " + std::to_string(i)));
  }
  const auto agent = house.agent();  // takes three of them
  house.say(*visitors[0], ask("n", "more"));
  house.say(*agent, {{"type", "post"},
                     {"conversation", visitors[0]->last("ack")["conversation"]},
                     {"client_id", "reply"},
                     {"text", reply_text}});
  REQUIRE(agent->last("ack")["seq"] == 4);
  house.say(*visitors[1], {{"type", "identify"}, {"name", "Li"}, {"attributes", {{"vip", "1"}}}});
  house.say(*visitors[2],
            {{"type", "close"}, {"conversation", visitors[2]->last("ack")["conversation"]}});
  house.hang_up(*visitors[4]);
  house.say(*visitors[3], {{"type", "mark"},
                           {"conversation", visitors[3]->last("ack")["conversation"]},
                           {"delivered", 1},
                           {"read", 1}});

  for (const Line* line : {watching.get(), agent.get()}) {
    const bool steers = line == watching.get();
    const auto fresh = house.open(app::Admission::Agent{
        steers ? SmallHouse::supervisor_id : SmallHouse::agent_id, "hash", 0});
    house.say(*fresh, {{"type", "agent_hello"}, {"protocol", 1}});
    CHECK(rows_of(*line) == rows_of(*fresh));
    house.hang_up(*fresh);
  }
}

TEST_CASE("a waiting conversation is listed to its queue's agents until one has it") {
  SmallHouse house;
  const auto supervisor = house.agent(SmallHouse::supervisor_id);
  house.say(*supervisor, {{"type", "status"}, {"status", "away"}});
  const auto visitor = house.visitor();
  house.say(*visitor, ask("m1", "hello"));
  const Json row = supervisor->last("conversation_listed")["conversation"];
  CHECK(row["state"] == "waiting");
  const auto agent = house.agent();
  CHECK(agent->last("conversation_listed")["conversation"]["state"] == "assigned");
  const Json assigned = supervisor->last("conversation_listed")["conversation"];
  CHECK(assigned["agent"]["name"] == "ann");
  CHECK(assigned["last_message"].is_null());
  CHECK(supervisor->all("conversation_unlisted").empty());
  CHECK(visitor->last("conversation_changed")["conversation"]["agent"]["name"] == "ann");
}

TEST_CASE("a sender's other tabs and the other side see a message; the sender only its ack") {
  SmallHouse house;
  const auto agent = house.agent();
  const auto tab = house.visitor();
  const auto other_tab = house.visitor(tab->last("visitor_welcome")["token"]);
  house.say(*tab, ask("m1", "hello"));
  house.say(*tab, ask("m2", "again"));
  const auto messages = [](const Line& line) {
    int count = 0;
    for (const Json& frame : line.all("entry")) count += frame["entry"]["kind"] == "message";
    return count;
  };
  CHECK(messages(*tab) == 0);
  CHECK(tab->all("ack").size() == 2);
  CHECK(messages(*other_tab) == 2);
  CHECK(messages(*agent) == 1);  // the first came with the row, and is pulled from the history
}

TEST_CASE("typing is shown to the other side at once and to nobody else") {
  SmallHouse house;
  const auto agent = house.agent();
  const auto visitor = house.visitor();
  const auto stranger = house.visitor();
  house.say(*visitor, ask("m1", "hello"));
  const std::string conversation = visitor->last("ack")["conversation"];
  house.journal.hold();
  house.say(*visitor, {{"type", "typing"}, {"conversation", conversation}, {"active", true}});
  CHECK(agent->last("peer_typing")["active"] == true);
  house.say(*stranger, {{"type", "typing"}, {"conversation", conversation}, {"active", false}});
  CHECK(agent->all("peer_typing").size() == 1);
  house.journal.release();
}

TEST_CASE("what a visitor types goes to staff only, where its site lets it") {
  const bool previews = GENERATE(true, false);
  SmallHouse house;
  ports::Site site = house.site;
  site.typing_preview = previews;
  house.directory.put(site);
  house.restart();
  const auto agent = house.agent();
  const auto visitor = house.visitor();
  CHECK(visitor->last("visitor_welcome")["site"]["typing_preview"] == previews);
  const auto other_tab = house.visitor(visitor->last("visitor_welcome")["token"]);
  house.say(*visitor, ask("m1", "hello"));
  const Json where = visitor->last("ack")["conversation"];
  const Json typing{
      {"type", "typing"}, {"conversation", where}, {"active", true}, {"text", "my order is"}};
  house.say(*visitor, typing);
  CHECK(agent->last("peer_typing").value("text", "") == (previews ? "my order is" : ""));
  CHECK(other_tab->all("peer_typing").empty());
  house.say(*agent, typing);
  CHECK_FALSE(visitor->last("peer_typing").contains("text"));
}

TEST_CASE("numbers of cards reach nobody, where the site wants it, and a repetition is known") {
  const bool masks = GENERATE(true, false);
  SmallHouse house;
  ports::Site site = house.site;
  site.masks_numbers = masks;
  house.directory.put(site);
  house.restart();
  const auto agent = house.agent();
  const auto visitor = house.visitor();
  house.say(*visitor, ask("m0", "hello"));
  house.say(*visitor, ask("m1", "4111 1111 1111 1111"));
  const Json acknowledged = visitor->last("ack");
  const std::string kept = masks ? "**** **** **** 1111" : "4111 1111 1111 1111";
  CHECK(agent->last("entry")["entry"]["text"] == kept);
  house.say(*visitor, ask("m1", "4111 1111 1111 1111"));
  CHECK(visitor->last("ack") == acknowledged);
  CHECK(visitor->all("error").empty());
}

TEST_CASE("who gives a conversation to a queue has room again, and is told so") {
  SmallHouse house;
  const auto ann = house.agent();
  const auto visitor = house.visitor();
  house.say(*visitor, ask("m1", "hello"));
  REQUIRE(ann->last("agent_changed")["agent"]["load"] == 1);
  const auto sue = house.agent(SmallHouse::supervisor_id);
  house.say(*ann, {{"type", "transfer_to_queue"},
                   {"conversation", visitor->last("ack")["conversation"]},
                   {"queue", "q_3"},
                   {"note", ""}});
  CHECK(sue->last("agent_changed")["agent"]["load"] == 1);  // at once: nothing rings here
  CHECK(ann->last("agent_changed")["agent"]["load"] == 0);
}

TEST_CASE("hello comes first, and five bad frames close the connection") {
  SmallHouse house;
  const auto line = house.open(app::Admission::Visitor{house.site.id});
  house.say(*line, {{"type", "ping"}});
  CHECK(line->last("error")["code"] == "hello_first");
  house.say(*line, {{"type", "visitor_hello"}, {"protocol", 1}});
  for (const char* bad : {"[]", "{", R"({"type":"nonsense"})"}) {
    line->session->on_frame(bad);
    CHECK(line->closed == 0);
  }
  line->session->on_frame("null");
  CHECK(line->closed == 1008);
}

TEST_CASE("a forged or foreign token closes with bad_token") {
  SmallHouse house;
  const auto visitor = house.visitor();
  std::string token = visitor->last("visitor_welcome")["token"];
  token.back() = token.back() == 'a' ? 'b' : 'a';
  CHECK(house.visitor(token)->closed == 4101);
  CHECK(house.visitor("v_1.")->closed == 4101);
  CHECK(house.visitor("nonsense")->closed == 4101);
}

TEST_CASE("an unsupported protocol version is told so") {
  SmallHouse house;
  const auto line = house.open(app::Admission::Visitor{house.site.id});
  house.say(*line, {{"type", "visitor_hello"}, {"protocol", 2}});
  CHECK(line->closed == 4201);
}

TEST_CASE("an agent's sockets end when it is disabled or its password changes") {
  SmallHouse house;
  const auto agent = house.agent();
  ports::Agent changed = *house.directory.agent_by_login("ann");
  ++changed.generation;
  house.directory.put(changed);
  house.pass(1'001);
  CHECK(agent->closed == 4100);
}
