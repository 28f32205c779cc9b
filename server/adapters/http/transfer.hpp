#pragma once
// One request by libcurl, from its making to its result.
//
// Thread: the client's worker. Stays at its address while curl has its handle.

#include <curl/curl.h>

#include <functional>
#include <memory>

#include "ports/http_client.hpp"

namespace usher::adapters {

class Transfer {
 public:
  struct Asked {
    ports::HttpPost request;
    ports::Loop* loop = nullptr;
    std::function<void(ports::HttpResult)> done;
  };
  // Throws std::bad_alloc when curl has no memory.
  Transfer(Asked asked, bool allow_private);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  CURL* handle() const { return handle_.get(); }
  Asked& asked() { return asked_; }
  // After curl ended it with this code.
  ports::HttpResult result(CURLcode code) const;

 private:
  void set_up();
  void set_limits();
  static std::size_t take(char* bytes, std::size_t size, std::size_t count, void* self);
  static curl_socket_t open(void* self, curlsocktype purpose, curl_sockaddr* address);

  struct EndHandle {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  };
  struct EndList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };

  Asked asked_;
  bool allow_private_;
  bool refused_ = false;                          // an address that its name resolved to
  bool connects_ = false;                         // to an address that is allowed
  std::size_t bytes_read_ = 0;                    // of the answer, headers included
  std::unique_ptr<curl_slist, EndList> headers_;  // curl reads them while it has the handle
  std::unique_ptr<CURL, EndHandle> handle_;
};

}  // namespace usher::adapters
