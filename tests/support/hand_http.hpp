#pragma once
// A ports::HttpClient whose receivers are the test: it keeps what was posted, and answers when
// told.

#include <deque>
#include <utility>
#include <vector>

#include "ports/http_client.hpp"

namespace usher::test {

class HandHttp final : public ports::HttpClient {
 public:
  void post(ports::HttpPost request, ports::Loop& loop,
            std::function<void(ports::HttpResult)> done) override {
    posts.push_back(std::move(request));
    waiting_.push_back({&loop, std::move(done)});
  }

  // Ends the oldest request that is under way.
  void answer(ports::HttpResult result) {
    auto [loop, done] = std::move(waiting_.front());
    waiting_.pop_front();
    loop->post([done = std::move(done), result] { done(result); });
  }
  std::size_t under_way() const { return waiting_.size(); }

  std::vector<ports::HttpPost> posts;  // all of them

 private:
  std::deque<std::pair<ports::Loop*, std::function<void(ports::HttpResult)>>> waiting_;
};

}  // namespace usher::test
