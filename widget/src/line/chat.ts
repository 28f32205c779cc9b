/**
 * One visitor's chat in one tab. The leading tab alone talks to the server and posts each new state to the others; they
 * hand their wishes to it. A message written in any tab is kept there until the leader's state shows it, and in storage
 * from then on, so it is sent whoever leads next, under the same id.
 */

import { create_client } from "../../../protocol/ts/client.ts";
import type { Client, ClientEvent } from "../../../protocol/ts/client.ts";
import { decode_visitor } from "../../../protocol/ts/decode.ts";
import { browser_environment, fresh_client_id } from "../../../protocol/ts/environment.ts";
import type { IdentifyFrame, PageFrame, ServerFrame } from "../../../protocol/ts/frames.gen.ts";
import { create_outbox } from "../../../protocol/ts/outbox.ts";
import type { OutboxMessage } from "../../../protocol/ts/outbox.ts";
import { socket_or_poll } from "../../../protocol/ts/transport.ts";
import { empty_state, is_open, last_agent_seq } from "../shared/state.ts";
import { Attention } from "./attention.ts";
import { happenings } from "./happenings.ts";
import type { Happening } from "./happenings.ts";
import type { ChatState, ConversationLog } from "../shared/state.ts";
import { Tabs } from "./tabs.ts";
import type { Store } from "../loader/storage.ts";

/** What a tab that follows asks of the leader. */
type Wish =
  | { wish: "say"; message: OutboxMessage }
  | { wish: "retry"; client_id: string }
  | { wish: "typing"; active: boolean }
  | { wish: "mark"; delivered: number; read: number }
  | { wish: "older" | "close" | "reopen" | "forget" }
  | { wish: "put_aside"; conversation: string }
  | { wish: "page"; frame: PageFrame }
  | { wish: "identify"; frame: IdentifyFrame };

type TabMessage =
  | { tell: "state"; state: ChatState }
  | { tell: "wish"; wish: Wish }
  | { tell: "joined" }
  | { tell: "leading" }
  | { tell: "view"; open: boolean };

/** What the loader is told. */
export interface ChatListener {
  changed(state: ChatState, news: readonly Happening[]): void;
  failed(code: string, message: string): void;
  /** Another tab opened or closed the panel. */
  viewed(open: boolean): void;
}

export { Attention };

export interface LineModule {
  Chat: typeof Chat;
  Attention: typeof Attention;
}

const calm_ping_ms = 25_000;
const busy_ping_ms = 4_000;
const pages_kept_max = 20;

export class Chat {
  state: ChatState = empty_state;
  private readonly tabs_: Tabs<TabMessage>;
  private client_: Client | null = null;
  /** Written here while another tab leads, and not seen in its state yet. */
  private unseen_: OutboxMessage[] = [];
  private unsent_pages_: PageFrame[] = [];
  /** From before any tab led, when nobody could hear a wish; messages have `unseen_` for that. */
  private unled_: Wish[] | null = [];
  private profile_: IdentifyFrame | null = null;
  private open_ = false;
  private unreachable_said_ = false;

  constructor(
    private readonly base_url_: string,
    private readonly site_: string,
    private readonly locale_: () => string,
    private readonly store_: Store,
    private readonly listener_: ChatListener,
  ) {
    this.tabs_ = new Tabs(
      `usher:${base_url_}:${site_}`,
      () => this.lead_(),
      (message) => this.hear_tab_(message),
    );
  }

  start(): void {
    this.tabs_.start();
    this.tabs_.post({ tell: "joined" });
  }

  stop(): void {
    this.client_?.stop();
    this.client_ = null;
    this.tabs_.stop();
  }

  say(text: string, queue?: string): void {
    const message: OutboxMessage = {
      client_id: fresh_client_id(browser_environment),
      text,
      at: Date.now(),
      state: "queued",
      ...(queue ? { queue } : {}),
    };
    if (!this.tabs_.leading) {
      this.unseen_ = [...this.unseen_, message];
      this.set_({ outbox: [...this.state.outbox, message] });
    }
    this.do_({ wish: "say", message });
  }

