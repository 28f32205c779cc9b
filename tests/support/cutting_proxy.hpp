#pragma once
// Stands between a client of PostgreSQL and its server, and cuts a connection at the worst moment.

#include <atomic>
#include <string>
#include <thread>

#include "support/temp_folder.hpp"

namespace usher::test {

class CuttingProxy {
 public:
  enum class Cut {
    none,
    before_commit,  // the server never hears of it
    after_commit,   // the server has done it; its answer is lost
  };

  // `upstream`: the server's socket.
  explicit CuttingProxy(std::string upstream);
  ~CuttingProxy();
  CuttingProxy(const CuttingProxy&) = delete;
  CuttingProxy& operator=(const CuttingProxy&) = delete;

  std::string address() const;
  // The next COMMIT's connection is cut, once.
  void cut_next(Cut cut) { cut_ = cut; }
  int cuts() const { return cuts_; }
  // While it does, every new connection ends at once.
  void refuse(bool refusing) { refusing_ = refusing; }

 private:
  struct Line;

  void run();
  bool carry(Line& line, bool to_server);

  TempFolder folder_;
  const std::string upstream_;
  int listener_ = -1;
  int stop_[2] = {-1, -1};
  std::atomic<Cut> cut_ = Cut::none;
  std::atomic<int> cuts_ = 0;
  std::atomic<bool> refusing_ = false;
  std::thread thread_;
};

}  // namespace usher::test
