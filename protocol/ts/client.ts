// A client of Usher, for visitors and for agents: it connects, says hello, catches up, keeps the
// order, sends what was written, and comes back when the connection goes. It draws nothing and
// stores nothing but its outbox; what happens is told by on_event.
//
//   const client = create_client({
//     role: "visitor", decode: decode_visitor,
//     connect: socket_or_poll({ socket: "wss://host/ws/visitor?site=KEY",
//                               poll: "https://host/poll", query: "/visitor?site=KEY" }),
//     hello: () => ({ type: "visitor_hello", protocol: 1, token }),
//     outbox: create_outbox({ storage: localStorage, key: "usher:KEY" }),
//     drop_credentials: () => { token = undefined; return true; },
//     on_event: (event) => { … },
//   });
//   client.start();
//   client.say("Is it in stock?");
//
// Guarantees: a log's entries are in the server's order, each once, without a hole. A message said
// is sent until it is acknowledged, under one client_id, over reconnects and reloads; messages of
// one conversation keep their order. "live" is told after every followed conversation has caught
// up. Frames given to send() are at most once: when it returns false, nothing was sent. on_event
// is called inside these methods and from timers and the network; it may call methods.

import { backoff_ms } from "./backoff";
import { Conversations } from "./conversations";
import type { Decode } from "./decode";
import { type Environment, browser_environment } from "./environment";
import type {
  AgentHelloFrame, Author, ClientFrame, Entry, ServerFrame, VisitorHelloFrame,
} from "./frames.gen";
import { Lanes } from "./lanes";
import { Liveness } from "./liveness";
import type { Outbox, OutboxMessage, Place } from "./outbox";
import { type ConversationLog, apply_ack } from "./reduce_conversation";
import type { Connect, Transport } from "./transport";

export type Status =
  | { readonly phase: "idle" | "connecting" | "resuming" | "live" }
  | { readonly phase: "waiting"; readonly retry_at: number }
  // credentials: sign in, then start() again. refused: this page need not come back.
  | { readonly phase: "stopped"; readonly code: number; readonly why: "credentials" | "refused" };

export type ClientEvent =
  | { readonly type: "status"; readonly status: Status }
  | { readonly type: "frame"; readonly frame: ServerFrame } // each, after it was applied
  | { readonly type: "log"; readonly log: ConversationLog } // a new object at each change
  | { readonly type: "gone"; readonly conversation: string } // no longer followed
  | { readonly type: "outbox"; readonly messages: readonly OutboxMessage[] };

export interface ClientOptions {
  role: "visitor" | "agent";
  connect: Connect;
  decode: Decode;
  hello(): VisitorHelloFrame | AgentHelloFrame; // asked at every connection
  outbox: Outbox;
  drop_credentials(): boolean; // they are not good; true: come back without, false: stop
  on_event(event: ClientEvent): void;
  ping_ms?: number;
  environment?: Environment;
}
const ping_ms_default = 25_000;
const mark_ms = 50; // marks within this time travel together

export class Client {
  status: Status = { phase: "idle" };

  private readonly environment_: Environment;
  private readonly outbox_: Outbox;
  private readonly lanes_: Lanes;
  private readonly liveness_: Liveness;
  private readonly conversations_: Conversations;
  private readonly marks_ = new Map<string, { delivered: number; read: number }>();
  private readonly marked_ = new Set<string>(); // those whose marks are to be sent
  private transport_: Transport | null = null;
  private attempt_ = 0;
  private me_: Author;
  private identity_ = "";
  private cancel_retry_: () => void = () => undefined;

  constructor(private readonly options_: ClientOptions) {
    const environment = (this.environment_ = options_.environment ?? browser_environment);
    this.me_ = { kind: options_.role, name: "" };
    this.outbox_ = options_.outbox;
    const tell = () => this.emit_({ type: "outbox", messages: this.outbox_.messages() });
    this.outbox_.on_change(tell);
    this.lanes_ = new Lanes(environment, this.outbox_, (frame) => {
      this.transmit_(frame);
      this.liveness_.expect(frame.client_id);
    });
    this.liveness_ = new Liveness(environment, {
      ping: () => this.transmit_({ type: "ping" }),
      lost: () => this.closed_(1006), // dead, though nobody said so
    }, options_.ping_ms ?? ping_ms_default);
    this.conversations_ = new Conversations(environment, this.liveness_, {
      send: (frame) => this.transmit_(frame),
      changed: (log) => this.emit_({ type: "log", log }),
      gone: (conversation) => {
        this.marks_.delete(conversation);
        this.emit_({ type: "gone", conversation });
      },
      caught_up: () => this.live_if_caught_up_(),
    });
  }