  retry(client_id: string): void {
    this.do_({ wish: "retry", client_id });
  }

  typing(active: boolean): void {
    if (this.state.log?.about?.state === "assigned") this.do_({ wish: "typing", active });
  }

  mark_read(): void {
    const log = this.state.log;
    const seq = log ? last_agent_seq(log) : 0;
    if (log && seq > log.marks.visitor.read) this.do_({ wish: "mark", delivered: seq, read: seq });
  }

  older(): void {
    if (this.state.log?.more_before) this.do_({ wish: "older" });
  }

  close(): void {
    this.do_({ wish: "close" });
  }

  reopen(): void {
    this.do_({ wish: "reopen" });
  }

  put_aside(): void {
    this.do_({ wish: "put_aside", conversation: this.state.log?.conversation ?? "" });
  }

  page(frame: PageFrame): void {
    this.do_({ wish: "page", frame });
  }

  identify(frame: IdentifyFrame): void {
    this.do_({ wish: "identify", frame });
  }

  /** Drops the visitor's identity here and in the other tabs; the next hello makes a new visitor. */
  forget(): void {
    this.do_({ wish: "forget" });
  }

  /** The panel opened or closed in this tab. */
  view(open: boolean, tell_others: boolean): void {
    this.open_ = open;
    this.set_ping_();
    if (tell_others) this.tabs_.post({ tell: "view", open });
  }

  private do_(wish: Wish): void {
    if (this.tabs_.leading) return this.grant_(wish);
    if (wish.wish !== "say") this.unled_?.push(wish);
    this.tabs_.post({ tell: "wish", wish });
  }

  private lead_(): void {
    const outbox = create_outbox({
      storage: { getItem: (key) => this.store_.get(key), setItem: (key, value) => this.store_.set(key, value) },
      key: "outbox",
    });
    const ws = this.base_url_.replace(/^http/, "ws");
    const query = `/visitor?site=${encodeURIComponent(this.site_)}`;
    const client = create_client({
      role: "visitor",
      connect: socket_or_poll({ socket: `${ws}/ws${query}`, poll: `${this.base_url_}/poll`, query }),
      decode: decode_visitor,
      hello: () => ({
        type: "visitor_hello",
        protocol: 1,
        token: this.store_.get("token") ?? undefined,
        locale: this.locale_(),
      }),
      outbox,
      drop_credentials: () => {
        this.store_.remove("token");
        return true;
      },
      ping_ms: calm_ping_ms,
      on_event: (event) => this.hear_client_(event),
    });
    this.client_ = client;
    if (this.state.log) client.restore(this.state.log);
    client.adopt([...this.state.outbox, ...this.unseen_]);
    this.unseen_ = [];
    this.set_({ outbox: outbox.messages() });
    client.start();
    this.tabs_.post({ tell: "leading" });
    for (const wish of this.unled_ ?? []) this.grant_(wish);
    this.unled_ = null;
  }

  private grant_(wish: Wish): void {
    const conversation = this.state.log?.conversation ?? "";
    const client = this.client_;
    if (!client) return;
    switch (wish.wish) {
      case "say":
        client.adopt([wish.message]);
        break;
      case "retry":
        client.retry(wish.client_id);
        break;
      case "typing":
        client.send({ type: "typing", conversation, active: wish.active });
        break;
      case "mark":
        client.mark(conversation, wish.delivered, wish.read);
        break;
      case "older":
        client.older(conversation);
        break;
      case "close":
      case "reopen":
        client.send({ type: wish.wish, conversation });
        break;
      case "put_aside":
        this.set_({ put_aside: wish.conversation });
        break;
      case "page":
        if (!client.send(wish.frame))
          this.unsent_pages_ = [...this.unsent_pages_, wish.frame].slice(-pages_kept_max);
        break;
      case "identify":
        this.profile_ = wish.frame;
        client.send(wish.frame);
        break;
      case "forget":
        this.forget_();
        break;
    }
  }

  private forget_(): void {
    this.client_?.stop();
    this.store_.clear();
    this.profile_ = null;
    this.set_(empty_state);
    this.lead_();
  }

