// What stands before the nodes, as a proxy or an ingress does: a door for each node, which leads to
// another one while its own is not ready. What is open is left alone.

import { setInterval, clearInterval } from "node:timers";
import { Proxy } from "./proxy.mjs";

const LOOK_EVERY_MS = 500;
const ANSWER_MS = 1_000;
const MISSES = 2;

export class Balancer {
  #misses = new Map();
  #timer;
  #busy = false;

  static async before(nodes) {
    const balancer = new Balancer();
    balancer.nodes = nodes;
    balancer.doors = [];
    for (const node of nodes) balancer.doors.push(await Proxy.to(...balancer.#order(node)));
    balancer.#timer = setInterval(() => balancer.#look(), LOOK_EVERY_MS);
    return balancer;
  }

  // Ports: a door's own node first, as long as it is well.
  #order(own) {
    const well = (node) => (this.#misses.get(node) ?? 0) < MISSES;
    const rank = (node) => (well(node) ? 0 : 2) + (node === own ? 0 : 1);
    return [...this.nodes].sort((one, other) => rank(one) - rank(other)).map(({ port }) => port);
  }

  async #look() {
    if (this.#busy) return;
    this.#busy = true;
    const ready = await Promise.all(this.nodes.map((node) => node.is_ready(ANSWER_MS)));
    this.nodes.forEach((node, n) => {
      this.#misses.set(node, ready[n] ? 0 : (this.#misses.get(node) ?? 0) + 1);
    });
    await Promise.all(this.doors.map((door, n) => door.retarget(this.#order(this.nodes[n]))));
    this.#busy = false;
  }

  async close() {
    clearInterval(this.#timer);
    await Promise.all(this.doors.map((door) => door.close()));
  }
}
