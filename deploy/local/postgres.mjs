// A PostgreSQL server of one's own, in a folder that is made for it, on a port of 127.0.0.1. It
// asks for no password.

import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { chown, mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { Child, free_port, until } from "./ports.mjs";

const run = promisify(execFile);
const ALL = "/usr/lib/postgresql";
const READY_MS = 60_000; // after a crash it replays its log first
const OUTPUT_BYTES_MAX = 256 * 1024 * 1024;

// The newest that is installed.
function find_programs() {
  const versions = existsSync(ALL) ? readdirSync(ALL) : [];
  const [newest] = versions
    .filter((version) => existsSync(join(ALL, version, "bin/initdb")))
    .sort((one, other) => Number(other) - Number(one));
  if (!newest) throw new Error("there is no PostgreSQL: install postgresql");
  return join(ALL, newest, "bin");
}

async function owner_of_servers() {
  if (process.getuid() !== 0) return null;
  const id = async (flag) => Number((await run("id", [flag, "postgres"])).stdout);
  return { name: "postgres", uid: await id("-u"), gid: await id("-g") };
}

export class Postgres {
  #programs = find_programs();
  #owner;
  #child = null;

  // `durable`: whether what was committed outlives a power cut, too.
  static async start(folder, { port, durable = true } = {}) {
    const server = new Postgres();
    server.folder = join(folder, "postgres");
    server.data = join(server.folder, "data");
    server.durable = durable;
    server.#owner = await owner_of_servers();
    server.port = port ?? (await free_port());
    await mkdir(server.folder, { recursive: true, mode: 0o700 });
    if (server.#owner) await chown(server.folder, server.#owner.uid, server.#owner.gid);
    if (!existsSync(server.data)) await server.#make();
    await server.resume();
    return server;
  }

  // Under another name until it is complete.
  async #make() {
    const half_made = `${this.data}.new`;
    await rm(half_made, { recursive: true, force: true });
    const options = ["-D", half_made, "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8"];
    options.push("--locale=C.UTF-8");
    const log = join(this.folder, "initdb.log");
    const child = new Child(join(this.#programs, "initdb"), options, { log, ...this.#user });
    if ((await child.ended()) !== 0) throw new Error(`initdb failed: see ${log}`);
    await rename(half_made, this.data);
  }

  get #user() {
    return this.#owner ? { user: this.#owner.name } : {};
  }

  // From `port`, which may be a proxy's in front of it.
  address(database = "postgres", port = this.port, role = "postgres") {
    return `postgresql://${role}@127.0.0.1:${port}/${database}?sslmode=disable&gssencmode=disable`;
  }

  async resume() {
    const settings = ["listen_addresses=127.0.0.1", "max_connections=200"];
    if (!this.durable) settings.push("fsync=off");
    const options = ["-D", this.data, "-p", String(this.port), "-k", this.folder];
    options.push(...settings.flatMap((setting) => ["-c", setting]));
    const log = join(this.folder, "log");
    const how = { log, ...this.#user, last_signal: "QUIT" };
    this.#child = new Child(join(this.#programs, "postgres"), options, how);
    const answers = async () => {
      if (!this.#child.lives) throw new Error(`PostgreSQL ended at once: see ${log}`);
      return this.ask("SELECT 1").catch(() => null);
    };
    await until(`PostgreSQL is ready, or see ${log}`, answers, READY_MS);
  }

  // As a crash: what is under way is lost, what was committed is not.
  async stop() {
    await this.#child?.end("SIGQUIT");
  }


  // Rows, each a list of texts.
  async ask(sql, database = "postgres") {
    const options = ["-X", "-A", "-t", "-q", "-F", "\t", "-v", "ON_ERROR_STOP=1"];
    options.push("-d", this.address(database), "-c", sql);
    const how = { maxBuffer: OUTPUT_BYTES_MAX };
    const { stdout } = await run(join(this.#programs, "psql"), options, how);
    return stdout.split("\n").filter(Boolean).map((line) => line.split("\t"));
  }
}
