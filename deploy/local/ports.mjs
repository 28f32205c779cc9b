// What starting programs on one machine takes: a free port, patience, and that nothing outlives us.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

const ASK_AGAIN_MS = 50;

export async function free_port() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

// `condition` gives something truthy, which is returned, or is asked again. What it throws ends it.
export async function until(what, condition, wait_ms = 20_000) {
  const end = Date.now() + wait_ms;
  for (;;) {
    const answer = await condition();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`after ${wait_ms / 1000} s it is still not so: ${what}`);
    await pause(ASK_AGAIN_MS);
  }
}

// A child process that dies with this one, however this one dies. `user`: whom it runs as, for
// programs that refuse to be root. What it says goes to the file `log`.
export class Child {
  #ended;

  constructor(command, options, { log, user, last_signal = "KILL" }) {
    const words = openSync(log, "a");
    const prefix = ["--pdeathsig", last_signal];
    if (user) prefix.push(`--reuid=${user}`, `--regid=${user}`, "--init-groups");
    this.process = spawn("setpriv", [...prefix, command, ...options], {
      stdio: ["ignore", words, words],
      detached: true, // Ctrl+C is ours to pass on
      cwd: "/",
    });
    this.#ended = once(this.process, "exit");
    this.#ended.catch(() => undefined); // `error`: it never ran; ended() tells
  }

  get lives() {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  signal(name) {
    if (this.lives) this.process.kill(name);
  }

  // Its exit code; null when a signal ended it.
  async ended() {
    return (await this.#ended)[0];
  }

  async end(name) {
    this.signal(name);
    return this.ended();
  }
}
