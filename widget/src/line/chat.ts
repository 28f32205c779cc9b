/**
 * One visitor's chat in one tab. The leading tab alone talks to the server and posts each new state
 * to the others; they hand their wishes to it. A message written in any tab is kept there until the
 * leader's state shows it, and in storage from then on, so it is sent whoever leads next, under the
 * same id.
 */

import { browser_environment, fresh_client_id } from "../../../protocol/ts/environment.ts";
import type { DwellFrame, IdentifyFrame, PageFrame } from "../../../protocol/ts/frames.gen.ts";
import type { OutboxMessage } from "../../../protocol/ts/outbox.ts";
import { palette } from "../shared/colour.ts";
import type { Palette } from "../shared/colour.ts";
import { empty_state, last_agent_seq } from "../shared/state.ts";
import type { ChatState } from "../shared/state.ts";
import { happenings } from "./happenings.ts";
import type { Happening } from "./happenings.ts";
import { Leader } from "./leader.ts";
import type { Place } from "./leader.ts";
import { Pages } from "./pages.ts";
import { clip } from "./redact.ts";
import { Tabs } from "./tabs.ts";
import type { TabMessage, Wish } from "./wishes.ts";

/** What the embed asks for with a conversation that begins, and what comes with a message. */
export type Wanted = Pick<OutboxMessage, "queue" | "tag" | "agent" | "leave" | "file" | "ticket">;

/** What the loader is told. */
export interface ChatListener {
  changed(state: ChatState, news: readonly Happening[]): void;
  failed(code: string, message: string): void;
  /** Another tab opened or closed the panel. */
  viewed(open: boolean): void;
}

export { palette };

export interface LineModule {
  Chat: typeof Chat;
  palette: Palette;
}

export class Chat {
  state: ChatState = empty_state;
  private readonly tabs_: Tabs<TabMessage>;
  private readonly pages_: Pages;
  private leader_: Leader | null = null;
  /** Written here while another tab leads, and not seen in its state yet. */
  private unseen_: OutboxMessage[] = [];
  /** From before any tab led, when nobody could hear a wish; messages have `unseen_` for that. */
  private unled_: Wish[] | null = null;
  private open_ = false;
  /** Not told of this page yet. */
  private may_leave_ = true;

  constructor(
    private readonly place_: Place,
    private readonly listener_: ChatListener,
  ) {
    this.tabs_ = new Tabs(
      `usher:${place_.base_url}:${place_.site}`,
      () => this.lead_(),
      (message) => this.hear_(message),
    );
    this.pages_ = new Pages(
      () => place_.redact(),
      (frame) => this.wish({ wish: "dwell", frame }),
      (frames) => this.say_last_(frames),
    );
  }

  /** Also after stop(), when a page comes back. */
  start(): void {
    this.unled_ = [];
    this.tabs_.start();
    this.tabs_.post({ tell: "joined" });
  }

  stop(): void {
    document.documentElement.removeEventListener("mouseleave", this.leave_);
    this.pages_.leave();
    this.leader_?.stop();
    this.leader_ = null;
    this.tabs_.stop();
  }

  say(text: string, wanted: Wanted = {}): void {
    const message: OutboxMessage = {
      client_id: fresh_client_id(browser_environment),
      text,
      at: Date.now(),
      state: "queued",
      ...wanted,
    };
    if (!this.tabs_.leading) {
      this.unseen_ = [...this.unseen_, message];
      this.set_({ outbox: [...this.state.outbox, message] });
    }
    this.say_(message);
  }

  typing(active: boolean, text?: string): void {
    if (this.state.log?.about?.state === "assigned") this.wish({ wish: "typing", active, text });
  }

  mark_read(): void {
    const log = this.state.log;
    const seq = log ? last_agent_seq(log) : 0;
    if (log && seq > log.marks.visitor.read) this.wish({ wish: "mark", delivered: seq, read: seq });
  }

  older(): void {
    if (this.state.log?.more_before) this.wish({ wish: "older" });
  }

  /** The network or the tab came back: no waiting for the next try. */
  wake(): void {
    this.wish({ wish: "wake" });
  }

  put_aside(): void {
    this.wish({ wish: "put_aside", conversation: this.state.log?.conversation ?? "" });
  }

  /** A page that is rendered ahead is one when it is shown, if it ever is. */
  page(view: Omit<PageFrame, "type">): void {
    if ((document as { prerendering?: boolean }).prerendering)
      return document.addEventListener("prerenderingchange", () => this.page(view), {
        once: true,
      });
    this.pages_.begin({ type: "page", ...view });
    this.may_leave_ = true;
    this.tell_page_();
  }

