#include <CLI/CLI.hpp>
#include <iostream>

#include "main/backup.hpp"
#include "main/doctor.hpp"
#include "main/membership.hpp"
#include "main/serve.hpp"
#include "main/tools.hpp"

namespace {

using usher::OptionError;
using usher::ServeOptions;

// The file's settings, overruled by the command line's.
ServeOptions complete(ServeOptions options, bool listen_given) {
  const std::string listen = options.listen;
  if (options.config) usher::read_config(*options.config, options);
  usher::read_listen(listen_given ? listen : options.listen, options);
  usher::check_cluster(options);
  return options;
}

// Where the store is. Most tools need no more of the configuration.
void add_store_options(CLI::App& command, ServeOptions& options) {
  command.add_option("--data", options.data, "Data folder; made when it is missing");
  command.add_option("--config", options.config, "Configuration file, see deploy/usher.toml");
  command.add_option("--postgres", options.postgres,
                     "Address of a PostgreSQL server that holds the store, postgresql://…");
}

struct CommandLine {
  ServeOptions serve;
  usher::AgentAddOptions agent;
  usher::SiteAddOptions site;
  std::string migrate_from;
  std::string migrate_to;
  usher::CopyOptions backup;
  usher::CopyOptions restore;
  std::string url;
  bool listen_given = false;
};

void add_serve_options(CLI::App& command, CommandLine& line) {
  add_store_options(command, line.serve);
  command.add_option_function<std::string>(
      "--listen",
      [&line](const std::string& listen) {
        line.serve.listen = listen;
        line.listen_given = true;
      },
      "ADDRESS:PORT; port 0 takes a free one (default 127.0.0.1:8080)");
  command.add_option("--region-file", line.serve.region_file,
                     "MaxMind file (.mmdb) that tells where visitors' addresses lie");
  command.add_option("--redis", line.serve.redis,
                     "Address of a Redis server, redis://…: this is one node of several then");
  command.add_option("--node", line.serve.node, "This node's name (default: the machine's)");
  command.add_option("--files", line.serve.files,
                     "Folder of uploaded files, shared by all nodes (default: in the data folder)");
  command.add_flag("--demo", line.serve.demo, "Make and serve a demo account with a shop");
}

CLI::App* add_agent_command(CLI::App& app, CommandLine& line) {
  CLI::App* agent = app.add_subcommand("agent", "People who answer");
  agent->require_subcommand(1);
  CLI::App* add = agent->add_subcommand("add", "Add one; a running server learns of it at once");
  add_store_options(*add, line.serve);
  add->add_option("--login", line.agent.login, "What they sign in with")->required();
  add->add_option("--name", line.agent.name, "What visitors see");
  add->add_option("--role", line.agent.role, "agent, supervisor or admin");
  add->add_option("--capacity", line.agent.capacity, "Conversations at once");
  add->add_flag("--password-stdin", line.agent.password_from_stdin, "Read the password from stdin");
  return add;
}

CLI::App* add_site_command(CLI::App& app, CommandLine& line) {
  CLI::App* site = app.add_subcommand("site", "Websites that embed the widget");
  site->require_subcommand(1);
  CLI::App* add = site->add_subcommand("add", "Add one and print its script tag");
  add_store_options(*add, line.serve);
  add->add_option("--key", line.site.key, "Public key for the script tag, like s_shop")->required();
  add->add_option("--name", line.site.name, "What visitors see");
  add->add_option("--origin", line.site.origins, "https://shop.example; may be repeated");
  return add;
}

CLI::App* add_backup_command(CLI::App& app, CommandLine& line) {
  CLI::App* backup = app.add_subcommand("backup", "Copy a data folder, also while it is served");
  backup->add_option("--data", line.backup.from, "Data folder")->required();
  backup->add_option("--to", line.backup.to, "A folder that is empty or missing")->required();
  return backup;
}

CLI::App* add_restore_command(CLI::App& app, CommandLine& line) {
  CLI::App* restore = app.add_subcommand("restore", "Make a data folder from a backup");
  restore->add_option("--from", line.restore.from, "What `usher backup` wrote")->required();
  restore->add_option("--data", line.restore.to, "Data folder; empty or missing")->required();
  return restore;
}

CLI::App* add_migrate_command(CLI::App& app, CommandLine& line) {
  CLI::App* migrate =
      app.add_subcommand("migrate", "Bring a store up to this version, or move it into PostgreSQL");
  add_store_options(*migrate, line.serve);
  CLI::Option* from = migrate->add_option("--from", line.migrate_from, "sqlite: the data folder's");
  CLI::Option* to = migrate->add_option("--to", line.migrate_to, "postgres: the server's");
  from->check(CLI::IsMember({"sqlite"}))->needs(to);
  to->check(CLI::IsMember({"postgres"}))->needs(from);
  return migrate;
}

int migrate_store(const ServeOptions& options, bool moves) {
  if (!moves) return usher::migrate(options.store());
  if (options.postgres.empty()) {
    throw OptionError("--postgres is required (or `store.postgres` in the configuration)");
  }
  return usher::move_store({.folder = options.data}, options.store());
}

int run(int argc, char** argv) {
  CLI::App app("Usher: live chat that forgets nobody", "usher");
  app.require_subcommand(1);
  CommandLine line;
  CLI::App* serve = app.add_subcommand("serve", "Serve visitors and agents until SIGTERM");
  add_serve_options(*serve, line);
  CLI::App* check =
      app.add_subcommand("check-config", "Read the configuration and say what is wrong");
  add_serve_options(*check, line);
  CLI::App* doctor =
      app.add_subcommand("doctor", "Check all that serving needs, and what browsers reach");
  add_serve_options(*doctor, line);
  doctor->add_option("--url", line.url,
                     "Where browsers reach the server, https://chat.example.com");
  CLI::App* migrate = add_migrate_command(app, line);
  CLI::App* backup = add_backup_command(app, line);
  CLI::App* restore = add_restore_command(app, line);
  CLI::App* version = app.add_subcommand("version", "Print the version");
  CLI::App* agent_add = add_agent_command(app, line);
  CLI::App* site_add = add_site_command(app, line);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp& help) {
    return app.exit(help);
  } catch (const CLI::ParseError& error) {
    throw OptionError(error.what());
  }
  if (version->parsed()) {
    std::cout << "usher " << USHER_VERSION << "\n";
    return 0;
  }
  if (backup->parsed()) return usher::back_up(line.backup);
  if (restore->parsed()) return usher::restore(line.restore);
  const ServeOptions options = complete(line.serve, line.listen_given);
  if (check->parsed()) {
    usher::check_regions(options);
    usher::check_store_address(options);
    if (!options.redis.empty()) usher::redis_address(options);
    std::cout << "the configuration is sound\n";
    return 0;
  }
  if (options.data.empty())
    throw OptionError("--data is required (or `data` in the configuration)");
  if (migrate->parsed()) return migrate_store(options, !line.migrate_to.empty());
  if (agent_add->parsed()) return usher::add_agent(options.store(), line.agent);
  if (site_add->parsed()) return usher::add_site(options.store(), line.site);
  if (doctor->parsed()) return usher::doctor({options, line.url});
  return serve->parsed() ? usher::serve(options) : 2;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const OptionError& error) {
    std::cerr << "usher: " << error.what() << "\n";
    return 2;
  } catch (const std::exception& error) {
    std::cerr << "usher: " << error.what() << "\n";
    return 1;
  }
}
