// The real server with a demo account, on a port and a data folder of its own. It can be killed in
// the middle of anything and started again on both.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { until } from "./until.mjs";

export const BINARY =
  process.env.USHER_BINARY ?? fileURLToPath(new URL("../../../build/usher", import.meta.url));

export async function free_port() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

export class Server {
  #folder;
  #process = null;
  #words = "";

  // `config`: what its configuration file says.
  static async start(config = "") {
    const server = new Server();
    server.#folder = await mkdtemp(join(tmpdir(), "usher-browser-"));
    await writeFile(server.#config, config);
    server.port = await free_port();
    await server.run();
    return server;
  }

  get base() {
    return `http://127.0.0.1:${this.port}`;
  }

  // Where agents' pages are; see nodes.mjs.
  get console_base() {
    return this.base;
  }

  get data() {
    return join(this.#folder, "data");
  }

  get #config() {
    return join(this.#folder, "usher.toml");
  }

  // {console, agent: {login, password}, supervisor: {…}, admin: {…}}
  async credentials() {
    return JSON.parse(await readFile(join(this.data, "demo-credentials.json"), "utf8"));
  }

  async run() {
    const listen = `127.0.0.1:${this.port}`;
    const options = ["serve", "--data", this.data, "--listen", listen, "--demo"];
    options.push("--config", this.#config);
    this.#process = spawn(BINARY, options, { stdio: ["ignore", "pipe", "pipe"] });
    this.#process.stdout.on("data", (words) => (this.#words += words));
    this.#process.stderr.on("data", (words) => (this.#words += words));
    await until("the server is ready", async () => {
      if (this.#process.exitCode !== null) throw new Error(`it ended at once:\n${this.#words}`);
      const answer = await fetch(`${this.base}/readyz`).catch(() => null);
      return answer?.ok;
    });
  }

  // As a crash: no word to anybody.
  async kill() {
    await this.#end("SIGKILL");
  }

  async stop() {
    await this.#end("SIGTERM");
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #end(signal) {
    const ended = this.#process;
    if (ended.exitCode !== null || ended.signalCode !== null) return;
    ended.kill(signal);
    await once(ended, "exit");
  }
}
