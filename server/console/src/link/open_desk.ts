/**
 * Joins the desk to the server: frames become the desk's state, the agent's actions become frames.
 * One per sign-in; stop() ends the connection and forgets what the desk knew.
 */
import { batch, effect } from "@preact/signals";
import {
  type Client,
  type ClientEvent,
  create_client,
  type Status,
} from "../../../../protocol/ts/client";
import { decode_agent } from "../../../../protocol/ts/decode";
import type { ErrorFrame, ServerFrame } from "../../../../protocol/ts/frames.gen";
import { create_outbox, type OutboxMessage } from "../../../../protocol/ts/outbox";
import {
  apply_console,
  type ConsoleState,
  console_from,
} from "../../../../protocol/ts/reduce_console";
import type { ConversationLog } from "../../../../protocol/ts/reduce_conversation";
import { socket_or_poll } from "../../../../protocol/ts/transport";
import type { Timers } from "../heartbeat/timers.ts";
import { errorText, t } from "../i18n/text.ts";
import { type Actions, Desk, type DeskParts, type TogetherActions } from "../state/desk.ts";
import { missedBetween } from "../state/missed.ts";
import type { RoutingActions } from "../state/routing.ts";
import { firstSeq, lastSeq } from "../state/thread.ts";
import { canRead, modeOf } from "../state/together.ts";
import type { Conversation, Pending } from "../state/wire.ts";
import { addresses, outboxStorage } from "./surroundings.ts";
import { routingActions, showRouting } from "./routing_link.ts";
import { TogetherLink } from "./together_link.ts";
import type { PastActions } from "../state/past.ts";
import { pastActions, showPast } from "./past_link.ts";
import { boardLink, type LiveLink, type Tell, visitorsLink } from "./view_link.ts";

export interface DeskHost {
  readonly parts: DeskParts;
  readonly timers: Timers;
  /** Names the outbox in storage: nobody else on this computer may send what this one wrote. */
  readonly agent: string;
  readonly signOut: () => void;
  /** The server ended the session: back to the door. */
  readonly onEnded: () => void;
}

export interface OpenDesk {
  readonly desk: Desk;
  wake(): void;
  stop(): void;
}

const ping_ms = 10_000;
/** Shorter losses are not worth a banner. */
const lost_after_ms = 3000;

function toPending(message: OutboxMessage): Pending {
  const { client_id, text, at, file } = message;
  const code = message.field === "file" ? "bad_ticket" : (message.code ?? "");
  return { client_id, text, file, at, failed: message.state === "failed" ? code : null };
}

function byConversation(messages: readonly OutboxMessage[]): Map<string, readonly Pending[]> {
  const found = new Map<string, readonly Pending[]>();
  for (const message of messages) {
    const id = message.conversation ?? "";
    found.set(id, [...(found.get(id) ?? []), toPending(message)]);
  }
  return found;
}

class Connection {
  readonly desk: Desk;
  private readonly client: Client;
  private readonly together: TogetherLink;
  private console: ConsoleState | null = null;
  private readonly followed = new Set<string>();
  private cancelLost: () => void = () => {};
  private readonly stopMarks: () => void;
  private readonly live: readonly LiveLink[];

  constructor(private readonly host: DeskHost) {
    const storage = outboxStorage();
    this.together = new TogetherLink(
      create_outbox({ storage, key: `usher:notes:${host.agent}` }),
      host.timers,
      (frame) => this.client.send(frame),
    );
    const send: Tell = (frame) => this.send(frame);
    this.desk = new Desk(host.parts, {
      ...this.actions(),
      ...this.together.actions(),
      ...pastActions(() => this.desk.past, send),
      ...routingActions(() => this.desk, send),
    });
    this.together.attach(this.desk);
    this.client = create_client({
      role: "agent",
      connect: socket_or_poll(addresses()),
      decode: decode_agent,
      hello: () => ({ type: "agent_hello", protocol: 1 }),
      outbox: create_outbox({ storage, key: `usher:outbox:${host.agent}` }),
      drop_credentials: () => false,
      ping_ms,
      environment: { now: () => Date.now(), later: host.timers.later, random: Math.random },
      on_event: (event) => batch(() => this.on(event)),
    });
    this.stopMarks = effect(() => this.markShown());
    const tell: Tell = (frame) => void this.client.send(frame);
    this.live = [boardLink(this.desk.board, tell), visitorsLink(this.desk.visitors, tell)];
    this.client.start();
  }

