// TLS on the same port: pages, the API and WebSockets; and what an operator is told when a file is
// wrong. Certificates are made here, for a minute.

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdio>
#include <fstream>
#include <memory>

#include "integration/server_people.hpp"
#include "support/catch.hpp"

using namespace usher;
using test::Client;
using test::Json;
using test::ServerHouse;

namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using File = std::unique_ptr<std::FILE, decltype(&std::fclose)>;

// Signed by itself, for usher.test.
net::TlsFiles make_files(const std::filesystem::path& folder, const std::string& name) {
  const Key key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  const Certificate certificate(X509_new(), &X509_free);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 60);
  X509_set_pubkey(certificate.get(), key.get());
  X509_NAME* const subject = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("usher.test"), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), subject);
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  const net::TlsFiles files{folder / (name + ".pem"), folder / (name + ".key")};
  const File pem(std::fopen(files.certificate.c_str(), "w"), &std::fclose);
  PEM_write_X509(pem.get(), certificate.get());
  const File secret(std::fopen(files.key.c_str(), "w"), &std::fclose);
  PEM_write_PrivateKey(secret.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  return files;
}

ServerHouse::Options with(net::TlsFiles files) {
  ServerHouse::Options options;
  options.net.tls = std::move(files);
  return options;
}

Json next_frame(Client& client) {
  const auto frame = client.frame();
  return frame ? Json::parse(frame->payload) : Json();
}

}  // namespace

TEST_CASE("over TLS a person signs in and visitors talk, on the port of plain HTTP") {
  const test::TempFolder folder;
  ServerHouse house(with(make_files(folder.path(), "own")));
  Client api(house.port());
  REQUIRE(api.secure());
  const Json body{{"login", "ann"}, {"password", test::password}};
  for (int i = 0; i < 2; ++i) {  // both on one connection
    api.send(test::post("/api/v1/session", body.dump(),
                        "Origin: https://usher.test\r\nContent-Type: application/json\r\n"));
    const auto answer = api.answer();
    REQUIRE(answer);
    CHECK(answer->status == 200);
    CHECK(answer->headers.at("set-cookie").ends_with("; Secure"));
  }
  Client visitor(house.port());
  REQUIRE(visitor.secure());
  REQUIRE(visitor.upgrade(test::Person::visitor_path).status == 101);
  visitor.say(R"({"type":"visitor_hello","protocol":1})");
  CHECK(next_frame(visitor)["type"] == "visitor_welcome");
  // Larger than a TLS record, and than the part that is read at once.
  const std::string text(16'000, 't');
  visitor.say(test::ask("v1", text).dump());
  visitor.say(test::ask("v2", text).dump());
  Json ack = Json::object();
  while (ack.value("client_id", "") != "v2") {
    ack = next_frame(visitor);
    REQUIRE_FALSE(ack.is_null());
  }
  CHECK(ack["seq"] == 2);
  REQUIRE(house.stored("v2").size() == 1);
  CHECK(house.stored("v2")[0].text == text);
  visitor.send_frame(8, std::string("\x03\xe8", 2));
  CHECK(visitor.close_code() == 1000);
}

TEST_CASE("a client without TLS is hung up on, and harms nobody") {
  const test::TempFolder folder;
  ServerHouse house(with(make_files(folder.path(), "own")));
  Client plain(house.port());
  plain.send(test::get("/healthz"));
  CHECK(plain.is_closed());
  Client secure(house.port());
  REQUIRE(secure.secure());
  secure.send(test::get("/healthz"));
  CHECK(secure.answer()->status == 200);
}

TEST_CASE("a certificate that cannot serve is refused at the start, in words that name the file") {
  const test::TempFolder folder;
  const net::TlsFiles own = make_files(folder.path(), "own");
  const net::TlsFiles other = make_files(folder.path(), "other");
  const auto garbage = folder.path() / "garbage.pem";
  std::ofstream(garbage) << "no certificate\n";
  test::House echo;
  const auto refusal = [&](const net::TlsFiles& files) {
    net::ServerOptions options;
    options.port = 0;
    options.tls = files;
    net::Server server(options, echo.front, echo.front_loop, {&echo.floor_loop}, echo.random,
                       echo.log, echo.metrics);
    const auto error = server.start();
    REQUIRE(error);
    CHECK(error->kind == net::StartError::Kind::bad_tls);
    return error->message;
  };
  CHECK(refusal({own.certificate, other.key}) ==
        "TLS key " + other.key + " does not belong to certificate " + own.certificate);
  CHECK(refusal({garbage, own.key}).starts_with("TLS certificate " + garbage.string()));
  CHECK(refusal({own.certificate, garbage}).starts_with("TLS key " + garbage.string()));
  CHECK(refusal({own.certificate, "/no/such.key"}).starts_with("TLS key /no/such.key: "));
  CHECK(refusal({"/no/such.pem", own.key}).starts_with("TLS certificate /no/such.pem: "));
}
