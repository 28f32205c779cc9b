// Several nodes of Usher over one PostgreSQL, one Redis and one folder of files, on this machine.

import { chmod, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { UsherNode } from "./node.mjs";
import { free_port } from "./ports.mjs";
import { Postgres } from "./postgres.mjs";
import { Redis } from "./redis.mjs";

export class Topology {
  // `names`: of the nodes. `port`: of the first one, whose followers take the next ones; 0: free
  // ones. `options`: of `usher serve`, for all nodes. What there is in `folder` is taken up again.
  static async start({ binary, folder, names, port = 0, options = [], durable = true }) {
    const topology = new Topology();
    topology.folder = folder;
    await mkdir(folder, { recursive: true });
    await chmod(folder, 0o711); // PostgreSQL runs as somebody else
    try {
      topology.postgres = await Postgres.start(folder, { durable });
      topology.redis = await Redis.start(folder);
      topology.nodes = [];
      for (const [n, name] of names.entries()) {
        const own = port === 0 ? await free_port() : port + n;
        const all = [...topology.#common, "--node", name, ...options];
        topology.nodes.push(new UsherNode({ binary, name, folder, port: own, options: all }));
      }
      await topology.run();
      return topology;
    } catch (error) {
      await topology.stop();
      throw error;
    }
  }

  // What all nodes share.
  get #common() {
    const store = ["--postgres", this.postgres.address(), "--redis", this.redis.address()];
    return [...store, "--files", join(this.folder, "files")];
  }

  // One after another: the first makes the demo, which the others find.
  async run() {
    for (const node of this.nodes) await node.start();
  }

  // Of the demo: {agent: {login, password}, supervisor: {…}, admin: {…}}.
  async credentials() {
    return JSON.parse(await readFile(join(this.nodes[0].data, "demo-credentials.json"), "utf8"));
  }

  // As a crash of all nodes.
  kill() {
    return Promise.all(this.nodes.map((node) => node.kill()));
  }

  async stop() {
    await Promise.all((this.nodes ?? []).map((node) => node.stop()));
    await Promise.all([this.redis?.stop(), this.postgres?.stop()]);
  }
}
