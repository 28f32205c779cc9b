import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";

import type { Transport } from "../transport";
import { poll_transport, socket_or_poll } from "../transport";
import { random_from } from "./world";

// The server's half of the long poll, which echoes each frame, and loses some answers on the way.
interface Body {
  readonly ack: number;
  readonly seq: number;
  readonly frames: unknown[];
}

class EchoPoll {
  readonly server: Server;
  lose = 0;
  opened = 0;
  refusal: { status: number; body: string } | null = null;
  private readonly random_ = random_from(7);
  private kept_: unknown[] = [];
  private first_ = 1;
  private applied_ = 0;
  private held_: ServerResponse | null = null;
  received: unknown[] = [];

  constructor() {
    this.server = createServer((request, response) => void this.serve_(request, response));
  }

  close_with(code: number): void {
    this.held_?.end(JSON.stringify({ from: this.first_, frames: this.kept_, close: { code } }));
    this.held_ = null;
  }

  private async serve_(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    if (request.url === "/poll/agent") {
      this.opened += 1;
      response.statusCode = this.refusal?.status ?? 200;
      return void response.end(this.refusal?.body ?? '{"poll":"p 1"}');
    }
    assert.equal(request.url, "/poll/p%201");
    const { ack, seq, frames } = JSON.parse(text) as Body;
    while (this.first_ <= ack) {
      this.kept_.shift();
      this.first_ += 1;
    }
    frames.forEach((frame, index) => {
      if (seq + index <= this.applied_) return;
      this.applied_ = seq + index;
      this.received.push(frame);
      this.kept_.push({ echo: frame });
    });
    const older = this.held_;
    this.held_ = response;
    older?.end(JSON.stringify({ from: this.first_, frames: [] }));
    if (this.kept_.length > 0) this.answer_();
  }

  private answer_(): void {
    const response = this.held_;
    this.held_ = null;
    const body = JSON.stringify({ from: this.first_, frames: this.kept_ });
    if (this.random_() < this.lose) response?.socket?.destroy();
    else response?.end(body);
  }
}

const servers: EchoPoll[] = [];
after(() => servers.forEach(({ server }) => {
  server.closeAllConnections();
  server.close();
}));

async function started(): Promise<{ echo: EchoPoll; poll: string }> {
  const echo = new EchoPoll();
  servers.push(echo);
  await new Promise<void>((listening) => echo.server.listen(0, "127.0.0.1", listening));
  return { echo, poll: `http://127.0.0.1:${(echo.server.address() as AddressInfo).port}/poll` };
}

interface Talk {
  transport: Transport;
  frames: unknown[];
  closed: Promise<number>;
  opened: Promise<void>;
}

function talk(connect: ReturnType<typeof poll_transport>): Talk {
  const frames: unknown[] = [];
  let close: (code: number) => void;
  let open: () => void;
  const closed = new Promise<number>((resolve) => { close = resolve; });
  const opened = new Promise<void>((resolve) => { open = resolve; });
  const transport = connect({
    on_open: () => open(), on_close: (code) => close(code),
    on_frame: (text) => frames.push(JSON.parse(text)),
  });
  return { transport, frames, closed, opened };
}

async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((next) => setImmediate(next));
}

test("a long poll carries frames both ways, in order, each once", async () => {
  const { echo, poll } = await started();
  const { transport, frames, opened } = talk(poll_transport({ poll, query: "/agent" }));
  await opened;
  const sent = Array.from({ length: 60 }, (_, number) => ({ number }));
  for (const frame of sent) {
    transport.send(JSON.stringify(frame));
    if (frame.number % 7 === 0) await until(() => echo.received.length > frame.number);
  }
  await until(() => frames.length >= sent.length);
  assert.deepEqual(echo.received, sent);
  assert.deepEqual(frames, sent.map((echo_of) => ({ echo: echo_of })));
  transport.close();
});

test("an answer that is lost ends the connection, for the client to resume", async () => {
  const { echo, poll } = await started();
  const { transport, opened, closed } = talk(poll_transport({ poll, query: "/agent" }));
  await opened;
  echo.lose = 1;
  transport.send("{}");
  assert.equal(await closed, 1006);
});

test("the server's close code comes through", async () => {
  const { echo, poll } = await started();
  const { opened, closed } = talk(poll_transport({ poll, query: "/agent" }));
  await opened;
  let code = 0;
  void closed.then((told) => { code = told; });
  await until(() => {
    echo.close_with(4001);
    return code !== 0;
  });
  assert.equal(code, 4001);
});

test("only the server's own refusal is final", async () => {
  const cases: [number, string, number][] = [
    [401, '{"error":{"code":"signed_out","message":""}}', 4100],
    [404, '{"error":{"code":"unknown_site","message":""}}', 4202],
    [404, "<html>no such route</html>", 1006],
    [503, '{"error":{"code":"draining","message":""}}', 1006],
  ];
  for (const [status, body, code] of cases) {
    const { echo, poll } = await started();
    echo.refusal = { status, body };
    const { closed } = talk(poll_transport({ poll, query: "/agent" }));
    assert.equal(await closed, code, body);
  }
});

// A socket that never opens: a proxy in between refuses the upgrade.
class BlockedSocket {
  static count = 0;
  readyState = 0;
  onclose: ((event: { code: number }) => void) | null = null;
  constructor() {
    BlockedSocket.count += 1;
    setImmediate(() => this.onclose?.({ code: 1006 }));
  }
  close(): void { this.readyState = 3; }
}

test("two upgrades that never open lead to the long poll, and that back to sockets", async () => {
  const { echo, poll } = await started();
  Object.assign(globalThis, { WebSocket: BlockedSocket });
  const connect = socket_or_poll({ socket: "ws://blocked", poll, query: "/agent" });
  assert.equal(await talk(connect).closed, 1006);
  assert.equal(await talk(connect).closed, 1006);
  assert.equal(BlockedSocket.count, 2);
  const { opened, transport } = talk(connect);
  await opened;
  assert.equal(echo.opened, 1);
  transport.close();
  echo.refusal = { status: 503, body: "" };
  assert.equal(await talk(connect).closed, 1006);
  assert.equal(await talk(connect).closed, 1006);
  assert.equal(BlockedSocket.count, 3);
});
