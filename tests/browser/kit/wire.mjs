// A wire that can be cut: a TCP proxy in front of the server. Pages that are opened through it lose
// their network when it is cut, and get it back when it is mended.

import { once } from "node:events";
import { connect, createServer } from "node:net";

export class Wire {
  #listener;
  #sockets = new Set();
  #whole = true;

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
    this.#whole = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend() {
    this.#whole = true;
  }

  close() {
    this.cut();
    this.#listener.close();
  }

  #join(near, target_port) {
    if (!this.#whole) {
      near.destroy();
      return;
    }
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
