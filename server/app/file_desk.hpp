#pragma once
// Takes files that people upload, and gives them out again. An upload's answer holds a ticket, with
// which its sender posts the file as a message (app/file_ticket.hpp); who knows a file's key may
// read it.
//
// Thread: the front's loop.

#include <map>
#include <utility>

#include "app/file_ticket.hpp"
#include "app/front.hpp"
#include "app/options.hpp"
#include "app/rate_limit.hpp"
#include "ports/clock.hpp"
#include "ports/files.hpp"
#include "ports/log.hpp"
#include "ports/loop.hpp"

namespace usher::app {

inline constexpr std::string_view files_prefix = "/files/";

class FileDesk {
 public:
  struct World {
    ports::Files& files;
    ports::Random& random;
    ports::Clock& clock;
    ports::Log& log;
    ports::Loop& front;
  };
  FileDesk(World world, const Options& options) : world_(world), options_(options) {}

  // The body is the file, the query's `name` what to call it. `tickets` lives as long as the desk.
  void take(const FileTickets& tickets, core::AccountId account, core::Author by,
            const HttpRequest& request, const Respond& respond);
  // "/files/{key}/{name}", to anybody.
  void give(const HttpRequest& request, const Respond& respond);

 private:
  bool may_upload(core::AccountId account, core::Author by);

  World world_;
  const Options& options_;
  std::map<std::pair<core::AccountId, core::Author>, TokenBucket> uploads_;
};

}  // namespace usher::app