  private hear_client_(event: ClientEvent): void {
    switch (event.type) {
      case "status": {
        const live = event.status.phase === "live";
        if (event.status.phase === "stopped") this.listener_.failed("stopped", `code ${event.status.code}`);
        if (event.status.phase === "waiting" && !this.state.site) this.say_unreachable_();
        if (live) this.came_live_();
        const down_since = live || !this.state.site ? 0 : this.state.down_since || Date.now();
        this.set_({ live, down_since });
        break;
      }
      case "log":
        this.hear_log_(event.log);
        break;
      case "outbox":
        this.set_({ outbox: event.messages });
        break;
      case "gone":
        if (event.conversation === this.state.log?.conversation) this.set_({ log: null });
        break;
      case "frame":
        this.hear_frame_(event.frame);
        break;
    }
  }

  /** The newest conversation is the visitor's; one before it needs no following any more. */
  private hear_log_(log: ConversationLog): void {
    const known = this.state.log;
    if (known && known.conversation !== log.conversation) {
      const opened = (one: ConversationLog) => one.about?.opened_at ?? Number.MAX_SAFE_INTEGER;
      if (opened(log) < opened(known)) return;
      this.client_?.unfollow(known.conversation);
    }
    this.set_({ log });
    this.mark_delivered_();
  }

  /** Once: a page of somebody else's is no place for a log of our retries. */
  private say_unreachable_(): void {
    if (!this.unreachable_said_) this.listener_.failed("unreachable", "no connection to the chat server, trying again");
    this.unreachable_said_ = true;
  }

  private hear_frame_(frame: ServerFrame): void {
    if (frame.type === "visitor_welcome") {
      this.store_.set("token", frame.token);
      this.set_({ visitor: frame.visitor, site: frame.site, queues: frame.queues });
      if (!frame.conversation) this.set_({ log: null });
    }
    if (frame.type === "error") this.listener_.failed(frame.code, frame.message);
  }

  private came_live_(): void {
    for (const frame of this.unsent_pages_.splice(0)) this.client_?.send(frame);
    if (this.profile_) this.client_?.send(this.profile_);
  }

  private mark_delivered_(): void {
    const log = this.state.log;
    const seq = log ? last_agent_seq(log) : 0;
    if (log && seq > log.marks.visitor.delivered) this.client_?.mark(log.conversation, seq, log.marks.visitor.read);
  }

  private hear_tab_(message: TabMessage): void {
    switch (message.tell) {
      case "state":
        if (!this.tabs_.leading) this.follow_(message.state);
        this.unled_ = null;
        break;
      case "wish":
        if (this.tabs_.leading) this.grant_(message.wish);
        break;
      case "joined":
        if (this.tabs_.leading) this.tabs_.post({ tell: "state", state: this.state });
        break;
      case "leading":
        for (const unseen of this.unseen_) this.do_({ wish: "say", message: unseen });
        for (const wish of this.unled_?.splice(0) ?? []) this.tabs_.post({ tell: "wish", wish });
        break;
      case "view":
        this.listener_.viewed(message.open);
        break;
    }
  }

  private follow_(state: ChatState): void {
    const landed = new Set(state.outbox.map((message) => message.client_id));
    for (const entry of state.log?.entries ?? []) landed.add(entry.client_id ?? "");
    this.unseen_ = this.unseen_.filter((message) => !landed.has(message.client_id));
    const before = this.state;
    this.state = { ...state, outbox: [...state.outbox, ...this.unseen_] };
    this.listener_.changed(this.state, happenings(before, this.state));
  }

  private set_(change: Partial<ChatState>): void {
    const before = this.state;
    this.state = { ...before, ...change };
    if (this.tabs_.leading) this.tabs_.post({ tell: "state", state: this.state });
    this.set_ping_();
    this.listener_.changed(this.state, happenings(before, this.state));
  }

  private set_ping_(): void {
    this.client_?.set_ping(this.open_ && is_open(this.state) ? busy_ping_ms : calm_ping_ms);
  }
}