  identify(profile: Omit<IdentifyFrame, "type">): void {
    this.wish({ wish: "identify", frame: { type: "identify", ...profile } });
  }

  /** Something of the page's own happened that rules for invitations may ask for. */
  track(event?: string): void {
    if (event) this.wish({ wish: "track", frame: { type: "track", event: clip(event, 64) } });
  }

  /**
   * Drops the visitor's identity here and in the other tabs; the next hello makes a new visitor.
   */
  forget(): void {
    this.pages_.end();
    this.wish({ wish: "forget" });
  }

  /** The panel opened or closed in this tab. */
  view(open: boolean, tell_others: boolean): void {
    this.open_ = open;
    this.leader_?.watched(open);
    if (tell_others) this.tabs_.post({ tell: "view", open });
  }

  private say_(message: OutboxMessage): void {
    this.wish({ wish: "say", message, person: this.state.person });
  }

  private tell_page_(): void {
    const { page, at } = this.pages_.current ?? {};
    if (page && at) this.wish({ wish: "page", frame: page, at });
  }

  /**
   * Over a break the visit may have ended, and what was told into it is lost. What the server still
   * knows changes nothing.
   */
  private hear_of_(before: ChatState): void {
    const at = this.pages_.current?.at ?? 0;
    if (this.state.live && at < before.down_since) {
      this.tell_page_();
      this.pages_.tell();
    }
    // Where a rule asks whether the visitor is about to leave: the pointer does so at the top.
    if (this.state.site?.exit_intent)
      document.documentElement.addEventListener("mouseleave", this.leave_);
    this.listener_.changed(this.state, happenings(before, this.state));
  }

  private readonly leave_ = ({ clientY }: MouseEvent): void => {
    if (clientY > 0 || !this.may_leave_) return;
    this.may_leave_ = false;
    this.track("exit_intent");
  };

  /** The socket may be gone with the page; a beacon outlives it. */
  private say_last_(frames: readonly (PageFrame | DwellFrame)[]): boolean {
    const { base_url, site, store } = this.place_;
    const token = store.get("token");
    if (!token) return false;
    const words = [{ type: "visitor_hello", protocol: 1, token }, ...frames];
    try {
      return navigator.sendBeacon(
        `${base_url}/api/v1/beacon?site=${encodeURIComponent(site)}`,
        words.map((frame) => JSON.stringify(frame)).join("\n"),
      );
    } catch {
      return false;
    }
  }

  /** Done by whichever tab leads. */
  wish(wish: Wish): void {
    if (this.tabs_.leading) return this.grant_(wish);
    if (wish.wish !== "say") this.unled_?.push(wish);
    this.tabs_.post({ tell: "wish", wish });
  }

  private lead_(): void {
    this.leader_ = new Leader(
      this.place_,
      {
        state: () => this.state,
        set: (change) => this.set_(change),
        failed: (code, message) => this.listener_.failed(code, message),
      },
      this.unseen_,
    );
    this.unseen_ = [];
    if (!this.state.person) this.set_({ person: 1 });
    this.leader_.start();
    this.tabs_.post({ tell: "leading" });
    for (const wish of this.unled_ ?? []) this.grant_(wish);
    this.unled_ = null;
  }

  private grant_(wish: Wish): void {
    if (wish.wish !== "forget") return this.leader_?.grant(wish);
    this.leader_?.stop();
    this.place_.store.clear();
    this.set_({ ...empty_state, person: this.state.person + 1 });
    this.lead_();
  }

  private hear_(message: TabMessage): void {
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
        for (const unseen of this.unseen_) this.say_(unseen);
        for (const wish of this.unled_?.splice(0) ?? []) this.tabs_.post({ tell: "wish", wish });
        break;
      case "view":
        this.listener_.viewed(message.open);
        break;
    }
  }

  private follow_(state: ChatState): void {
    const { person } = this.state;
    if (person && person !== state.person) this.unseen_ = [];
    const landed = new Set(state.outbox.map((message) => message.client_id));
    for (const entry of state.log?.entries ?? []) landed.add(entry.client_id ?? "");
    this.unseen_ = this.unseen_.filter((message) => !landed.has(message.client_id));
    const before = this.state;
    this.state = { ...state, outbox: [...state.outbox, ...this.unseen_] };
    this.hear_of_(before);
  }

  private set_(change: Partial<ChatState>): void {
    const before = this.state;
    this.state = { ...before, ...change };
    if (this.tabs_.leading) this.tabs_.post({ tell: "state", state: this.state });
    this.leader_?.watched(this.open_);
    this.hear_of_(before);
  }
}
