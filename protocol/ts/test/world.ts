// A small world for clients: time that moves by hand, a network that delays, reorders, drops and
// cuts, and a server that keeps one conversation by the protocol's rules. All chance comes from
// one seed.

import type { Environment } from "../environment";
import type {
  AgentView, AskFrame, ClientFrame, Entry, File, PeerKind, PostFrame, ServerFrame,
  VisitorConversation,
} from "../frames.gen";
import type { Connect, Transport, TransportHandlers } from "../transport";

export function random_from(seed: number): () => number {
  let state = seed * 2_654_435_761 + 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Due { readonly at: number; readonly task: () => void; cancelled: boolean }

const demo_site = { key: "s_demo", name: "", colour: "", greeting: "", typing_preview: false };

export class HandClock implements Environment {
  private now_ = 1_000_000;
  private readonly due_: Due[] = []; // soonest last; equal times in the order of their making
  constructor(readonly random: () => number) {}
  now(): number { return this.now_; }
  later(ms: number, task: () => void): () => void {
    const due = { at: this.now_ + Math.max(0, ms), task, cancelled: false };
    let place = this.due_.length;
    while (place > 0 && (this.due_[place - 1] as Due).at <= due.at) place -= 1;
    this.due_.splice(place, 0, due);
    return () => { due.cancelled = true; };
  }
  advance(ms: number): void {
    const end = this.now_ + ms;
    for (let next = this.due_.at(-1); next && next.at <= end; next = this.due_.at(-1)) {
      this.due_.pop();
      if (next.cancelled) continue;
      this.now_ = next.at;
      next.task();
    }
    this.now_ = end;
  }
}

export interface Network { drop: number; delay_ms: number; refuse: number; reorder: boolean }

interface Line {
  readonly kind: PeerKind;
  readonly handlers: TransportHandlers;
  open: boolean;
  greeted: boolean;
  queued_until: number;
}

export const conversation = "c_1";
const agent: AgentView =
  { agent: "a_7", name: "Lin", role: "agent", status: "online", capacity: 5, load: 1 };

export class World {
  readonly clock: HandClock;
  readonly entries: Entry[] = [];
  readonly files = new Map<string, File>(); // by their tickets
  readonly network: Network = { drop: 0, delay_ms: 20, refuse: 0, reorder: false };
  epoch = "e1";
  page_max = 7;
  busy = 0; // how likely a message is answered by retry_later
  silent = false; // packets vanish both ways
  private lines_: Line[] = [];

  constructor(seed: number) {
    this.clock = new HandClock(random_from(seed));
  }

  connect(kind: PeerKind): Connect {
    return (handlers) => {
      const line: Line = { kind, handlers, open: true, greeted: false, queued_until: 0 };
      const refused = this.clock.random() < this.network.refuse;
      this.clock.later(this.network.delay_ms, () => {
        if (!line.open) return;
        if (refused) return this.cut(line, 1006);
        this.lines_.push(line);
        handlers.on_open();
      });
      const transport: Transport = {
        send: (text) => this.travel_(line, () =>
          this.take_(line, JSON.parse(text) as ClientFrame)),
        close: () => {
          line.open = false;
          this.lines_ = this.lines_.filter((each) => each !== line);
        },
      };
      return transport;
    };
  }

  cut_all(code = 1006): void {
    [...this.lines_].forEach((line) => this.cut(line, code));
  }

  cut(line: Line, code: number): void {
    if (!line.open) return;
    line.open = false;
    this.lines_ = this.lines_.filter((each) => each !== line);
    line.handlers.on_close(code);
  }

  // Somebody wrote, though no client of the test did.
  write(text: string): void {
    this.append_({ kind: "agent", name: "Max", agent: "a_9" }, `m${this.entries.length}`, text);
  }

  about(): VisitorConversation {
    const none = { delivered: 0, read: 0 };
    return {
      conversation, state: "assigned", queue: "q_1", agent: { agent: "a_7", name: "Lin" },
      held: false, opened_at: 1, last_seq: this.entries.length,
      visitor_mark: none, agent_mark: none,
    };
  }

  private travel_(line: Line, task: () => void): void {
    const { drop, delay_ms, reorder } = this.network;
    if (this.silent || this.clock.random() < drop) return;
    let at = this.clock.now() + this.clock.random() * delay_ms;
    if (!reorder) at = line.queued_until = Math.max(at, line.queued_until);
    this.clock.later(at - this.clock.now(), () => { if (line.open) task(); });
  }

  send(line: Line, frame: ServerFrame): void {
    this.travel_(line, () => line.handlers.on_frame(JSON.stringify(frame)));
  }

  private append_(
    author: Entry["author"], client_id: string, text: string, file?: File, but?: Line,
  ): Entry {
    const seq = this.entries.length + 1;
    const entry: Entry =
      { seq, at: seq * 10, kind: "message", author, client_id, text, ...(file && { file }) };
    this.entries.push(entry);
    for (const line of this.lines_) {
      if (!line.greeted || line === but) continue;
      this.send(line, { type: "entry", conversation, entry });
    }
    return entry;
  }

  private take_(line: Line, frame: ClientFrame): void {
    if (!line.greeted && frame.type !== "visitor_hello" && frame.type !== "agent_hello") return;
    switch (frame.type) {
      case "visitor_hello":
        line.greeted = true;
        return this.send(line, {
          type: "visitor_welcome", protocol: 1, epoch: this.epoch, now: 1, visitor: "v_1",
          token: "t", site: demo_site, queues: [],
          conversation: this.entries.length > 0 ? this.about() : null,
        });
      case "agent_hello":
        line.greeted = true;
        return this.send(line, {
          type: "agent_welcome", protocol: 1, epoch: this.epoch, now: 1, agent, queues: [],
          conversations: [],
        });
      case "ping":
        return this.send(line, { type: "pong", now: 1 });
      case "ask":
      case "post":
        return this.message_(line, frame);
      case "resume": {
        if (frame.epoch !== this.epoch || frame.after > this.entries.length) {
          return this.send(line, { type: "reset", conversation, epoch: this.epoch });
        }
        const page = this.entries.slice(frame.after, frame.after + this.page_max);
        return this.send(line, {
          type: "entries", conversation, epoch: this.epoch, direction: "after", entries: page,
          more: frame.after + page.length < this.entries.length,
        });
      }
      case "history": {
        const end = Math.min(frame.before - 1, this.entries.length);
        const from = Math.max(0, end - Math.min(frame.limit, this.page_max));
        return this.send(line, {
          type: "entries", conversation, epoch: this.epoch, direction: "before",
          entries: this.entries.slice(from, end), more: from > 0,
        });
      }
      default:
    }
  }

  private message_(line: Line, { client_id, text, file: ticket }: AskFrame | PostFrame): void {
    const author: Entry["author"] = line.kind === "visitor"
      ? { kind: "visitor", name: "" } : { kind: "agent", name: agent.name, agent: agent.agent };
    const known = this.entries.find((entry) =>
      entry.client_id === client_id && entry.author?.kind === line.kind);
    if (known && known.text !== text) {
      return this.send(line, { type: "error", code: "id_conflict", message: "", client_id });
    }
    if (!known && this.clock.random() < this.busy) {
      return this.send(line,
        { type: "error", code: "retry_later", message: "", client_id, retry_after_ms: 200 });
    }
    if (!known && this.entries.length === 0) {
      this.send(line, { type: "conversation_changed", conversation: this.about() });
    }
    const file = ticket === undefined ? undefined : this.files.get(ticket);
    const { seq, at } = known ?? this.append_(author, client_id, text, file, line);
    this.send(line, { type: "ack", client_id, conversation, seq, at });
  }
}
