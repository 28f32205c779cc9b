#include "main/serve.hpp"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <thread>

#include "adapters/calendar/zone_calendar.hpp"
#include "adapters/crypto/sodium.hpp"
#include "adapters/files/folder_files.hpp"
#include "adapters/geo/region_file.hpp"
#include "adapters/http/curl_client.hpp"
#include "adapters/log/spdlog_log.hpp"
#include "adapters/memory/regions.hpp"
#include "adapters/metrics/prometheus.hpp"
#include "adapters/sql/archive.hpp"
#include "adapters/sql/directory.hpp"
#include "adapters/sql/errors.hpp"
#include "adapters/sql/folder_lock.hpp"
#include "adapters/sql/journal.hpp"
#include "adapters/sql/outbox.hpp"
#include "adapters/sql/privacy.hpp"
#include "adapters/system/charset.hpp"
#include "adapters/system/clock.hpp"
#include "app/house.hpp"
#include "main/embedded_assets.hpp"
#include "main/founding.hpp"
#include "main/membership.hpp"
#include "net/loop.hpp"

namespace usher {

namespace {

constexpr std::int64_t drain_ms = 10'000;
constexpr std::int64_t hand_over_ms = 3'000;  // after the last socket is gone
constexpr int give_way_nice = 19;
constexpr int archive_rests = 9;            // it works a tenth of the time
constexpr std::size_t log_kib = 16 * 1024;  // as long as the journal lets it grow

// Blocks the signals in this thread and all that it starts, and hands the first one to `stop` on a
// thread of its own. A second one ends the process at once.
class Signals {
 public:
  Signals() {
    std::signal(SIGPIPE, SIG_IGN);
    sigemptyset(&set_);
    sigaddset(&set_, SIGTERM);
    sigaddset(&set_, SIGINT);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  }
  ~Signals() {
    if (!thread_.joinable()) return;
    over_ = true;
    pthread_kill(thread_.native_handle(), SIGTERM);
    thread_.join();
  }
  void watch(std::function<void()> stop) {
    thread_ = std::thread([this, stop = std::move(stop)] {
      wait();
      if (over_) return;
      stop();
      wait();
      if (!over_) std::_Exit(1);
    });
  }

 private:
  void wait() {
    int signal = 0;
    sigwait(&set_, &signal);
  }

  sigset_t set_{};
  std::atomic<bool> over_ = false;
  std::thread thread_;
};

// Each connection is a descriptor: take all that the system grants.
void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

std::size_t loops_of(const ServeOptions& options) {
  if (options.threads > 0) return options.threads;
  return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 8);
}

std::string address_of(const ServeOptions& options, std::uint16_t port) {
  const std::string& host = options.net.address;
  const bool any = host == "0.0.0.0" || host == "::";
  const bool v6 = host.find(':') != std::string::npos;
  const std::string name = any ? "localhost" : v6 ? "[" + host + "]" : host;
  return (options.net.tls ? "https://" : "http://") + name + ":" + std::to_string(port);
}

// The thread that calls it leaves the processor to those who have something urgent to do.
void give_way() {
  static_cast<void>(setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), give_way_nice));
}

adapters::SqlOptions journal_options(const ServeOptions& options) {
  adapters::SqlOptions store = options.store();
  store.log_kib = log_kib;
  return store;
}

std::unique_ptr<ports::Regions> regions_of(const ServeOptions& options, ports::Log& log) {
  if (!options.region_file) return std::make_unique<adapters::MemoryRegions>();
  return std::make_unique<adapters::RegionFile>(*options.region_file, log);
}

// Everything that a running server consists of, in the order of its making.
class Running {
 public:
  explicit Running(ServeOptions options)
      : options_(std::move(options)),
        lock_(options_.data),
        front_loop_(clock_),
        webhook_loop_(clock_),
        archive_writing_(clock_),
        archive_reading_(clock_),
        journal_(journal_options(options_), log_, metrics_),
        directory_(options_.store()),
        outbox_(options_.store()),
        privacy_(options_.store()),
        http_(options_.webhooks_allow_private),
        files_(options_.files.value_or(options_.data / "files")),
        archive_(options_.data, journal_.epoch(), archive_rests),
        regions_(regions_of(options_, log_)) {
    for (std::size_t i = 0; i < loops_of(options_); ++i) {
      floor_loops_.push_back(std::make_unique<net::AsioLoop>(clock_));
    }
    std::vector<ports::Loop*> floors;
    std::vector<net::AsioLoop*> net_floors;
    for (const auto& loop : floor_loops_) {
      floors.push_back(loop.get());
      net_floors.push_back(loop.get());
    }
    if (!options_.redis.empty()) {
      membership_.emplace(options_, journal_, clock_, random_, log_, metrics_);
    }
    const app::House::World world{journal_,
                                  directory_,
                                  clock_,
                                  random_,
                                  crypto_,
                                  passwords_,
                                  log_,
                                  metrics_,
                                  front_loop_,
                                  floors,
                                  calendar_,
                                  charset_,
                                  outbox_,
                                  http_,
                                  webhook_loop_,
                                  files_,
                                  archive_,
                                  archive_writing_,
                                  archive_reading_,
                                  *regions_,
                                  privacy_,
                                  membership_ ? std::optional(membership_->nodes()) : std::nullopt};
    house_ = std::make_unique<app::House>(world, options_.app);
    options_.net.assets = assets::embedded();
    options_.net.demo = options_.demo;
    server_ = std::make_unique<net::Server>(options_.net, *house_, front_loop_, net_floors, random_,
                                            log_, metrics_);
  }

