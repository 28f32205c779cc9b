#include "app/eraser.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "core/limits.hpp"
#include "protocol/ids.hpp"

namespace usher::app {

namespace {

std::string id_text(char prefix, std::uint64_t id) {
  std::string text;
  protocol::append_id(text, prefix, id);
  return text;
}

}  // namespace

void Eraser::stir() {
  world_.slow.post([this] { read_wishes(); });
}

void Eraser::erase(core::AccountId account, core::Erasure what, std::function<void(bool)> done) {
  world_.slow.post([this, account, what = std::move(what), done = std::move(done)]() mutable {
    jobs_.push_back({account, std::move(what), std::move(done), {}});
    begin();
  });
}

template <class Do>
void Eraser::attempt(std::string_view where, Do what) {
  try {
    what();
  } catch (const std::runtime_error& error) {  // of the archive or of the directory
    fail(where, error.what());
  }
}

// One job for each account. Those that wait already are not read again.
void Eraser::read_wishes() {
  std::map<core::AccountId, Job> fresh;
  try {
    for (const ports::ErasureWish& wish : world_.privacy.wishes()) {
      const bool waits = std::ranges::any_of(jobs_, [&](const Job& job) {
        return std::ranges::find(job.wishes, wish) != job.wishes.end();
      });
      if (waits || !world_.serves(wish.account)) continue;
      Job& job = fresh[wish.account];
      job.account = wish.account;
      job.what.visitors.push_back(wish.visitor);
      job.wishes.push_back(wish);
    }
  } catch (const ports::DirectoryError& error) {
    world_.log.error("erasures_not_read", {{"why", error.what()}});
  }
  for (auto& [account, job] : fresh) jobs_.push_back(std::move(job));
  begin();
}

void Eraser::begin() {
  while (!working_ && !jobs_.empty() && !world_.serves(jobs_.front().account)) {
    if (jobs_.front().done) jobs_.front().done(false);
    jobs_.pop_front();  // its owner reads the wishes
  }
  if (working_ || jobs_.empty()) return;
  working_ = true;
  Job& job = jobs_.front();
  job.traces = std::make_unique<core::Traces>(job.what);
  if (!read_on()) return fail("journal");
  core::Erasure what = job.what;
  what.conversations = job.traces->conversations();
  world_.forget(job.account, std::move(what), [this](std::vector<core::ConversationId> kept) {
    world_.slow.post([this, kept = std::move(kept)] { forgotten(kept); });
  });
}

bool Eraser::read_on() {
  Job& job = jobs_.front();
  return world_.journal.replay(job.account, job.traces->read_to(),
                               [&](core::Recorded&& row) { job.traces->read(row); });
}

// What the floor did not forget, as it was opened again, stays as a whole.
void Eraser::forgotten(const std::vector<core::ConversationId>& kept) {
  Job& job = jobs_.front();
  const std::size_t before = job.what.conversations.size();
  std::erase_if(job.what.conversations,
                [&](core::ConversationId id) { return std::ranges::find(kept, id) != kept.end(); });
  if (job.what.conversations.size() != before) {
    working_ = false;
    return begin();
  }
  if (!read_on()) return fail("journal");
  if (!job.traces->forgotten()) return fail("floor");
  forget_deliveries();
}

void Eraser::forget_deliveries() {
  const Job& job = jobs_.front();
  std::set<std::string> ids;
  for (const auto id : job.traces->conversations()) ids.insert(id_text('c', id.value));
  for (const auto id : job.what.visitors) ids.insert(id_text('v', id.value));
  world_.webhooks.post([this, account = job.account, ids = std::move(ids)] {
    std::string why;
    try {
      world_.outbox.forget(account, ids);
    } catch (const ports::DirectoryError& error) {
      why = error.what();
    }
    world_.slow.post([this, why] { why.empty() ? remove_files() : fail("outbox", why); });
  });
}

// What canned replies bring along is the account's. The last answer says that all are gone.
void Eraser::remove_files() {
  attempt("files", [this] {
    Job& job = jobs_.front();
    job.files = job.traces->files();
    for (const ports::CannedReply& reply : world_.directory.canned_replies(job.account)) {
      if (reply.file) std::erase(job.files, reply.file->key);
    }
    if (job.files.empty()) return erase_rows();
    for (const std::string& key : job.files) {
      if (!world_.files.remove(key)) return fail("files", "too much waits for the disk");
    }
    world_.files.get(job.files.back(), world_.slow, [this](const auto& bytes) {
      bytes ? fail("files", "a file is still there") : erase_rows();
    });
  });
}

void Eraser::erase_rows() {
  const Job& job = jobs_.front();
  world_.journal.erase(job.account, job.traces->positions(), job.traces->conversations(),
                       world_.slow,
                       [this](bool erased) { erased ? erase_in_archive() : fail("journal"); });
}

void Eraser::erase_in_archive() {
  attempt("archive", [this] {
    const Job& job = jobs_.front();
    core::Erasure what = job.what;
    what.conversations = job.traces->conversations();
    world_.archive.erase(job.account, what);
    end();
  });
}

void Eraser::end() {
  const Job& job = jobs_.front();
  ports::AuditEntry entry;
  entry.at = world_.clock.now();
  entry.kind = ports::AuditKind::erased;
  entry.detail = "people " + std::to_string(job.wishes.size()) + ", conversations " +
                 std::to_string(job.traces->conversations().size()) + ", files " +
                 std::to_string(job.files.size());
  for (const ports::ErasureWish& wish : job.wishes) {
    entry.by = wish.by;
    world_.privacy.done(wish, entry);
    entry.detail = "people 1";
  }
  if (job.done) job.done(true);
  note_in_archive(job.account);
  jobs_.pop_front();
  working_ = false;
  begin();
}

// What it does not know to be carried out here, it would be made anew for.
void Eraser::note_in_archive(core::AccountId account) {
  try {
    world_.archive.set_erasures(account, world_.privacy.erasures(account));
  } catch (const std::runtime_error& error) {
    world_.log.warning("erasure_not_noted", {{"why", error.what()}});
  }
}

// A wish comes again; what nobody wished for is somebody else's to try again.
void Eraser::fail(std::string_view where, std::string_view why) {
  world_.log.error("erasure_failed", {{"where", std::string(where)}, {"why", std::string(why)}});
  if (jobs_.front().done) {
    jobs_.front().done(false);
    jobs_.pop_front();
  }
  if (!retry_) retry_ = world_.slow.make_timer();
  retry_->start(world_.clock.now() + limits::erase_retry_ms, [this] {
    working_ = false;
    begin();
  });
}

}  // namespace usher::app
