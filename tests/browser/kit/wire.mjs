// A wire that can be cut: a TCP proxy in front of the server. Pages that are opened through it lose
// their network, or a part of it, when it is cut, and get it back when it is mended.

import { once } from "node:events";
import { connect, createServer } from "node:net";

export class Wire {
  #listener;
  #sockets = new Set();
  #lets = "all"; // or "pages", or "nothing"

  static async to(target_port) {
    const wire = new Wire();
    wire.#listener = createServer((near) => wire.#join(near, target_port));
    wire.#listener.listen(0, "127.0.0.1");
    await once(wire.#listener, "listening");
    wire.port = wire.#listener.address().port;
    return wire;
  }

  get base() {
    return `http://127.0.0.1:${this.port}`;
  }

  // Both ends notice at once, as when a cable is pulled on a machine.
  cut() {
    this.#let("nothing");
  }

  // Pages and scripts still load; WebSocket and long-poll are refused, as by a strict proxy.
  only_pages() {
    this.#let("pages");
  }

  mend() {
    this.#lets = "all";
  }

  #let(what) {
    this.#lets = what;
    for (const socket of this.#sockets) socket.destroy();
  }

  close() {
    this.cut();
    this.#listener.close();
  }

  #join(near, target_port) {
    if (this.#lets === "nothing") {
      near.destroy();
      return;
    }
    near.on("data", (bytes) => {
      const request = bytes.subarray(0, 12).toString("latin1");
      if (this.#lets === "pages" && /^(GET \/ws\/|POST \/poll)/.test(request)) near.destroy();
    });
    const far = connect(target_port, "127.0.0.1");
    for (const [one, other] of [
      [near, far],
      [far, near],
    ]) {
      this.#sockets.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        this.#sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  }
}
