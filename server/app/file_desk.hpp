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
#include "app/unsent_files.hpp"
#include "ports/clock.hpp"
#include "ports/files.hpp"
#include "ports/log.hpp"
#include "ports/loop.hpp"

namespace usher::app {

inline constexpr std::string_view files_prefix = "/files/";

// What an upload is answered with: a file and its ticket for `by`, as JSON.
void append_ticket(std::string& out, const FileTickets& tickets, core::Author by,
                   const core::File& file);

class FileDesk {
 public:
  struct World {
    ports::Files& files;
    ports::Random& random;
    ports::Clock& clock;
    ports::Log& log;
    ports::Loop& front;
    // Other nodes take messages, too, so it is not known here of all files whether they were sent.
    bool one_of_several = false;
  };
  FileDesk(World world, const Options& options) : world_(world), options_(options) {}

  // The body is the file, the query's `name` what to call it. `tickets` lives as long as the desk.
  void take(const FileTickets& tickets, core::AccountId account, core::Author by,
            const HttpRequest& request, const Respond& respond);
  // A message or a canned reply holds it now. From any thread.
  void keep(const std::string& key);
  // "/files/{key}/{name}", to anybody.
  void give(const HttpRequest& request, const Respond& respond);

 private:
  bool may_upload(const UnsentFiles::Owner& owner, std::size_t bytes);
  void sweep();

  World world_;
  const Options& options_;
  std::map<UnsentFiles::Owner, TokenBucket> uploads_;
  UnsentFiles unsent_;
};

}  // namespace usher::app