  int run(Signals& signals) {
    if (auto error = server_->start()) throw OptionError(error->message);
    std::string lines;
    const std::string address = address_of(options_, server_->port());
    if (options_.demo) {
      Founder founder(directory_, passwords_, random_, clock_, calendar_.here());
      lines = found_demo(founder, directory_, options_.data, address, options_.demo_rings);
    }
    if (!house_->start()) return 2;
    for (const auto& loop : floor_loops_) loop->start();
    webhook_loop_.start();
    archive_writing_.post(give_way);
    archive_writing_.start();
    archive_reading_.start();
    if (membership_) membership_->start();
    log_.info("serving", {{"address", address},
                          {"data", options_.data.string()},
                          {"store", adapters::shown(options_.store())},
                          {"node", membership_ ? membership_->me() : "alone"}});
    std::cout << "Usher serves " << address << "\n" << lines << std::flush;
    signals.watch([this] { front_loop_.post([this] { stop(); }); });
    front_loop_.run();
    for (const auto& loop : floor_loops_) {
      loop->stop();
      loop->join();
    }
    if (membership_) membership_->stop();
    for (net::AsioLoop* loop : {&webhook_loop_, &archive_writing_, &archive_reading_}) {
      loop->stop();
      loop->join();
    }
    log_.info("stopped");
    return 0;
  }

 private:
  void stop() {
    log_.info("draining");
    house_->drain([this] { ended(); });
    server_->drain(drain_ms, [this] {
      // Floors that cannot be handed over now are taken by others later.
      last_wait_ = front_loop_.make_timer();
      last_wait_->start(clock_.now() + hand_over_ms, [this] { front_loop_.stop(); });
      ended();
    });
  }

  // On the front's loop: the house, or the server.
  void ended() {
    if (++ended_ == 2) front_loop_.stop();
  }

  ServeOptions options_;
  int ended_ = 0;
  adapters::SpdlogLog log_;
  adapters::PrometheusMetrics metrics_;
  adapters::SystemClock clock_;
  adapters::ZoneCalendar calendar_;
  adapters::SystemCharset charset_;
  adapters::SodiumCrypto crypto_;
  adapters::SodiumRandom random_;
  adapters::SodiumPasswords passwords_;
  adapters::FolderLock lock_;
  // The loops outlive the journal, which answers its last appends on them.
  net::AsioLoop front_loop_;
  net::AsioLoop webhook_loop_;
  net::AsioLoop archive_writing_;
  net::AsioLoop archive_reading_;
  std::vector<std::unique_ptr<net::AsioLoop>> floor_loops_;
  adapters::SqlJournal journal_;
  adapters::SqlDirectory directory_;
  adapters::SqlOutbox outbox_;
  adapters::SqlPrivacy privacy_;
  adapters::CurlClient http_;
  adapters::FolderFiles files_;
  adapters::SqlArchive archive_;
  std::unique_ptr<ports::Regions> regions_;
  std::optional<Membership> membership_;
  std::unique_ptr<app::House> house_;
  std::unique_ptr<net::Server> server_;
  std::unique_ptr<ports::Timer> last_wait_;
};

}  // namespace

int serve(ServeOptions options) {
  Signals signals;
  raise_descriptor_limit();
  try {
    Running running(std::move(options));
    return running.run(signals);
  } catch (const adapters::StoreError& error) {
    throw OptionError(error.what());
  } catch (const ports::DirectoryError& error) {
    throw OptionError(error.what());
  } catch (const adapters::RegionFileError& error) {
    throw OptionError(error.what());
  }
}

}  // namespace usher
