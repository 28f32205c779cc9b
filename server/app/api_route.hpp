#pragma once
// What a route of the HTTP API is, and what those of all resources share: one resource, one file.
// Thread: the front's loop.

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "app/archivist.hpp"
#include "app/file_desk.hpp"
#include "app/front.hpp"
#include "app/id_minter.hpp"
#include "app/privacy_desk.hpp"
#include "app/sign_in.hpp"
#include "app/sweeper.hpp"
#include "ports/calendar.hpp"
#include "ports/metrics.hpp"
#include "ports/outbox.hpp"
#include "protocol/json_body.hpp"

namespace usher::app {

class FloorHost;

// The cookie that signs an agent in.
inline constexpr std::string_view session_cookie = "usher_session";

// Why the server takes no connections, or that it does: degraded, as far as its own floors go.
enum class Readiness : std::uint8_t { ready, starting, draining, unable_to_store, degraded };

// What a floor made of commands: `refused` by the floor, or not stored.
enum class FloorAnswer : std::uint8_t { done, refused, not_stored };

// One node of several, as an account's people may see it.
struct NodeView {
  std::string id;
  bool owner = false;         // of the account's floor
  bool leaving = false;       // it is going down
  std::int64_t visitors = 0;  // of the account, connected there
  std::int64_t agents = 0;
};

struct ApiWorld {
  SignIns& sign_ins;
  ports::Directory& directory;
  ports::Passwords& passwords;
  ports::Clock& clock;
  const ports::Calendar& calendar;
  ports::Log& log;
  ports::Metrics& metrics;
  ports::Loop& front;
  std::function<Readiness()> readiness;
  // The sign-in with this token hash ended, or, when it is empty, all of this agent's.
  std::function<void(const ports::Agent&, const std::string& token_hash)> signed_out;
  // The directory was changed: the floors must learn it now.
  std::function<void()> changed;
  std::function<HttpResponse(const HttpRequest&)> hear_beacon;
  ports::Outbox& outbox;
  ports::Random& random;
  std::function<void()> stir_webhooks;  // one was changed, or has something to be sent
  std::function<void(const HttpRequest&, const Respond&)> take_visitor_file;
  FileDesk& files;
  std::function<const FileTickets&(core::AccountId)> file_tickets;
  Archivist& archivist;
  const ports::Crypto& crypto;
  // Runs this on the account's floor's thread, soon.
  std::function<void(core::AccountId, std::function<void(FloorHost&)>)> on_floor;
  // Commands for this account's floor, all of them or none but the first ones; `done`, on the
  // front's loop, when the archive knows what came of them.
  std::function<void(core::AccountId, std::vector<core::Command>, std::function<void(FloorAnswer)>)>
      command;
  PrivacyDesk& privacy;
  Sweeper& sweeper;
  // The visitor whose token stands in the request's header; none after the answer why not.
  std::function<std::optional<PrivacyDesk::Subject>(const HttpRequest&, const Respond&)> visitor_of;
  // Who of the account is connected where; on the front's loop, none: it cannot be told now.
  std::function<void(core::AccountId, std::function<void(std::optional<std::vector<NodeView>>)>)>
      nodes;
  IdMinter ids = {};
  std::size_t imports = 0;  // of people, under way
};

// Valid until the route's function returns; what answers later copies what it needs.
struct ApiCall {
  ApiWorld& world;
  const HttpRequest& request;
  const SignIns::Session* session;  // null for `anyone` and `visitor_page`
  std::uint64_t id;                 // of the path; 0 when it has none
  const Respond& respond;

  const ports::Agent& me() const { return session->agent; }
  core::AccountId account() const { return session->agent.account; }
};

// Each includes the ones after it. A visitor's page is on somebody else's site, and says in its
// body who it is.
enum class ApiAccess : std::uint8_t { visitor_page, anyone, signed_in, supervisor, admin };

struct ApiRoute {
  std::string_view method;
  std::string_view path;  // "/api/v1/queues/{q}" ends in an id of that prefix
  ApiAccess access = ApiAccess::anyone;
  void (*call)(const ApiCall&) = nullptr;
};

std::span<const ApiRoute> beacon_routes();
std::span<const ApiRoute> session_routes();
std::span<const ApiRoute> account_routes();
std::span<const ApiRoute> queue_routes();
std::span<const ApiRoute> agent_routes();
std::span<const ApiRoute> canned_routes();
std::span<const ApiRoute> site_routes();
std::span<const ApiRoute> webhook_routes();
std::span<const ApiRoute> faq_routes();
std::span<const ApiRoute> file_routes();
std::span<const ApiRoute> archive_routes();
std::span<const ApiRoute> funnel_routes();
std::span<const ApiRoute> invitation_rule_routes();
std::span<const ApiRoute> invitation_why_routes();
std::span<const ApiRoute> profile_routes();
std::span<const ApiRoute> people_routes();
std::span<const ApiRoute> person_field_routes();
std::span<const ApiRoute> people_csv_routes();
std::span<const ApiRoute> privacy_routes();
std::span<const ApiRoute> visitor_privacy_routes();
std::span<const ApiRoute> retention_routes();
std::span<const ApiRoute> node_routes();

HttpResponse json_response(unsigned status, std::string body);
HttpResponse error_response(unsigned status, std::string_view code, std::string_view message,
                            std::string_view field = {});
HttpResponse fault_response(const protocol::BodyFault& fault);
HttpResponse not_found();
HttpResponse too_busy();  // with a word on when to come back

// A language tag, as far as it can be told without a list of them, or nothing: RFC 5646, 2.1.
bool is_language(std::string_view text);

// The request's body; none after the answer that says what is wrong with it.
std::optional<protocol::JsonValue> body_of(const ApiCall& call);

}  // namespace usher::app
