// A visitor or an agent with the real client, who writes and keeps book: what was written, what was
// acknowledged, what was shown, in its order.

import {
  browser_environment,
  create_client,
  create_outbox,
  decode_agent,
  decode_visitor,
  node_transport,
} from "./client.mjs";

const AHEAD_MAX = 3; // unacknowledged messages, of one conversation
const VISITOR_PING_MS = 4_000; // as with an open panel
const AGENT_PING_MS = 10_000;
const ACCEPT_AGAIN_MS = 1_000;

// Who is eager comes back without the growing waits that keep a crowd from coming all at once: how
// long a service pauses shows at them, how long people do at everybody.
const EAGER = 0.02;

class Person {
  #written = 0;
  written = new Map(); // client_id → {n, text, conversation, at, acked: {conversation, seq, at}}
  shown = new Map(); // conversation → entries, in the order in which they appeared
  refused = new Map(); // client_id → code
  broken = []; // promises that were not kept while it looked

  constructor({ name, account, group, eager, url, headers, role }) {
    Object.assign(this, { name, account, group, eager, role });
    this.outbox = create_outbox();
    this.client = create_client({
      role,
      decode: role === "agent" ? decode_agent : decode_visitor,
      connect: node_transport(url, headers),
      hello: () => this.hello(),
      outbox: this.outbox,
      drop_credentials: () => false,
      ping_ms: role === "agent" ? AGENT_PING_MS : VISITOR_PING_MS,
      environment: {
        ...browser_environment,
        random: () => Math.random() * (eager ? EAGER : 1),
      },
      on_event: (event) => this.#on(event),
    });
  }

  start() {
    this.client.start();
  }
  stop() {
    this.client.stop();
  }

  get live() {
    return this.client.status.phase === "live";
  }
  get unacknowledged() {
    return this.outbox.messages().filter(({ state }) => state !== "failed");
  }
  get at_ease() {
    return this.live && this.unacknowledged.length === 0;
  }

  #on(event) {
    if (event.type === "log") this.#show(event.log);
    else if (event.type === "outbox") this.#look_for_failed(event.messages);
    else if (event.type === "frame") this.#take(event.frame);
    else if (event.type === "status") {
      if (event.status.phase === "stopped") this.broken.push(`sent away: ${event.status.code}`);
      if (event.status.phase === "live") this.came();
    }
  }

  #take(frame) {
    if (frame.type === "ack") this.#acknowledged(frame);
    else if (frame.type === "reset") this.broken.push(`${frame.conversation} was reset`);
    else if (frame.type.endsWith("_welcome")) this.#welcomed(frame);
    this.take(frame);
  }

  #welcomed({ epoch }) {
    if (this.epoch && this.epoch !== epoch) this.broken.push("the journal is another one");
    this.epoch = epoch;
  }

  #acknowledged({ client_id, conversation, seq }) {
    const message = this.written.get(client_id);
    if (!message) return void this.broken.push(`acknowledged, but never written: ${client_id}`);
    const { acked } = message;
    if (!acked) message.acked = { conversation, seq, at: performance.now() };
    else if (acked.seq !== seq || acked.conversation !== conversation) {
      this.broken.push(`acknowledged at two places: ${client_id}`);
    }
  }

  // A message of one's own may be seen stored before its ack comes, or instead of it.
  #show({ conversation, entries }) {
    const shown = this.shown.get(conversation) ?? [];
    this.shown.set(conversation, shown);
    const last = shown.at(-1)?.seq;
    const known = last === undefined ? 0 : last + 1 - (entries[0]?.seq ?? 0);
    for (const entry of entries.slice(Math.max(0, known))) {
      shown.push(entry);
      const message = this.written.get(entry.client_id);
      if (message) message.acked ??= { conversation, seq: entry.seq, at: performance.now() };
    }
  }

  #look_for_failed(messages) {
    for (const { client_id, state, code } of messages) {
      if (state === "failed") this.refused.set(client_id, code);
    }
  }

  say(conversation) {
    const n = ++this.#written;
    const text = `${this.name} says ${n}`;
    const client_id = this.client.say(text, conversation ? { conversation } : {});
    this.written.set(client_id, { n, text, conversation, at: performance.now() });
  }

  has_room(conversation) {
    const mine = this.unacknowledged.filter((message) => message.conversation === conversation);
    return mine.length < AHEAD_MAX;
  }

  // The longest that one of its messages waited for its place after `since`, until `now`.
  pause_ms(since, now) {
    let longest = 0;
    for (const [client_id, { at, acked }] of this.written) {
      if (this.refused.has(client_id)) continue;
      const end = acked?.at ?? now;
      if (end >= since) longest = Math.max(longest, end - at);
    }
    return longest;
  }
}

export class Visitor extends Person {
  token = undefined;
  conversation = null;

  constructor(how) {
    super({ ...how, role: "visitor", url: `${how.door}/ws/visitor?site=${how.site}` });
  }

  hello() {
    return { type: "visitor_hello", protocol: 1, ...(this.token && { token: this.token }) };
  }
  came() {}

  take(frame) {
    if (frame.type === "visitor_welcome") this.token = frame.token;
    const row = frame.type === "visitor_welcome" || frame.type === "conversation_changed";
    if (!row || !frame.conversation) return;
    const { conversation, state } = frame.conversation;
    if (this.conversation && this.conversation !== conversation) {
      this.broken.push(`conversation ${this.conversation} is not its own any more`);
    }
    this.conversation = conversation;
    this.served = state === "assigned";
  }

  write() {
    if (this.has_room(undefined)) this.say();
  }
}

export class Agent extends Person {
  rows = new Map();
  #accepted = new Map(); // conversation → when

  constructor(how) {
    super({ ...how, role: "agent", url: `${how.door}/ws/agent`, headers: { cookie: how.cookie } });
  }

  hello() {
    return { type: "agent_hello", protocol: 1 };
  }

  came() {
    this.client.send({ type: "status", status: "online" });
    this.accept();
  }

  take(frame) {
    if (frame.type === "agent_welcome") {
      this.id = frame.agent.agent;
      this.rows.clear();
      for (const row of frame.conversations) this.#listed(row);
    } else if (frame.type === "conversation_listed") {
      this.#listed(frame.conversation);
      this.accept();
    } else if (frame.type === "conversation_unlisted") {
      this.rows.delete(frame.conversation);
    }
  }

  #listed(row) {
    this.rows.set(row.conversation, row);
    if (this.has(row)) this.client.follow(row.conversation, row.last_seq);
  }

  has({ state, agent }) {
    return state === "assigned" && agent?.agent === this.id;
  }

  accept() {
    if (!this.live) return;
    for (const { conversation, offer } of this.rows.values()) {
      const before = this.#accepted.get(conversation) ?? -Infinity;
      if (!offer || performance.now() - before < ACCEPT_AGAIN_MS) continue;
      this.#accepted.set(conversation, performance.now());
      this.client.send({ type: "accept", conversation });
    }
  }

  write() {
    this.accept();
    for (const row of this.rows.values()) {
      if (this.has(row) && this.has_room(row.conversation)) this.say(row.conversation);
    }
  }
}
