#include "support/postgres_server.hpp"

#include <libpq-fe.h>
#include <pwd.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>

namespace usher::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* port = "5432";  // part of the socket's name
constexpr const char* account = "postgres";

// The newest that is installed.
std::string find_programs() {
  std::set<fs::path> found;
  const fs::path all = "/usr/lib/postgresql";
  if (fs::is_directory(all)) {
    for (const auto& version : fs::directory_iterator(all)) {
      if (fs::exists(version.path() / "bin" / "initdb")) found.insert(version.path() / "bin");
    }
  }
  if (found.empty()) throw std::runtime_error("there is no PostgreSQL: install postgresql");
  return found.rbegin()->string();
}

void run(const std::string& command) {
  if (std::system((command + " >/dev/null 2>&1 </dev/null").c_str()) != 0) {
    throw std::runtime_error("failed: " + command);
  }
}

}  // namespace

PostgresServer& PostgresServer::shared() {
  static PostgresServer server(false);
  return server;
}

PostgresServer& PostgresServer::durable() {
  static PostgresServer server(true);
  return server;
}

PostgresServer::PostgresServer(bool is_durable)
    : is_durable_(is_durable), programs_(find_programs()) {
  const std::string folder = folder_.path().string();
  if (geteuid() == 0) {
    const passwd* owner = getpwnam(account);
    if (owner == nullptr || chown(folder.c_str(), owner->pw_uid, owner->pw_gid) != 0) {
      throw std::runtime_error("there is no user postgres");
    }
    user_ = "runuser -u " + std::string(account) + " -- ";
  }
  run("cd / && " + user_ + programs_ + "/initdb -D " + folder +
      "/data -U postgres -A trust --no-sync -E UTF8 --locale=C.UTF-8");
  const std::string stop = control() + "stop -m immediate";
  keeper_ =
      popen(("trap '' INT TERM; cat; " + stop + "; rm -rf " + folder + "/data").c_str(), "we");
  start();
}

PostgresServer::~PostgresServer() { pclose(keeper_); }

std::string PostgresServer::control() const {
  return "cd / && " + user_ + programs_ + "/pg_ctl -s -w -D " + folder_.path().string() + "/data ";
}

void PostgresServer::stop() { run(control() + "stop -m immediate"); }

void PostgresServer::start() {
  const std::string careless =
      "-c fsync=off -c full_page_writes=off -c wal_level=minimal"
      " -c max_wal_senders=0 -c autovacuum=off ";
  run(control() + "-o \"-c listen_addresses='' " + (is_durable_ ? "" : careless) +
      "-c max_connections=200 -p " + port + " -k " + folder_.path().string() + "\" start");
}

std::string PostgresServer::address() const {
  return "postgresql://postgres@/postgres?host=" + folder_.path().string() + "&port=" + port;
}

std::string PostgresServer::socket() const {
  return (folder_.path() / (".s.PGSQL." + std::string(port))).string();
}

int PostgresServer::process() const {
  int id = 0;
  std::ifstream(folder_.path() / "data" / "postmaster.pid") >> id;
  return id;
}

adapters::SqlOptions PostgresServer::fresh_store() {
  adapters::SqlOptions options;
  options.postgres = address();
  options.schema = "store_" + std::to_string(++stores_);
  options.claim_wait = std::chrono::milliseconds(500);
  return options;
}

std::string PostgresServer::ask(const std::string& sql) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(address().c_str()),
                                                                &PQfinish);
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection.get(), sql.c_str()),
                                                             &PQclear);
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
    throw std::runtime_error(PQerrorMessage(connection.get()));
  }
  return PQntuples(result.get()) > 0 ? PQgetvalue(result.get(), 0, 0) : std::string();
}

}  // namespace usher::test
