// What uploaded files are, and whose.

#include "adapters/crypto/sodium.hpp"
#include "app/file_kind.hpp"
#include "app/file_ticket.hpp"
#include "app/unsent_files.hpp"
#include "core/hex.hpp"
#include "core/limits.hpp"
#include "small_house.hpp"
#include "support/catch.hpp"

namespace usher::test {

using app::FileKind;
using app::kind_of;

TEST_CASE("a file is what its first bytes say, whatever its name is") {
  CHECK(kind_of("\x89PNG\r\n\x1a\n....") == FileKind::png);
  CHECK(kind_of("\xff\xd8\xff\xe0....JFIF") == FileKind::jpeg);
  CHECK(kind_of("GIF89a....") == FileKind::gif);
  CHECK(kind_of("RIFF....WEBPVP8 ") == FileKind::webp);
  CHECK(kind_of("RIFF....WAVEfmt ") == FileKind::other);
  CHECK(kind_of("%PDF-1.7") == FileKind::other);
  CHECK(kind_of("<svg onload=alert(1)>") == FileKind::other);
  CHECK(kind_of("MZ\x90") == FileKind::program);
  CHECK(kind_of("\x7f"
                "ELF") == FileKind::program);
  CHECK(kind_of("#!/bin/sh") == FileKind::program);
  CHECK(kind_of("") == FileKind::other);
  CHECK(content_type_of(FileKind::other) == "application/octet-stream");
}

TEST_CASE("a ticket is good for the one who uploaded the file, and for nobody else") {
  const adapters::SodiumCrypto crypto;
  HandClock clock;
  std::vector<std::string> kept;
  const auto keep = [&](const std::string& key) { kept.push_back(key); };
  const app::FileTickets tickets(crypto, clock, std::string(32, 'k'), core::AccountId{1}, keep);
  const core::File file{std::string(32, 'a'), "价目表 2.pdf", 1'234, false};
  const core::Author vera = core::author_of(core::VisitorId{7});
  const std::string ticket = tickets.issue(vera, file);
  CHECK(tickets.redeem(vera, ticket) == file);
  CHECK_FALSE(tickets.redeem(core::author_of(core::VisitorId{8}), ticket));
  CHECK_FALSE(tickets.redeem(core::author_of(core::AgentId{7}), ticket));
  const app::FileTickets foreign(crypto, clock, std::string(32, 'k'), core::AccountId{2}, keep);
  CHECK_FALSE(foreign.redeem(vera, ticket));
  std::string bent = ticket;
  bent[40] = bent[40] == '1' ? '2' : '1';
  CHECK_FALSE(tickets.redeem(vera, bent));
  for (const char* none : {"", ".", "....", "nonsense", "a.b.c.d.e"}) {
    CHECK_FALSE(tickets.redeem(vera, none));
  }
  CHECK(kept == std::vector{file.key});
}

TEST_CASE("a ticket is good for some hours, and as often as its message is sent") {
  const adapters::SodiumCrypto crypto;
  HandClock clock;
  const app::FileTickets tickets(crypto, clock, std::string(32, 'k'), core::AccountId{1},
                                 [](const std::string&) {});
  const core::Author vera = core::author_of(core::VisitorId{7});
  const std::string ticket = tickets.issue(vera, {std::string(32, 'a'), "a.txt", 1, false});
  clock.time = clock.time + (limits::file_ticket_ms - 1);
  CHECK(tickets.redeem(vera, ticket));
  CHECK(tickets.redeem(vera, ticket));
  clock.time = clock.time + (1);
  CHECK_FALSE(tickets.redeem(vera, ticket));
}

TEST_CASE("who uploads and never sends has few files at a time, and not for long") {
  app::UnsentFiles unsent;
  const app::UnsentFiles::Owner vera{{1}, core::author_of(core::VisitorId{7})};
  const app::UnsentFiles::Owner ann{{1}, core::author_of(core::AgentId{7})};
  const core::Time start{1'000};
  const auto key = [](std::size_t i) { return std::to_string(i); };
  for (std::size_t i = 0; i < limits::unsent_files_max; ++i) {
    REQUIRE(unsent.may_add(vera, 10));
    unsent.add(vera, key(i), 10, start + static_cast<std::int64_t>(i));
  }
  CHECK_FALSE(unsent.may_add(vera, 10));
  CHECK(unsent.may_add(ann, 10));
  CHECK_FALSE(unsent.may_add(ann, limits::unsent_bytes_max));
  unsent.forget(key(0));  // it was sent
  unsent.forget("nobody's");
  CHECK(unsent.may_add(vera, 10));
  constexpr std::int64_t keep_ms = limits::unsent_file_keep_ms;
  CHECK(unsent.take_old(start + (keep_ms - 1), keep_ms).empty());
  CHECK(unsent.take_old(start + (keep_ms + 2), keep_ms) == std::vector{key(1), key(2)});
  CHECK(unsent.take_old(start + 2 * keep_ms, keep_ms).size() == limits::unsent_files_max - 3);
  CHECK(unsent.may_add(ann, limits::unsent_bytes_max));
}

TEST_CASE("hex goes there and back") {
  const std::string bytes("\x00\x7f\xff a", 5);
  CHECK(core::to_hex(bytes) == "007fff2061");
  CHECK(core::from_hex("007fff2061") == bytes);
  CHECK_FALSE(core::from_hex("0"));
  CHECK_FALSE(core::from_hex("0g"));
}

}  // namespace usher::test
