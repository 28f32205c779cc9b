// The small adapters: log lines, metrics, hashes and passwords.

#include "adapters/crypto/sodium.hpp"
#include "adapters/log/spdlog_log.hpp"
#include "adapters/metrics/prometheus.hpp"
#include "adapters/system/charset.hpp"
#include "support/catch.hpp"
#include "support/manual_loop.hpp"

namespace usher::test {

TEST_CASE("a log line is one JSON object with its time, level, event and fields") {
  CHECK(adapters::log_line(1'700'000'000'007, ports::Level::warning, "agent_lost",
                           {{"agent", "a_1"}, {"why", "lease"}}) ==
        R"({"at":"2023-11-14T22:13:20.007Z","level":"warning","event":"agent_lost",)"
        R"("agent":"a_1","why":"lease"})");
}

TEST_CASE("text from outside forges neither lines nor fields") {
  const auto line = [](const std::string& text) {
    const std::string whole = adapters::log_line(0, ports::Level::info, "e", {{"t", text}});
    return whole.substr(whole.find("\"t\":") + 4);
  };
  CHECK(line("a\nb\r\t\x7f") == R"("a\u000ab\u000d\u0009\u007f"})");
  CHECK(line(R"(","level":"error)") == R"("\",\"level\":\"error"})");
  CHECK(line("\\") == R"("\\"})");
  CHECK(line("\xC2\x9B"
             "31m") == R"("\u009b31m"})");
  CHECK(line("\xE2\x80\xA8") == R"("\u2028"})");
  CHECK(line("信息 🙂") == "\"信息 🙂\"}");
  CHECK(line("\xFF\xC0\x80") == R"("\ufffd\ufffd\ufffd"})");
  CHECK(line("\xED\xA0\x80") == R"("\ufffd\ufffd\ufffd"})");
}

TEST_CASE("one name is one instrument, and the text is Prometheus's") {
  adapters::PrometheusMetrics metrics;
  ports::Counter& counter = metrics.counter("usher_things_total", "Things");
  CHECK(&metrics.counter("usher_things_total", "Things") == &counter);
  counter.add();
  counter.add(2);
  metrics.gauge("usher_people", "People").set(5);
  metrics.histogram("usher_wait_seconds", "Wait", {0.1, 1}).observe(0.5);
  const std::string text = metrics.text();
  CHECK(text.find("# TYPE usher_things_total counter") != std::string::npos);
  CHECK(text.find("usher_things_total 3") != std::string::npos);
  CHECK(text.find("usher_people 5") != std::string::npos);
  CHECK(text.find("usher_wait_seconds_bucket{le=\"1\"} 1") != std::string::npos);
}

TEST_CASE("hashes are the published ones") {
  const adapters::SodiumCrypto crypto;
  CHECK(crypto.sha256_hex("abc") ==  // FIPS 180-4's example
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  const std::string code = crypto.hmac(std::string(20, '\x0b'), "Hi There");  // RFC 4231, case 1
  CHECK(code.substr(0, 4) == "\xb0\x34\x4c\x61");
  CHECK(code.size() == 32);
  CHECK(crypto.equal("same", "same"));
  CHECK_FALSE(crypto.equal("same", "sama"));
  CHECK_FALSE(crypto.equal("same", "sam"));
}

TEST_CASE("a password is known again, and an unknown login looks like a wrong password") {
  adapters::SodiumPasswords passwords;
  const std::string hash = passwords.hash("correct horse");
  CHECK(hash.rfind("$argon2id$", 0) == 0);
  ManualLoop loop;
  std::vector<bool> answers;
  const auto ask = [&](const std::string& password, const std::string& against) {
    const std::size_t before = answers.size();
    REQUIRE(passwords.verify(password, against, loop, [&](bool yes) { answers.push_back(yes); }));
    loop.run_until([&] { return answers.size() > before; });
  };
  ask("correct horse", hash);
  ask("wrong horse", hash);
  ask("correct horse", "");
  ask("correct horse", "no hash at all");
  CHECK(answers == std::vector<bool>{true, false, false, false});
}

TEST_CASE("sign-ins beyond the pool's bound are turned away at once") {
  adapters::SodiumPasswords passwords(1, 2);
  ManualLoop loop;
  int accepted = 0;
  for (int i = 0; i < 20; ++i) {
    if (passwords.verify("password", "", loop, [](bool) {})) ++accepted;
  }
  CHECK(accepted >= 2);
  CHECK(accepted < 20);
}

TEST_CASE("GBK becomes UTF-8, and what is no GBK becomes nothing") {
  const adapters::SystemCharset charset;
  CHECK(charset.from_gbk("\xD4\xDA\xCF\xDF web") == "在线 web");
  CHECK(charset.from_gbk("\x94\x39\xDA\x33") == "\xF0\x9F\x92\xA9");  // GB18030's four bytes
  CHECK(charset.from_gbk(std::string(5'000, '\x81') + "\x81") == std::nullopt);  // half a character
  CHECK(charset.from_gbk("") == "");
  for (const char* bad : {"\xFF", "a\xD4", "\xD4\x20", "\x81\x30"}) {
    CHECK(charset.from_gbk(bad) == std::nullopt);
  }
}

}  // namespace usher::test
