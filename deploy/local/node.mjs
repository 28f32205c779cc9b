// `usher serve` as a process: one of several over the same store, or one alone.

import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Child, until } from "./ports.mjs";

export class UsherNode {
  #child = null;
  wanted = false; // whether it should live

  // `options`: of `usher serve`, beside its data folder and where it listens.
  constructor({ binary, name, folder, port, options }) {
    Object.assign(this, { binary, name, folder, port, options });
  }

  get base() {
    return `http://127.0.0.1:${this.port}`;
  }

  get data() {
    return join(this.folder, this.name);
  }

  get log() {
    return join(this.folder, `${this.name}.log`);
  }

  get lives() {
    return this.#child?.lives ?? false;
  }

  async start() {
    this.wanted = true;
    await mkdir(this.folder, { recursive: true });
    const own = ["--data", this.data, "--listen", `127.0.0.1:${this.port}`];
    const options = ["serve", ...own, ...this.options];
    this.#child = new Child(this.binary, options, { log: this.log, last_signal: "TERM" });
    await until(`node ${this.name} is ready, or see ${this.log}`, async () => {
      if (this.lives) return this.is_ready();
      throw new Error(`node ${this.name} ended at once: ${await this.last_words()}`);
    });
  }

  async is_ready(wait_ms = 1_000) {
    const signal = AbortSignal.timeout(wait_ms);
    const answer = await fetch(`${this.base}/readyz`, { signal }).catch(() => null);
    return answer?.ok ?? false;
  }

  // The sum of a metric's series.
  async metric(name) {
    const answer = await fetch(`${this.base}/metrics`).catch(() => null);
    const lines = answer?.ok ? (await answer.text()).split("\n") : [];
    const series = lines.filter((line) => line.split(/[ {]/)[0] === name);
    return series.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
  }

  async last_words() {
    return (await readFile(this.log, "utf8")).split("\n").slice(-12).join("\n");
  }

  // Gives its exit code when it has ended.
  drain() {
    this.wanted = false;
    return this.#child.end("SIGTERM");
  }

  // As a crash: no word to anybody.
  kill() {
    this.wanted = false;
    return this.#child.end("SIGKILL");
  }

  freeze() {
    this.#child.signal("SIGSTOP");
  }

  thaw() {
    this.#child.signal("SIGCONT");
  }

  async stop() {
    if (!this.lives) return;
    this.thaw();
    await this.drain();
  }
}
