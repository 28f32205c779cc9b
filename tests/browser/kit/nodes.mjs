// Two nodes in the place of the one server of server.mjs: visitors' pages are at the first,
// consoles at the second, so that whatever they see of each other has gone from node to node.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Topology } from "../../../deploy/local/topology.mjs";
import { BINARY, Server } from "./server.mjs";

export class Nodes {
  #folder;
  #topology;

  static async start(config = "") {
    const server = new Nodes();
    server.#folder = await mkdtemp(join(tmpdir(), "usher-browser-"));
    const file = join(server.#folder, "usher.toml");
    await writeFile(file, config);
    server.#topology = await Topology.start({
      binary: BINARY,
      folder: server.#folder,
      names: ["a", "b"],
      options: ["--demo", "--config", file],
      durable: false,
    });
    return server;
  }

  get #first() {
    return this.#topology.nodes[0];
  }

  get port() {
    return this.#first.port;
  }

  get base() {
    return this.#first.base;
  }

  get console_base() {
    return this.#topology.nodes[1].base;
  }

  get data() {
    return this.#first.data;
  }

  credentials() {
    return this.#topology.credentials();
  }

  run() {
    return this.#topology.run();
  }

  async kill() {
    await this.#topology.kill();
  }

  async stop() {
    await this.#topology.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

// As many as USHER_NODES says: 1, or 2.
export const start_server = (config) =>
  process.env.USHER_NODES === "2" ? Nodes.start(config) : Server.start(config);
