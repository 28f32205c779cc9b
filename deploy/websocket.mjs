// A WebSocket client in a page, for Node 18, which brings none: RFC 6455, text frames only, no
// extensions. Enough to talk to Usher and to be read in one go.
//
//   const socket = await connect("ws://127.0.0.1:8080/ws/agent", { cookie: "…" });
//   socket.send({ type: "ping" });
//   const pong = await socket.next((frame) => frame.type === "pong");
//
// Frames that nobody waited for yet are kept in order: none is missed between two calls of next().
// A `wanted` that throws refuses: next() rejects with what it threw. Who would rather be told calls
// hand_over().

import { createHash, randomBytes } from "node:crypto";
import { request } from "node:http";

const MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455, 1.3
const OPCODE = { continuation: 0, text: 1, close: 8, ping: 9, pong: 10 };

// `signal` gives up a connection that is not open yet.
export function connect(url, headers = {}, signal = undefined) {
  const { protocol, host, hostname, port, pathname, search } = new URL(url);
  if (protocol !== "ws:") throw new Error(`only ws: is spoken here, not ${protocol}`);
  const key = randomBytes(16).toString("base64");
  const upgrade = request({
    hostname,
    port,
    path: pathname + search,
    signal,
    headers: {
      host,
      origin: `http://${host}`,
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "13",
      "sec-websocket-key": key,
      ...headers,
    },
  });
  return new Promise((resolve, reject) => {
    upgrade.on("error", reject);
    upgrade.on("response", (response) => {
      response.resume();
      reject(new Error(`${pathname} answered ${response.statusCode} instead of the upgrade`));
    });
    upgrade.on("upgrade", (response, stream, head) => {
      const wanted = createHash("sha1").update(key + MAGIC).digest("base64");
      if (response.headers["sec-websocket-accept"] === wanted) resolve(new Socket(stream, head));
      else reject(new Error("the server's Sec-WebSocket-Accept is wrong"));
    });
    upgrade.end();
  });
}

class Socket {
  #stream;
  #bytes;
  #fragments = [];
  #frames = [];
  #waiter = null;
  #owner = null;
  closed = null; // the close code, once there is one; 1006 when the stream just ended

  constructor(stream, head) {
    this.#stream = stream;
    this.#bytes = head;
    stream.on("data", (chunk) => {
      this.#bytes = Buffer.concat([this.#bytes, chunk]);
      this.#parse();
    });
    stream.on("error", () => this.#end(1006));
    stream.on("close", () => this.#end(1006));
    this.#parse();
  }

  send(frame) {
    this.send_text(JSON.stringify(frame));
  }

  send_text(text) {
    this.#write(OPCODE.text, Buffer.from(text));
  }

  // The first frame that `wanted` accepts; those before it are dropped. Rejects after `wait_ms`.
  next(wanted, wait_ms = 10_000) {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.#waiter = null;
        reject(new Error(`no such frame came in ${wait_ms} ms: ${wanted}`));
      }, wait_ms);
      this.#waiter = { wanted, resolve, reject, late };
      this.#serve();
    });
  }

  // From now on each frame's text goes to on_text(), and the close code to on_close(), later.
  hand_over(on_text, on_close) {
    this.#owner = { on_text, on_close };
    const early = this.#frames.splice(0);
    queueMicrotask(() => {
      for (const frame of early) on_text(JSON.stringify(frame));
      if (this.closed !== null) on_close(this.closed);
    });
  }

  // Without a word, as when a machine goes.
  drop() {
    this.#stream.destroy();
  }

  close() {
    this.#write(OPCODE.close, Buffer.from([0x03, 0xe8])); // 1000: normal
    this.#stream.end();
  }

  #serve() {
    while (this.#waiter && this.#frames.length > 0) {
      const frame = this.#frames.shift();
      try {
        if (this.#waiter.wanted(frame)) this.#settle("resolve", frame);
      } catch (refusal) {
        this.#settle("reject", refusal);
      }
    }
    if (this.#waiter && this.closed !== null) {
      this.#settle("reject", new Error(`the server closed the connection with ${this.closed}`));
    }
  }

  #settle(how, value) {
    const waiter = this.#waiter;
    this.#waiter = null;
    clearTimeout(waiter.late);
    waiter[how](value);
  }

  #end(code) {
    const first = this.closed === null;
    this.closed ??= code;
    this.#serve();
    if (first) this.#owner?.on_close(code);
  }

  #write(opcode, payload) {
    const length =
      payload.length < 126
        ? Buffer.from([0x80 | payload.length])
        : Buffer.from([0x80 | 126, payload.length >> 8, payload.length & 0xff]);
    const mask = randomBytes(4);
    const masked = payload.map((byte, index) => byte ^ mask[index % 4]);
    this.#stream.write(Buffer.concat([Buffer.from([0x80 | opcode]), length, mask, masked]));
  }

  #parse() {
    for (;;) {
      if (this.#bytes.length < 2) return;
      const final = (this.#bytes[0] & 0x80) !== 0;
      const opcode = this.#bytes[0] & 0x0f;
      let length = this.#bytes[1] & 0x7f;
      let start = 2;
      if (length === 126) {
        if (this.#bytes.length < 4) return;
        length = this.#bytes.readUInt16BE(2);
        start = 4;
      } else if (length === 127) {
        if (this.#bytes.length < 10) return;
        length = Number(this.#bytes.readBigUInt64BE(2));
        start = 10;
      }
      if (this.#bytes.length < start + length) return;
      const payload = this.#bytes.subarray(start, start + length);
      this.#bytes = this.#bytes.subarray(start + length);
      this.#take(final, opcode, payload);
    }
  }

  #take(final, opcode, payload) {
    if (opcode === OPCODE.ping) return this.#write(OPCODE.pong, payload);
    if (opcode === OPCODE.close) {
      return this.#end(payload.length < 2 ? 1005 : payload.readUInt16BE(0));
    }
    if (opcode !== OPCODE.text && opcode !== OPCODE.continuation) return;
    this.#fragments.push(payload);
    if (!final) return;
    const text = Buffer.concat(this.#fragments).toString("utf8");
    this.#fragments = [];
    if (this.#owner) return this.#owner.on_text(text);
    this.#frames.push(JSON.parse(text));
    this.#serve();
  }
}
