/**
 * The leading tab's side of a chat: it alone has the connection, does what the tabs wish, and turns
 * what the server says into the state that all of them show.
 */

import { create_client } from "../../../protocol/ts/client.ts";
import type { Client, ClientEvent, Status } from "../../../protocol/ts/client.ts";
import { decode_visitor } from "../../../protocol/ts/decode.ts";
import type { IdentifyFrame, ServerFrame } from "../../../protocol/ts/frames.gen.ts";
import { create_outbox } from "../../../protocol/ts/outbox.ts";
import type { OutboxMessage } from "../../../protocol/ts/outbox.ts";
import { apply_queues } from "../../../protocol/ts/reduce_visitor.ts";
import { socket_or_poll } from "../../../protocol/ts/transport.ts";
import type { Store } from "../loader/storage.ts";
import { is_open, last_agent_seq } from "../shared/state.ts";
import type { ChatState, ConversationLog } from "../shared/state.ts";
import type { Redaction } from "./redact.ts";
import type { Wish } from "./wishes.ts";

const calm_ping_ms = 25_000;
const busy_ping_ms = 4_000;
/** Pages, ends and events of pages that could not be told yet. */
const unsent_max = 40;
const ago_ms_max = 3_600_000;

type PageWish = Extract<Wish, { wish: "page" | "dwell" | "track" }>;

/** Where the chat is, and what is kept of it. */
export interface Place {
  readonly base_url: string;
  readonly site: string;
  readonly store: Store;
  locale(): string;
  /** What the site's owner keeps from leaving the browser. */
  redact(): Redaction;
}

/** What the leader is given by the tab it runs in. */
export interface Seat {
  state(): ChatState;
  set(change: Partial<ChatState>): void;
  failed(code: string, message: string): void;
}

export class Leader {
  private readonly client_: Client;
  private unsent_: PageWish[] = [];
  private profile_: IdentifyFrame | null = null;
  private unreachable_said_ = false;

  /** `unseen`: messages that no leader before this one is known to have. */
  constructor(
    private readonly place_: Place,
    private readonly seat_: Seat,
    unseen: readonly OutboxMessage[],
  ) {
    const { base_url, site, store, locale } = place_;
    const outbox = create_outbox({
      storage: {
        getItem: (key) => store.get(key),
        setItem: (key, value) => store.set(key, value),
      },
      key: "outbox",
    });
    const query = `/visitor?site=${encodeURIComponent(site)}`;
    const client = create_client({
      role: "visitor",
      connect: socket_or_poll({
        socket: `${base_url.replace(/^http/, "ws")}/ws${query}`,
        poll: `${base_url}/poll`,
        query,
      }),
      decode: decode_visitor,
      hello: () => ({
        type: "visitor_hello",
        protocol: 1,
        token: store.get("token") ?? undefined,
        locale: locale(),
      }),
      outbox,
      drop_credentials: () => {
        store.remove("token");
        return true;
      },
      ping_ms: calm_ping_ms,
      on_event: (event) => this.hear_(event),
    });
    this.client_ = client;
    const { log, outbox: shown } = seat_.state();
    if (log) client.restore(log);
    client.adopt([...shown, ...unseen]);
    seat_.set({ outbox: outbox.messages(), filling: "" });
  }

  start(): void {
    this.client_.start();
  }

  stop(): void {
    this.client_.stop();
  }

  /** Asks often while somebody looks at a conversation, so that a dead line is noticed soon. */
  watched(looked_at: boolean): void {
    const busy = looked_at && is_open(this.seat_.state());
    this.client_.set_ping(busy ? busy_ping_ms : calm_ping_ms);
  }

  grant(wish: Exclude<Wish, { wish: "forget" }>): void {
    const conversation = this.seat_.state().log?.conversation ?? "";
    const client = this.client_;
    switch (wish.wish) {
      case "say":
        // It may have been on its way while somebody logged out.
        if (!wish.person || wish.person === this.seat_.state().person)
          client.adopt([wish.message]);
        break;
      case "retry":
        client.retry(wish.client_id);
        break;
      case "discard":
        client.discard(wish.client_id);
        break;
      case "fill":
        this.seat_.set({ filling: wish.frame.type, fault: null });
        if (!client.send(wish.frame)) this.refused_("retry_later");
        break;
      case "typing":
        client.send({ type: "typing", conversation, active: wish.active, text: wish.text });
        break;
      case "mark":
        client.mark(conversation, wish.delivered, wish.read);
        break;
      case "wake":
        client.wake();
        break;
      case "older":
        client.older(conversation);
        break;
      case "close":
      case "reopen":
        client.send({ type: wish.wish, conversation });
        break;
      case "put_aside":
        this.seat_.set({ put_aside: wish.conversation });
        break;
      case "page":
      case "dwell":
      case "track":
        this.tell_page_(wish);
        break;
      case "identify":
        this.profile_ = wish.frame;
        client.send(wish.frame);
        break;
      case "answer":
        this.seat_.set({ invited: null });
        client.send(wish.frame);
        break;
      case "faq":
        client.send(wish.frame);
        break;
    }
  }

