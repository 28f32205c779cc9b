#pragma once
// The whole server as it runs, in this process: the real app over a real store, two floor loops and
// real sockets. Only passwords are cheap. Two accounts, so that there is somebody else's.
//
//   account "main", site s_main: queue Sales (ann, bob, sue), queue Support (cat, sue, adm)
//   account "other", site s_other: queue Else (zoe)
// Everybody's password is "correct horse"; sue is a supervisor, adm an admin.

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "adapters/calendar/zone_calendar.hpp"
#include "adapters/crypto/sodium.hpp"
#include "adapters/http/curl_client.hpp"
#include "adapters/memory/regions.hpp"
#include "adapters/metrics/prometheus.hpp"
#include "adapters/sql/store.hpp"
#include "adapters/system/charset.hpp"
#include "app/house.hpp"
#include "integration/net_house.hpp"
#include "ports/directory.hpp"
#include "ports/journal.hpp"
#include "ports/outbox.hpp"
#include "support/plain_passwords.hpp"
#include "support/temp_folder.hpp"

namespace usher::test {

inline constexpr const char* password = "correct horse";
inline constexpr const char* own_origin = "http://usher.test";

class ServerHouse {
 public:
  struct Options {
    bool on_disk = false;
    std::shared_ptr<TempFolder> folder = {};  // of an earlier house, to go on with what it stored
    std::optional<adapters::SqlOptions> store = {};  // instead of the folder's
    bool rings = false;             // Sales offers its conversations, and waits for an answer
    core::QueuePolicy policy = {};  // of Sales
    net::ServerOptions net;
    app::Options app{0, 0, 0};  // no rate limits
    adapters::MemoryRegions::Known regions = {};
  };
  ServerHouse() : ServerHouse(Options{}) {}
  explicit ServerHouse(Options options);
  ~ServerHouse();
  ServerHouse(const ServerHouse&) = delete;
  ServerHouse& operator=(const ServerHouse&) = delete;

  std::uint16_t port() const { return server_->port(); }
  // As on SIGTERM. Returns when every socket is gone.
  void drain(std::int64_t deadline_ms);

  std::shared_ptr<TempFolder> folder() const { return folder_; }
  // Messages that the store holds under a client id, in their order.
  std::vector<core::event::MessagePosted> stored(const std::string& client_id);
  std::size_t messages_stored();

  // Types of frames that went either way, noted by Person and Poller.
  void note(const std::string& type);
  std::set<std::string> noted();

  static constexpr core::AccountId main_account{1};
  static constexpr core::AccountId other_account{2};
  static constexpr core::QueueId sales{21};
  static constexpr core::QueueId support{22};

 private:
  std::vector<net::AsioLoop*> all_loops() {
    return {&front_loop_, &first_loop_, &second_loop_, &webhook_loop_, &archive_loop_};
  }
  void furnish(const Options& options);
  void add_site(std::uint64_t id, core::AccountId account, const std::string& key);
  void add_agent(std::uint64_t id, const std::string& login, core::Role role,
                 core::AccountId account, std::vector<core::QueueId> queues);
  std::vector<core::event::MessagePosted> all_stored();

  std::shared_ptr<TempFolder> folder_;
  WallClock clock_;
  adapters::ZoneCalendar calendar_;
  adapters::SystemCharset charset_;
  adapters::MemoryRegions regions_;
  QuietLog log_;
  adapters::PrometheusMetrics metrics_;
  adapters::SodiumCrypto crypto_;
  adapters::SodiumRandom random_;
  PlainPasswords passwords_;
  // The loops outlive the journal, which answers its last appends on them.
  net::AsioLoop front_loop_{clock_};
  net::AsioLoop first_loop_{clock_};
  net::AsioLoop second_loop_{clock_};
  net::AsioLoop webhook_loop_{clock_};
  net::AsioLoop archive_loop_{clock_};
  std::unique_ptr<ports::Journal> journal_;
  std::unique_ptr<ports::Directory> directory_;
  std::unique_ptr<ports::Outbox> outbox_;
  std::unique_ptr<ports::Privacy> privacy_;
  std::unique_ptr<ports::Files> files_;
  std::unique_ptr<ports::Archive> archive_;
  adapters::CurlClient http_{true};  // receivers are in this process
  std::unique_ptr<app::House> house_;
  std::unique_ptr<net::Server> server_;
  std::mutex noted_mutex_;
  std::set<std::string> noted_;
};

}  // namespace usher::test
