#pragma once
// ports::HttpClient with libcurl. One thread runs all transfers, by curl's multi interface; names
// are resolved on threads of curl's own.

#include <memory>

#include "ports/http_client.hpp"

namespace usher::adapters {

class CurlClient final : public ports::HttpClient {
 public:
  // `allow_private`: requests may go to any address, the server's own included.
  explicit CurlClient(bool allow_private);
  // Breaks off what is under way; callbacks not yet run never will.
  ~CurlClient() override;

  void post(ports::HttpPost request, ports::Loop& loop,
            std::function<void(ports::HttpResult)> done) override;

 private:
  class Worker;
  std::unique_ptr<Worker> worker_;
};

}  // namespace usher::adapters