  wake(): void {
    this.client.wake();
  }

  stop(): void {
    this.stopMarks();
    for (const view of this.live) view.stop();
    this.together.stop();
    this.cancelLost();
    this.client.stop();
  }

  private on(event: ClientEvent): void {
    switch (event.type) {
      case "status":
        return this.onStatus(event.status);
      case "frame":
        return this.onFrame(event.frame);
      case "log":
        return this.onLog(event.log);
      case "gone":
        this.followed.delete(event.conversation);
        return;
      case "outbox":
        this.desk.pending.value = byConversation(event.messages);
        return;
    }
  }

  private onStatus(status: Status): void {
    this.cancelLost();
    this.together.onLive(status.phase === "live");
    const { link } = this.desk;
    switch (status.phase) {
      case "live":
        link.value = { kind: "connected", polling: false };
        for (const view of this.live) view.onLive();
        return;
      case "stopped":
        if (status.why === "credentials") this.host.onEnded();
        else link.value = { kind: "stopped", code: String(status.code) };
        return;
      case "waiting": {
        const { retry_at } = status;
        const lose = (): void => {
          link.value = { kind: "lost", retry_at };
        };
        if (link.value.kind === "lost") lose();
        else this.cancelLost = this.host.timers.later(lost_after_ms, lose);
        return;
      }
      case "idle":
      case "connecting":
      case "resuming": {
        const lose = (): void => {
          link.value = { kind: "lost", retry_at: null };
        };
        if (link.value.kind === "lost") lose();
        else if (link.value.kind === "connected") {
          this.cancelLost = this.host.timers.later(lost_after_ms, lose);
        }
      }
    }
  }

  private onFrame(frame: ServerFrame): void {
    if (frame.type === "agent_welcome") {
      this.host.parts.ticker.align(frame.now);
      this.console = console_from(frame);
    } else if (this.console !== null) {
      const before = this.console;
      this.console = apply_console(before, frame);
      this.countMissed(before, this.console);
    }
    for (const view of this.live) view.onFrame(frame);
    if (frame.type === "target_list") this.desk.targets.value = frame;
    if (frame.type === "pong") this.host.parts.ticker.align(frame.now);
    const past = showPast(this.desk.past, frame);
    if (frame.type === "error" && frame.client_id === undefined && !past) this.onError(frame);
    if (this.console !== null) this.show(this.console);
    this.together.onFrame(frame);
    showRouting(this.desk, frame);
  }

  private countMissed(before: ConsoleState, after: ConsoleState): void {
    if (before.conversations === after.conversations) return;
    const now = this.host.parts.ticker.now.peek();
    for (const row of missedBetween(before.conversations, after.conversations, now)) {
      this.desk.miss(row);
    }
  }

  private onError({ code, reply_to = "" }: ErrorFrame): void {
    // Nobody chose to say these: the conversation went to others a moment before.
    if (reply_to === "viewing" || reply_to === "notes") return;
    this.host.parts.toasts.show("bad", errorText(code));
  }

  private show(state: ConsoleState): void {
    const { desk } = this;
    desk.me.value = state.agent;
    desk.conversations.value = state.conversations;
    desk.troubles.value = state.troubles;
    desk.queues.value = new Map(state.queues.map((queue) => [queue.queue, queue]));
    const me = state.agent.agent;
    for (const row of state.conversations.values()) {
      const own = (row.state === "assigned" && desk.isMine(row)) || modeOf(row, me) !== null;
      const shown = desk.selected.value === row.conversation && canRead(row, me);
      if (own || shown) this.follow(row);
    }
    for (const id of this.followed) {
      const row = state.conversations.get(id);
      if (row === undefined || !canRead(row, me)) this.unfollow(id);
    }
    const selected = desk.selected.value;
    if (selected !== null && !state.conversations.has(selected)) desk.selected.value = null;
  }

  private follow(row: Conversation): void {
    if (this.followed.has(row.conversation)) return;
    this.followed.add(row.conversation);
    this.client.follow(row.conversation, row.last_seq);
  }

  private unfollow(id: string): void {
    this.followed.delete(id);
    this.client.unfollow(id);
    const threads = new Map(this.desk.threads.value);
    threads.delete(id);
    this.desk.threads.value = threads;
  }

