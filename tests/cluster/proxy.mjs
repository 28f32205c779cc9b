// TCP proxies that can be made to fail, in a thread of their own.

import { Worker } from "node:worker_threads";

let thread = null;
let calls = 0;
const waiting = new Map();

function ask(order) {
  if (!thread) {
    thread = new Worker(new URL("./proxy_worker.mjs", import.meta.url));
    thread.on("message", ({ call, answer }) => {
      const { resolve, reject } = waiting.get(call);
      waiting.delete(call);
      if (answer.error) reject(new Error(`a proxy: ${answer.error}`));
      else resolve(answer);
    });
    thread.unref(); // it keeps nobody from ending
  }
  const call = ++calls;
  return new Promise((resolve, reject) => {
    waiting.set(call, { resolve, reject });
    thread.postMessage({ call, ...order });
  });
}

export class Proxy {
  // `targets`: ports; a connection goes to the first that takes it.
  static async to(...targets) {
    const proxy = new Proxy();
    Object.assign(proxy, await ask({ what: "make", settings: { targets } }));
    return proxy;
  }

  #set(settings) {
    return ask({ what: "set", proxy: this.proxy, settings });
  }

  pass() {
    return this.#set({ mode: "pass" });
  }
  // Connections end, and new ones at once.
  cut() {
    return this.#set({ mode: "cut" });
  }
  // Connections end, and nobody listens.
  refuse() {
    return this.#set({ mode: "refuse" });
  }
  // Bytes that go these ways stay here until pass(): nobody is told.
  freeze(ways = ["up", "down"]) {
    return this.#set({ mode: "freeze", ways });
  }
  // Each way.
  delay(delay_ms) {
    return this.#set({ mode: "pass", delay_ms });
  }
  // The next COMMITs reach PostgreSQL; their answers don't come back, and the connection ends.
  cut_after_commit(commits) {
    return this.#set({ commits });
  }
  async commits_cut() {
    return (await this.#set({})).commits_cut;
  }
  retarget(targets) {
    return this.#set({ targets });
  }
  // Ends each of its connections with this likelihood.
  cut_some(part) {
    return ask({ what: "cut_some", proxy: this.proxy, settings: { part } });
  }
  close() {
    return ask({ what: "close", proxy: this.proxy });
  }
}
