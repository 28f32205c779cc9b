#include "simulation/nodes/visitor.hpp"

namespace usher::simulation {

app::HttpRequest Visitor::request() const {
  app::HttpRequest request;
  request.method = "GET";
  request.path = "/ws/visitor";
  request.query = {{"site", site_key_}};
  request.headers = {{"origin", "https://shop.example"}};
  request.host = "chat.example";
  request.peer = "192.0.2.1";
  return request;
}

Json Visitor::hello() const {
  Json hello = {{"type", "visitor_hello"}, {"protocol", 1}};
  if (!token_.empty()) hello["token"] = token_;
  return hello;
}

void Visitor::look_at_a_page() {
  if (!is_live()) return;
  const std::string view = name() + "-p" + std::to_string(++pages_);
  send({{"type", "page"},
        {"url", "https://shop.example/" + view},
        {"title", view},
        {"referrer", ""},
        {"view", view}});
}

Json Visitor::message(const Unsent& unsent) const {
  return {{"type", "ask"}, {"client_id", unsent.client_id}, {"text", "Text " + unsent.client_id}};
}

void Visitor::take(const Json& frame) {
  const std::string& type = frame.at("type").get_ref<const std::string&>();
  if (type == "ack") {
    take_ack(frame);
  } else if (type == "entry") {
    take_entry(frame);
  } else if (type == "entries") {
    take_entries(frame);
  } else if (type == "visitor_welcome") {
    welcomed(frame);
  } else if (type == "error") {
    if (!is_for_later(frame)) broke("no_refusal", frame.dump());
  } else if (type == "reset") {
    broke("no_reset", frame.dump());
  } else if (type == "conversation_changed") {
    hold(frame.at("conversation").at("conversation"));
  }
}

void Visitor::welcomed(const Json& frame) {
  take_epoch(frame.at("epoch"));
  const std::string visitor = frame.at("visitor");
  if (!id_.empty() && visitor != id_) broke("same_visitor", visitor);
  id_ = visitor;
  token_ = frame.at("token");
  const Json& conversation = frame.at("conversation");
  if (!conversation.is_null()) {
    hold(conversation.at("conversation"));
  } else if (!stories_.empty()) {
    broke("conversation_stays", "the welcome knows of none");
  }
  resume_all();
}

}  // namespace usher::simulation
