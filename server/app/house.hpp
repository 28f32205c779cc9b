#pragma once
// All accounts of this server: their floors on their loops, kept in step with the directory; and
// the front door that leads to them.
//
// Thread: the front's loop, but for open(), which runs on the floor's.

#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <utility>
#include <vector>

#include "app/agent_session.hpp"
#include "app/api.hpp"
#include "app/archivist.hpp"
#include "app/cluster/nodes.hpp"
#include "app/cluster/ownership.hpp"
#include "app/cluster/relay.hpp"
#include "app/eraser.hpp"
#include "app/exporter.hpp"
#include "app/faq_counts.hpp"
#include "app/file_desk.hpp"
#include "app/front.hpp"
#include "app/privacy_desk.hpp"
#include "app/rate_limit.hpp"
#include "app/region_watch.hpp"
#include "app/sign_in.hpp"
#include "app/sweeper.hpp"
#include "app/visitor_session.hpp"
#include "app/webhook_sender.hpp"
#include "ports/charset.hpp"
#include "ports/regions.hpp"

namespace usher::app {

class House final : public Front {
 public:
  struct World {
    ports::Journal& journal;
    ports::Directory& directory;
    ports::Clock& clock;
    ports::Random& random;
    ports::Crypto& crypto;
    ports::Passwords& passwords;
    ports::Log& log;
    ports::Metrics& metrics;
    ports::Loop& front;
    std::vector<ports::Loop*> floors;  // at least one
    const ports::Calendar& calendar;
    const ports::Charset& charset;
    ports::Outbox& outbox;
    ports::HttpClient& http;
    ports::Loop& webhooks;  // may wait for the disk
    ports::Files& files;
    ports::Archive& archive;
    ports::Loop& archive_writing;  // these two may wait for the disk
    ports::Loop& archive_reading;
    ports::Regions& regions;
    ports::Privacy& privacy;
    std::optional<Nodes> nodes = {};  // none: this one serves alone
  };
  House(World world, Options options);
  ~House() override;

  // Rebuilds all floors from the journal and begins to serve. Blocks; before any loop runs or on
  // the front's. False: the journal could not be read; the log says which account.
  bool start();
  // Refuses newcomers, tells everyone to come back later, saves snapshots; then `done`, on the
  // front's loop.
  void drain(std::function<void()> done);

  std::variant<Admission, HttpResponse> admit(const HttpRequest& request) override;
  void handle(HttpRequest request, Respond respond) override;
  std::unique_ptr<Session> open(const Admission& admission, Connection& connection) override;

 private:
  // One floor and what must stand beside it on its loop.
  struct Room {
    std::size_t loop_index = 0;
    std::unique_ptr<VisitorTokens> tokens;
    std::unique_ptr<FaqReaders> faq_readers;
    std::unique_ptr<FileTickets> files;
    std::unique_ptr<FloorHost> host;
    ports::Loop* loop = nullptr;
  };

  Readiness readiness() const;
  AccountConfig read_config(const ports::Account& account);
  std::shared_ptr<const Faq> read_faq(core::AccountId account);
  Room* open_room(const ports::Account& account);
  void refresh();
  void watch_directory();
  void close_agents(const ports::Agent& agent, const std::string& token_hash);
  std::variant<Admission, HttpResponse> admit_visitor(const HttpRequest& request);
  std::variant<Admission, HttpResponse> admit_agent(const HttpRequest& request);
  HttpResponse hear_beacon(const HttpRequest& request);
  void command(core::AccountId account, std::vector<core::Command> commands,
               const std::function<void(FloorAnswer)>& done);
  // The visitor whose token stands in the request's header; none after the answer why not.
  std::optional<PrivacyDesk::Subject> visitor_of(const HttpRequest& request,
                                                 const Respond& respond);
  void take_visitor_file(const HttpRequest& request, const Respond& respond);
  void forget(core::AccountId account, core::Erasure what,
              std::function<void(std::vector<core::ConversationId>)> done);
  std::size_t loop_index_of(core::AccountId account) const {
    return account.value % world_.floors.size();
  }
  Room* find_room(core::AccountId account) const;  // from any thread
  std::unique_ptr<Session> open_session(Room& room, const Admission& admission,
                                        Connection& connection);
  void answer(const HttpRequest& request, const Respond& respond);
  void close_down(std::function<void()> done);

  // house_nodes.cpp
  void join_nodes();
  Ownership::Floors floors();
  Relay::World relayed();
  bool load_floor(core::AccountId account);
  void serve_floor(core::AccountId account);
  bool serves(core::AccountId account) const;  // from any thread
  std::unique_ptr<Session> open_anywhere(Room& room, const Admission& admission,
                                         Connection& connection);
  bool nobody_serves(core::AccountId account) const;
  std::optional<core::AccountId> account_of(const HttpRequest& request);
  void tell_nodes(core::AccountId account,
                  const std::function<void(std::optional<std::vector<NodeView>>)>& done);
  bool handled_elsewhere(const HttpRequest& request, const Respond& respond);

  World world_;
  Options options_;
  SignIns sign_ins_;
  WebhookSender webhooks_;
  FileDesk files_;
  Archivist archivist_;
  Eraser eraser_;
  Exporter exporter_;
  PrivacyDesk privacy_;
  Sweeper sweeper_;
  Api api_;
  FaqCounts faq_counts_;
  RegionWatch region_watch_;
  std::unique_ptr<ports::Timer> watch_;
  std::uint64_t directory_version_ = 0;
  std::map<std::string, ports::Site> sites_;  // by key
  std::map<core::AccountId, std::shared_ptr<const Faq>> faqs_;
  std::map<core::AccountId, std::unique_ptr<Room>> rooms_;
  mutable std::shared_mutex rooms_mutex_;  // rooms are added on the front's loop, found on any
  std::unique_ptr<Ownership> ownership_;   // null, as the next, when this node serves alone
  std::unique_ptr<Relay> relay_;
  std::map<std::pair<core::AccountId, core::VisitorId>, TokenBucket> beacons_;
  bool serving_ = false;
  bool draining_ = false;
};

}  // namespace usher::app