  private onLog(log: ConversationLog): void {
    const { desk } = this;
    const before = desk.threads.value.get(log.conversation);
    const first = log.entries[0]?.seq ?? 0;
    const thread = {
      entries: log.entries,
      loaded: log.loaded,
      hasOlder: log.more_before,
      loadingOlder: before !== undefined && before.loadingOlder && firstSeq(before) === first,
      visitor_mark: log.marks.visitor,
    };
    desk.threads.value = new Map(desk.threads.value).set(log.conversation, thread);
    this.showTyping(log);
    this.mark(log.conversation);
  }

  private showTyping(log: ConversationLog): void {
    const { typing } = this.desk;
    if (log.typing?.kind === "agent") return; // a colleague: the visitor may still write
    const text = log.typing?.text;
    if (text === typing.value.get(log.conversation)) return;
    const next = new Map(typing.value);
    if (text === undefined) next.delete(log.conversation);
    else next.set(log.conversation, text);
    typing.value = next;
  }

  /** Delivered as far as it is loaded; read only where somebody looks at it. */
  private mark(id: string): void {
    const { desk } = this;
    const row = desk.conversations.peek().get(id);
    const thread = desk.threads.peek().get(id);
    if (row === undefined || thread === undefined || !thread.loaded || !desk.isMine(row)) return;
    const seen = desk.seen.peek().get(id) ?? row.agent_mark.read;
    const last = lastSeq(thread);
    const read = desk.watched.peek()?.conversation === id ? Math.max(seen, last) : seen;
    if (read > seen) desk.seen.value = new Map(desk.seen.peek()).set(id, read);
    if (last > row.agent_mark.delivered || read > row.agent_mark.read) {
      this.client.mark(id, last, read);
    }
  }

  private markShown(): void {
    const watched = this.desk.watched.value;
    if (watched !== null) this.mark(watched.conversation);
  }

  private send(frame: Parameters<Client["send"]>[0]): void {
    if (!this.client.send(frame)) this.host.parts.toasts.show("bad", t("error.retry_later"));
  }

  /** A choice of the agent's own: what was missed before it explains nothing any more. */
  private choose(frame: Parameters<Client["send"]>[0]): void {
    this.desk.missed.value = 0;
    this.send(frame);
  }

  private actions(): Omit<Actions, keyof (TogetherActions & RoutingActions & PastActions)> {
    return {
      accept: (conversation) => this.choose({ type: "accept", conversation }),
      decline: (conversation) => this.choose({ type: "decline", conversation }),
      transfer: (conversation, to, note) =>
        this.send(
          to.kind === "agent"
            ? { type: "transfer", conversation, agent: to.id, note }
            : { type: "transfer_to_queue", conversation, queue: to.id, note },
        ),
      askTargets: () => {
        this.desk.targets.value = null;
        this.send({ type: "targets" });
      },
      hold: (conversation, held) => this.send({ type: "hold", conversation, held }),
      close: (conversation) => this.send({ type: "close", conversation }),
      reopen: (conversation) => this.send({ type: "reopen", conversation }),
      post: (conversation, { text, uploaded }) =>
        void this.client.say(text, { conversation, ...uploaded }),
      retry: (_conversation, client_id) => void this.client.retry(client_id),
      discard: (_conversation, client_id) => this.client.discard(client_id),
      typing: (conversation, active) =>
        void this.client.send({ type: "typing", conversation, active }),
      open: (conversation) => this.open(conversation),
      loadOlder: (conversation) => this.loadOlder(conversation),
      status: (status) => this.choose({ type: "status", status }),
      reconnect: () => this.client.wake(),
      signOut: () => this.host.signOut(),
    };
  }

  private open(conversation: string): void {
    const row = this.desk.conversations.value.get(conversation);
    if (row !== undefined && canRead(row, this.desk.me.value?.agent ?? "")) this.follow(row);
  }

  private loadOlder(conversation: string): void {
    if (!this.client.older(conversation)) return;
    const thread = this.desk.thread(conversation);
    const threads = new Map(this.desk.threads.value);
    this.desk.threads.value = threads.set(conversation, { ...thread, loadingOlder: true });
  }
}

export function openDesk(host: DeskHost): OpenDesk {
  return new Connection(host);
}