  // --- The connection ---

  start(): void {
    const { phase } = this.status;
    if (phase === "idle" || phase === "stopped") this.connect_();
  }

  stop(): void {
    this.disconnect_();
    this.set_status_({ phase: "idle" });
  }

  // The network or the tab came back: try now; or find out whether the connection still lives.
  wake(): void {
    if (this.status.phase === "waiting") this.connect_();
    else if (this.status.phase === "live") this.liveness_.ping();
  }

  set_ping(ms: number): void {
    this.liveness_.set_interval(ms);
  }

  // --- Sending ---

  // Gives the message's client_id. Agents name the conversation, visitors perhaps a queue.
  say(text: string, place: Place = {}): string {
    const { client_id } = this.outbox_.add(text, place);
    this.lanes_.pump();
    return client_id;
  }

  // A failed message again, under a new client_id, which it gives.
  retry(client_id: string): string | undefined {
    const message = this.outbox_.renew(client_id);
    this.lanes_.pump();
    return message?.client_id;
  }

  // Messages written elsewhere (another tab), ids kept; those already here are skipped.
  adopt(messages: readonly OutboxMessage[]): void {
    this.outbox_.adopt(messages);
    this.lanes_.pump();
  }

  discard(client_id: string): void {
    if (this.outbox_.find(client_id)?.state !== "sent") this.outbox_.remove(client_id);
  }

  send(frame: ClientFrame): boolean {
    if (this.status.phase !== "live") return false;
    if (frame.type === "identify" && frame.name) this.me_ = { ...this.me_, name: frame.name };
    this.transmit_(frame);
    return true;
  }

  // Stands in the log at once: the server tells marks to everybody else only.
  mark(conversation: string, delivered: number, read: number): void {
    const old = this.marks_.get(conversation) ?? { delivered: 0, read: 0 };
    if (delivered <= old.delivered && read <= old.read) return;
    delivered = Math.max(old.delivered, delivered);
    read = Math.max(old.read, read);
    this.marks_.set(conversation, { delivered, read });
    const kind = this.options_.role;
    this.conversations_.apply({ type: "peer_mark", conversation, kind, delivered, read });
    if (this.marked_.size === 0) this.environment_.later(mark_ms, () => this.send_marks_());
    this.marked_.add(conversation);
  }

  // --- Conversations ---

  log(conversation: string): ConversationLog | undefined {
    return this.conversations_.get(conversation);
  }

  // Opens a log: the newest entries, then all that follow. Visitors' conversations open by
  // themselves.
  follow(conversation: string, last_seq = 0): void {
    this.conversations_.follow(conversation, last_seq);
  }

  unfollow(conversation: string): void {
    this.conversations_.unfollow(conversation);
    this.marks_.delete(conversation);
  }

  // A log kept elsewhere, to resume from. Before start().
  restore(log: ConversationLog): void {
    this.conversations_.restore(log);
  }

  // Entries before the window. False: there are none, or they are on their way.
  older(conversation: string): boolean {
    return this.status.phase === "live" && this.conversations_.older(conversation);
  }

  // --- Inside ---

  private emit_(event: ClientEvent): void {
    try {
      this.options_.on_event(event);
    } catch (problem) {
      // A listener's bug must not break the order of things here; it shows up all the same.
      this.environment_.later(0, () => { throw problem; });
    }
  }

  private set_status_(status: Status): void {
    this.status = status;
    this.emit_({ type: "status", status });
  }

  private transmit_(frame: ClientFrame): void {
    this.transport_?.send(JSON.stringify(frame));
  }

  private connect_(): void {
    this.disconnect_();
    this.set_status_({ phase: "connecting" });
    this.liveness_.start();
    this.liveness_.expect("hello");
    const transport: Transport = this.options_.connect({
      on_open: () => transport === this.transport_ && this.transmit_(this.options_.hello()),
      on_frame: (text) => transport === this.transport_ && this.receive_(text),
      on_close: (code) => transport === this.transport_ && this.closed_(code),
    });
    this.transport_ = transport;
  }

