#include "adapters/http/curl_client.hpp"

#include <curl/curl.h>

#include <map>
#include <mutex>
#include <new>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "adapters/http/transfer.hpp"
#include "core/limits.hpp"
#include "ports/callback_gate.hpp"

namespace usher::adapters {
namespace {

constexpr int idle_ms = 60'000;  // curl wakes earlier when it has something to do

// Once for the process, before any thread uses it; never undone, as others may use it, too.
void start_library() {
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (code != CURLE_OK) throw std::runtime_error("libcurl cannot start");
}

}  // namespace

class CurlClient::Worker {
 public:
  explicit Worker(bool allow_private) : allow_private_(allow_private) {
    start_library();
    multi_ = curl_multi_init();
    if (!multi_) throw std::bad_alloc();
    thread_ = std::thread([this] { run(); });
  }
  ~Worker() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    curl_multi_wakeup(multi_);
    thread_.join();
    curl_multi_cleanup(multi_);
    gate_.close();
  }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  void post(Transfer::Asked asked) {
    {
      const std::lock_guard lock(mutex_);
      if (under_way_ < limits::http_requests_max) {
        ++under_way_;
        asked_.push_back(std::move(asked));
        curl_multi_wakeup(multi_);
        return;
      }
    }
    answer(asked, ports::HttpTrouble::too_busy);
  }

 private:
  void run() {
    for (std::vector<Transfer::Asked> fresh; take(fresh);) {
      for (Transfer::Asked& asked : fresh) begin(std::move(asked));
      int running = 0;
      curl_multi_perform(multi_, &running);
      end_finished();
      curl_multi_poll(multi_, nullptr, 0, idle_ms, nullptr);
    }
    for (const auto& [handle, transfer] : transfers_) curl_multi_remove_handle(multi_, handle);
    transfers_.clear();
  }

  bool take(std::vector<Transfer::Asked>& fresh) {
    fresh.clear();
    const std::lock_guard lock(mutex_);
    std::swap(fresh, asked_);
    return !stopping_;
  }

  void begin(Transfer::Asked asked) {
    auto transfer = std::make_unique<Transfer>(std::move(asked), allow_private_);
    CURL* const handle = transfer->handle();
    curl_multi_add_handle(multi_, handle);
    transfers_.emplace(handle, std::move(transfer));
  }

  void end_finished() {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      const auto found = transfers_.find(message->easy_handle);
      const CURLcode code = message->data.result;
      curl_multi_remove_handle(multi_, found->first);  // the message is gone with it
      {
        const std::lock_guard lock(mutex_);
        --under_way_;
      }
      answer(found->second->asked(), found->second->result(code));
      transfers_.erase(found);
    }
  }

  void answer(Transfer::Asked& asked, ports::HttpResult result) {
    gate_.post(*asked.loop, [done = std::move(asked.done), result] { done(result); });
  }

  const bool allow_private_;
  ports::CallbackGate gate_;
  CURLM* multi_ = nullptr;
  std::mutex mutex_;
  std::vector<Transfer::Asked> asked_;
  std::size_t under_way_ = 0;
  bool stopping_ = false;
  std::map<CURL*, std::unique_ptr<Transfer>> transfers_;  // the thread's own
  std::thread thread_;
};

CurlClient::CurlClient(bool allow_private) : worker_(std::make_unique<Worker>(allow_private)) {}
CurlClient::~CurlClient() = default;

void CurlClient::post(ports::HttpPost request, ports::Loop& loop,
                      std::function<void(ports::HttpResult)> done) {
  worker_->post({std::move(request), &loop, std::move(done)});
}

}  // namespace usher::adapters
