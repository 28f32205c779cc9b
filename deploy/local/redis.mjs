// A Redis server of one's own on a port of 127.0.0.1, without a password and without a disk.

import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { Child, free_port, until } from "./ports.mjs";

const run = promisify(execFile);

export class Redis {
  #child = null;

  static async start(folder, { port } = {}) {
    const server = new Redis();
    server.folder = folder;
    server.port = port ?? (await free_port());
    await server.resume();
    return server;
  }

  // From `port`, which may be a proxy's in front of it.
  address(port = this.port) {
    return `redis://127.0.0.1:${port}`;
  }

  async resume() {
    const log = join(this.folder, "redis.log");
    const options = ["--port", String(this.port), "--bind", "127.0.0.1", "--save", ""];
    this.#child = new Child("redis-server", [...options, "--appendonly", "no"], { log });
    await until(`Redis is ready, or see ${log}`, async () => {
      if (!this.#child.lives) throw new Error(`Redis ended at once: see ${log}`);
      return (await this.ask("PING").catch(() => "")) === "PONG";
    });
  }

  // As a crash: all that it knew is gone.
  async stop() {
    await this.#child?.end("SIGKILL");
  }

  freeze() {
    this.#child.signal("SIGSTOP");
  }

  thaw() {
    this.#child.signal("SIGCONT");
  }

  async ask(...words) {
    const options = ["-h", "127.0.0.1", "-p", String(this.port), ...words];
    return (await run("redis-cli", options, { timeout: 5_000 })).stdout.trim();
  }
}
