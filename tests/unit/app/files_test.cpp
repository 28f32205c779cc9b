// What uploaded files are, and whose.

#include "adapters/crypto/sodium.hpp"
#include "app/file_kind.hpp"
#include "app/file_ticket.hpp"
#include "app/hex.hpp"
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
  const app::FileTickets tickets(crypto, std::string(32, 'k'), core::AccountId{1});
  const core::File file{std::string(32, 'a'), "价目表 2.pdf", 1'234, false};
  const core::Author vera = core::author_of(core::VisitorId{7});
  const std::string ticket = tickets.issue(vera, file);
  CHECK(tickets.read(vera, ticket) == file);
  CHECK_FALSE(tickets.read(core::author_of(core::VisitorId{8}), ticket));
  CHECK_FALSE(tickets.read(core::author_of(core::AgentId{7}), ticket));
  const app::FileTickets foreign(crypto, std::string(32, 'k'), core::AccountId{2});
  CHECK_FALSE(foreign.read(vera, ticket));
  std::string bent = ticket;
  bent[40] = bent[40] == '1' ? '2' : '1';
  CHECK_FALSE(tickets.read(vera, bent));
  for (const char* none : {"", ".", "....", "nonsense", "a.b.c.d.e"}) {
    CHECK_FALSE(tickets.read(vera, none));
  }
}

TEST_CASE("hex goes there and back") {
  const std::string bytes("\x00\x7f\xff a", 5);
  CHECK(app::to_hex(bytes) == "007fff2061");
  CHECK(app::from_hex("007fff2061") == bytes);
  CHECK_FALSE(app::from_hex("0"));
  CHECK_FALSE(app::from_hex("0g"));
}

}  // namespace usher::test