  /** A dwell that is lost is made good by the next one, but for the last. */
  private tell_page_(wish: PageWish): void {
    const sent =
      wish.wish === "page"
        ? this.client_.send({
            ...wish.frame,
            // A tab with older code says no time.
            ago_ms: Math.min(ago_ms_max, Math.max(0, Date.now() - wish.at)) || 0,
          })
        : this.client_.send(wish.frame) || (wish.wish === "dwell" && !wish.frame.over);
    if (!sent) this.unsent_ = [...this.unsent_, wish].slice(-unsent_max);
  }

  private hear_(event: ClientEvent): void {
    switch (event.type) {
      case "status":
        this.hear_status_(event.status);
        break;
      case "log":
        this.hear_log_(event.log);
        break;
      case "outbox":
        this.seat_.set({ outbox: event.messages });
        break;
      case "gone":
        if (event.conversation === this.seat_.state().log?.conversation)
          this.seat_.set({ log: null });
        break;
      case "frame":
        this.hear_frame_(event.frame);
        break;
    }
  }

  private hear_status_(status: Status): void {
    const { site, down_since } = this.seat_.state();
    const live = status.phase === "live";
    if (status.phase === "stopped") this.seat_.failed("stopped", `code ${status.code}`);
    if (status.phase === "waiting" && !site) this.say_unreachable_();
    if (live) {
      for (const wish of this.unsent_.splice(0)) this.tell_page_(wish);
      if (this.profile_) this.client_.send(this.profile_);
    }
    // Answers travel at most once: what went with the line is for the visitor to send again.
    if (!live) this.refused_("retry_later");
    this.seat_.set({ live, down_since: live || !site ? 0 : down_since || Date.now() });
  }

  /** Once: a page of somebody else's is no place for a log of our retries. */
  private say_unreachable_(): void {
    if (!this.unreachable_said_)
      this.seat_.failed("unreachable", "no connection to the chat server, trying again");
    this.unreachable_said_ = true;
  }

  /** The newest conversation is the visitor's; one before it needs no following any more. */
  private hear_log_(log: ConversationLog): void {
    const known = this.seat_.state().log;
    if (known && known.conversation !== log.conversation) {
      const opened = (one: ConversationLog) => one.about?.opened_at ?? Number.MAX_SAFE_INTEGER;
      if (opened(log) < opened(known)) return;
      this.client_.unfollow(known.conversation);
    }
    this.seat_.set(log.about?.left || log.about?.rating ? { log, filling: "" } : { log });
    const seq = last_agent_seq(log);
    const { delivered, read } = log.marks.visitor;
    if (seq > delivered) this.client_.mark(log.conversation, seq, read);
  }

  private hear_frame_(frame: ServerFrame): void {
    if (frame.type === "visitor_welcome") {
      const { token, visitor, site, queues, conversation, form = [], reachable = false } = frame;
      const { invitation: invited = null } = frame;
      this.place_.store.set("token", token);
      this.seat_.set({ visitor, site, queues, form, reachable, invited });
      if (!conversation) this.seat_.set({ log: null });
    }
    if (frame.type === "queue_states")
      this.seat_.set({ queues: apply_queues(this.seat_.state().queues, frame) });
    if (frame.type === "visitor_form")
      this.seat_.set({ form: frame.fields, reachable: frame.reachable, filling: "" });
    if (frame.type === "invitation") this.seat_.set({ invited: frame.invitation });
    if (frame.type === "faq_entries") this.seat_.set({ faq: frame });
    if (frame.type === "error") {
      if (frame.reply_to === this.seat_.state().filling) this.refused_(frame.code, frame.field);
      this.seat_.failed(frame.code, frame.message);
    }
  }

  /** Answers, if any are under way. */
  private refused_(code: string, field = ""): void {
    const reply_to = this.seat_.state().filling;
    if (reply_to) this.seat_.set({ filling: "", fault: { reply_to, code, field } });
  }
}
