// The nodes that serve together, and who of an account is connected where.

#include <array>

#include "app/api_route.hpp"
#include "protocol/json_write.hpp"

namespace usher::app {

namespace {

std::string nodes_json(const std::vector<NodeView>& nodes) {
  std::string body = R"({"nodes":[)";
  for (const NodeView& node : nodes) {
    if (&node != &nodes.front()) body += ',';
    protocol::ObjectWriter writer(body);
    writer.text("node", node.id);
    writer.boolean("owner", node.owner);
    writer.boolean("leaving", node.leaving);
    writer.integer("visitors", node.visitors);
    writer.integer("agents", node.agents);
    writer.end();
  }
  return body + "]}";
}

// None when this server is alone.
void list(const ApiCall& call) {
  call.world.nodes(call.account(),
                   [respond = call.respond](const std::optional<std::vector<NodeView>>& nodes) {
                     respond(nodes ? json_response(200, nodes_json(*nodes)) : too_busy());
                   });
}

constexpr std::array<ApiRoute, 1> table{{
    {"GET", "/api/v1/nodes", ApiAccess::admin, &list},
}};

}  // namespace

std::span<const ApiRoute> node_routes() { return table; }

}  // namespace usher::app
