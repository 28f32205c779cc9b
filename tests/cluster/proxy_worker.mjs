// The thread of proxy.mjs: many TCP proxies, so that neither the people's work nor an audit delays
// a byte. Messages in: {call, proxy, what, …}; out: {call, port}.

import { once } from "node:events";
import { connect, createServer } from "node:net";
import { parentPort } from "node:worker_threads";

const COMMIT = Buffer.from("COMMIT\0"); // in a statement's text, and in the word that it was done

// One connection. `up` is towards the server.
class Line {
  #doomed = false; // the server works on a COMMIT whose answer will be lost
  #far = null;
  #dialing = false;

  constructor(proxy, near) {
    this.proxy = proxy;
    this.near = near;
    near.on("error", () => this.end());
    near.on("close", () => this.end());
    near.pause();
    this.dial(0);
  }

  // The first of the proxy's targets that answers; not before hold() when bytes are held now.
  dial(nth) {
    if (nth === 0 && (this.#dialing || this.proxy.holds("up") || this.proxy.holds("down"))) return;
    this.#dialing = true;
    const port = this.proxy.targets[nth];
    if (port === undefined) return this.end();
    const far = connect(port, "127.0.0.1");
    far.setNoDelay(true);
    this.near.setNoDelay(true);
    far.once("error", () => this.#far === far || this.dial(nth + 1));
    far.once("connect", () => {
      if (this.near.destroyed) return far.destroy();
      this.#far = far;
      this.target = port;
      far.on("close", () => this.end());
      this.near.on("data", (bytes) => this.carry("up", bytes));
      far.on("data", (bytes) => this.carry("down", bytes));
      this.hold();
    });
  }

  carry(way, bytes) {
    const to = way === "up" ? this.#far : this.near;
    const commits = bytes.includes(COMMIT);
    if (way === "up" && commits && this.proxy.commits_to_cut > 0) {
      --this.proxy.commits_to_cut;
      ++this.proxy.commits_cut;
      this.#doomed = true;
    }
    if (way === "down" && this.#doomed) return commits ? this.end() : undefined;
    const forward = () => to.destroyed || to.write(bytes);
    if (this.proxy.delay_ms > 0) setTimeout(forward, this.proxy.delay_ms);
    else forward();
  }

  hold() {
    if (!this.#far) return this.dial(0);
    for (const [way, from] of [
      ["up", this.near],
      ["down", this.#far],
    ]) {
      if (this.proxy.holds(way)) from.pause();
      else from.resume();
    }
  }

  end() {
    this.near.destroy();
    this.#far?.destroy();
    this.proxy.lines.delete(this);
  }
}

class Proxy {
  lines = new Set();
  delay_ms = 0;
  commits_to_cut = 0;
  commits_cut = 0;
  #held = new Set();
  #lets_in = true;

  constructor(targets) {
    this.targets = targets;
  }

  async listen(port = 0) {
    this.listener = createServer((near) => {
      if (this.#lets_in) this.lines.add(new Line(this, near));
      else near.destroy();
    });
    this.listener.listen(port, "127.0.0.1");
    await once(this.listener, "listening");
    this.port = this.listener.address().port;
  }

  holds(way) {
    return this.#held.has(way);
  }

  cut(lines = this.lines) {
    for (const line of [...lines]) line.end();
  }

  async set({ mode, ways = ["up", "down"], delay_ms = 0, commits, targets }) {
    if (targets) this.targets = targets;
    if (commits !== undefined) this.commits_to_cut = commits;
    if (mode === undefined) return;
    this.delay_ms = delay_ms;
    this.#lets_in = mode !== "cut";
    this.#held = new Set(mode === "freeze" ? ways : []);
    if (mode === "cut" || mode === "refuse") this.cut();
    if (mode === "refuse") this.listener.close();
    else if (!this.listener.listening) await this.listen(this.port);
    for (const line of [...this.lines]) line.hold();
  }
}

const proxies = [];

async function obey({ what, proxy, settings }) {
  if (what === "make") {
    const made = new Proxy(settings.targets);
    await made.listen();
    return { proxy: proxies.push(made) - 1, port: made.port };
  }
  const named = proxies[proxy];
  if (what === "set") await named.set(settings);
  if (what === "cut_some") named.cut([...named.lines].filter(() => Math.random() < settings.part));
  if (what === "close") {
    named.cut();
    named.listener.close();
  }
  return { commits_cut: named.commits_cut };
}

parentPort.on("message", async ({ call, ...order }) => {
  const answer = await obey(order).catch((error) => ({ error: error.message }));
  parentPort.postMessage({ call, answer });
});