  private disconnect_(): void {
    const transport = this.transport_;
    this.transport_ = null;
    transport?.close();
    this.cancel_retry_();
    this.liveness_.stop();
    this.conversations_.disconnect();
    this.lanes_.shut();
  }

  private closed_(code: number): void {
    this.disconnect_();
    const refused = code >= 4200 && code < 4300;
    const credentials = code >= 4100 && code < 4200 && !this.options_.drop_credentials();
    if (refused || credentials) {
      const why = refused ? "refused" : "credentials";
      return this.set_status_({ phase: "stopped", code, why });
    }
    const wait = backoff_ms(this.attempt_++, this.environment_.random());
    this.cancel_retry_ = this.environment_.later(wait, () => this.connect_());
    this.set_status_({ phase: "waiting", retry_at: this.environment_.now() + wait });
  }

  private receive_(text: string): void {
    this.liveness_.heard();
    const frame = this.options_.decode(text);
    if (!frame) return;
    const transport = this.transport_;
    this.apply_(frame);
    if (transport === this.transport_) this.emit_({ type: "frame", frame });
  }

  private apply_(frame: ServerFrame): void {
    switch (frame.type) {
      case "visitor_welcome":
        this.welcomed_(frame.visitor, { kind: "visitor", name: this.me_.name });
        if (frame.conversation) this.conversations_.about(frame.conversation);
        return this.resume_(frame.epoch);
      case "agent_welcome": {
        const { agent, name } = frame.agent;
        this.welcomed_(agent, { kind: "agent", name, agent });
        return this.resume_(frame.epoch);
      }
      case "pong":
        return this.liveness_.met("pong");
      case "ack":
        return this.acked_(frame.client_id, frame.conversation, frame.seq, frame.at);
      case "error":
        this.liveness_.met(frame.client_id ?? "");
        this.lanes_.refused(frame);
        return this.conversations_.refused(frame);
      case "entry":
        this.conversations_.apply(frame);
        return this.placed_([frame.entry]);
      case "entries":
        this.conversations_.apply(frame);
        return this.placed_(frame.entries);
      default:
        this.conversations_.apply(frame);
    }
  }

  private welcomed_(identity: string, me: Author): void {
    this.liveness_.met("hello");
    this.me_ = me;
    // Somebody else now: nothing of before is theirs.
    if (this.identity_ && this.identity_ !== identity) this.conversations_.forget_all();
    this.identity_ = identity;
    this.set_status_({ phase: "resuming" });
  }

  private resume_(epoch: string): void {
    this.conversations_.connect(epoch);
    this.live_if_caught_up_();
  }

  private live_if_caught_up_(): void {
    if (this.status.phase !== "resuming" || this.conversations_.catching_up()) return;
    this.attempt_ = 0;
    this.set_status_({ phase: "live" });
    this.marks_.forEach((_, conversation) => this.marked_.add(conversation));
    this.send_marks_();
    this.lanes_.open();
  }

  private send_marks_(): void {
    if (this.status.phase !== "live") return;
    this.marked_.forEach((conversation) => {
      const mark = this.marks_.get(conversation);
      if (mark) this.transmit_({ type: "mark", conversation, ...mark });
    });
    this.marked_.clear();
  }

  // The server stored a message of ours: it takes its place in the log, then leaves the outbox.
  private acked_(client_id: string, conversation: string, seq: number, at: number): void {
    this.liveness_.met(client_id);
    const message = this.outbox_.find(client_id);
    const log = this.conversations_.get(conversation);
    if (log && message) {
      this.conversations_.put(apply_ack(log, seq, at, this.me_, message));
      this.conversations_.check(conversation);
    }
    this.lanes_.placed(client_id);
  }

  // Entries that are our own messages: stored before a connection went that owed us the ack.
  private placed_(entries: readonly Entry[]): void {
    for (const { author, client_id, text } of entries) {
      if (author?.kind !== this.me_.kind || author.agent !== this.me_.agent) continue;
      // The same id with other words is somebody's mistake, which the server will tell.
      if (!client_id || this.outbox_.find(client_id)?.text !== text) continue;
      this.liveness_.met(client_id);
      this.lanes_.placed(client_id);
    }
  }
}

export const create_client = (options: ClientOptions): Client => new Client(options);
