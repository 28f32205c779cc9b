/**
 * The agent's desk: everything the views show, as signals. The link writes what the server says;
 * views write only what is theirs (the selection, the tab, what was looked for).
 */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { createCannedStore } from "../canned/canned.ts";
import { Attachments, type Outgoing } from "../files/attachments.ts";
import { t } from "../i18n/text.ts";
import type { Toasts } from "../kit/toasts.tsx";
import type { Ticker } from "../time/ticker.ts";
import { BoardDesk } from "./board.ts";
import type { Alarm } from "./board_rows.ts";
import type { Drafts } from "./drafts.ts";
import type { Preferences } from "./preferences.ts";
import { Routing, type RoutingActions } from "./routing.ts";
import {
  countsOf,
  givenName,
  offersOf,
  rowsOf,
  type Section,
  type Sort,
  shortId,
  type Tab,
  unreadOf,
} from "./selectors.ts";
import type { SettingsPage } from "./settings_pages.ts";
import { emptyThread, type Thread } from "./thread.ts";
import { canNote, canReply, Together } from "./together.ts";
import { type PastActions, PastDesk } from "./past.ts";
import { VisitorsDesk } from "./visitors.ts";
import type {
  Agent,
  AgentStatus,
  Conversation,
  InvitationKind,
  ParticipantMode,
  Pending,
  Queue,
  TargetAgent,
  TargetQueue,
  Trouble,
  Visitor,
} from "./wire.ts";

export type Link =
  | { readonly kind: "connecting" }
  | { readonly kind: "connected"; readonly polling: boolean }
  | { readonly kind: "lost"; readonly retry_at: number | null }
  | { readonly kind: "stopped"; readonly code: string };

export type Page = "list" | "conversation" | "visitor";
export type Target =
  | { readonly kind: "agent"; readonly id: string }
  | { readonly kind: "queue"; readonly id: string };

/** A visitor by id, and its name where it gave one. */
export interface VisitorName {
  readonly visitor: string;
  readonly name: string | null;
}

export interface Targets {
  readonly agents: readonly TargetAgent[];
  readonly queues: readonly TargetQueue[];
}

export type DialogName =
  | "transfer"
  | "invite"
  | "team"
  | "acts"
  | "explain"
  | "explain_me"
  | "help"
  | "palette"
  | "password"
  | "close"
  | "alerts";

/** What is written in the composer: to the visitor, or for the staff. */
export type Sheet = "reply" | "note";

/** What the agent can do with colleagues, and supervisors with everybody. */
export interface TogetherActions {
  note(conversation: string, text: string): void;
  retryNote(client_id: string): void;
  discardNote(client_id: string): void;
  join(conversation: string, mode: ParticipantMode): void;
  /** Somebody else when named, else the agent itself. */
  leave(conversation: string, agent?: string): void;
  invite(conversation: string, agent: string, mode: ParticipantMode): void;
  takeOver(row: Conversation): void;
  give(row: Conversation, to: Target): void;
  setStatus(agent: string, status: AgentStatus): void;
  tag(conversation: string, tag: string, on: boolean): void;
  dispose(conversation: string, text: string): void;
  /** Asks what supervisors did; the answer shows in `together.acts`. */
  askActs(): void;
  /** Speaks to a visitor who has not asked. */
  inviteVisitor(visitor: string, kind: InvitationKind, text: string): void;
  /** An alarm that the server holds is over for all supervisors. */
  acknowledge(alarm: number): void;
}

/** What the agent can do. Each returns at once; the effect shows when the server has answered. */
export interface Actions extends TogetherActions, RoutingActions, PastActions {
  accept(conversation: string): void;
  decline(conversation: string): void;
  transfer(conversation: string, to: Target, note: string): void;
  /** Asks who could take a conversation; the answer shows in `targets`. */
  askTargets(): void;
  hold(conversation: string, held: boolean): void;
  close(conversation: string): void;
  reopen(conversation: string): void;
  post(conversation: string, message: Outgoing): void;
  retry(conversation: string, client_id: string): void;
  discard(conversation: string, client_id: string): void;
  typing(conversation: string, active: boolean): void;
  open(conversation: string): void;
  loadOlder(conversation: string): void;
  status(status: AgentStatus): void;
  reconnect(): void;
  signOut(): void;
}

export interface DeskParts {
  readonly preferences: Preferences;
  readonly toasts: Toasts;
  readonly ticker: Ticker;
  readonly drafts: Drafts;
}

export class Desk {
  readonly link: Signal<Link> = signal({ kind: "connecting" });
  readonly me: Signal<Agent | null> = signal(null);
  readonly queues: Signal<ReadonlyMap<string, Queue>> = signal(new Map());
  readonly conversations: Signal<ReadonlyMap<string, Conversation>> = signal(new Map());
  readonly threads: Signal<ReadonlyMap<string, Thread>> = signal(new Map());
  readonly pending: Signal<ReadonlyMap<string, readonly Pending[]>> = signal(new Map());
  /** The highest seq this screen showed, per conversation: ahead of the server's mark by a trip. */
  readonly seen: Signal<ReadonlyMap<string, number>> = signal(new Map());
  /** Conversations whose visitor is typing, and what, where its site lets agents see that. */
  readonly typing: Signal<ReadonlyMap<string, string>> = signal(new Map());

  readonly together = new Together();
  readonly routing = new Routing();
  /** To whom a conversation could be transferred, when last asked; null until that is answered. */
  readonly targets: Signal<Targets | null> = signal(null);
  /** What the server's check of itself found; only supervisors and admins are told. */
  readonly troubles: Signal<readonly Trouble[]> = signal([]);
  /** Offers that ran out here since the agent last answered one or chose a status. */
  readonly missed: Signal<number> = signal(0);

  readonly tab: Signal<Tab> = signal("mine");
  readonly sort: Signal<Sort> = signal("recent");
  readonly query: Signal<string> = signal("");
  readonly selected: Signal<string | null> = signal(null);
  readonly page: Signal<Page> = signal("list");
  readonly dialog: Signal<DialogName | null> = signal(null);
  /** The supervisors' board: in its own time, behind or before the three panes. */
  readonly board: BoardDesk;
  /** Everyone on the sites, likewise. */
  readonly visitors: VisitorsDesk;
  /** What has been, likewise. */
  readonly past = new PastDesk();
  /** The window has the focus, and whether only one pane fits. Written by the window's watcher. */
  readonly focused: Signal<boolean> = signal(true);
  readonly narrow: Signal<boolean> = signal(false);
  readonly sheet: Signal<Sheet> = signal("reply");
  /** Goes up when something asks for the composer to take the focus. */
  readonly replyWanted: Signal<number> = signal(0);

  /** The visitor whom the agent is about to invite. */
  readonly inviting: Signal<VisitorName | null> = signal(null);
  /** The settings that are shown in the desk's place. */
  readonly settings: Signal<SettingsPage | null> = signal(null);
  readonly canned = createCannedStore();
  private readonly attached = new Map<string, Attachments>();

  readonly offers: ReadonlySignal<readonly Conversation[]>;
  readonly rows: ReadonlySignal<readonly Conversation[]>;
  readonly counts: ReadonlySignal<Readonly<Record<Section, number>>>;
  readonly current: ReadonlySignal<Conversation | null>;
  readonly unread: ReadonlySignal<number>;
  /** The conversation that somebody is looking at: shown, in a window with the focus. */
  readonly watched: ReadonlySignal<Conversation | null>;

  constructor(
    readonly parts: DeskParts,
    readonly actions: Actions,
  ) {
    this.board = new BoardDesk(parts.ticker);
    this.visitors = new VisitorsDesk(parts.preferences.visitor_views, parts.ticker);
    const me_id = computed(() => this.me.value?.agent ?? "");
    this.offers = computed(() => offersOf(this.conversations.value.values()));
    this.rows = computed(() =>
      rowsOf(this.conversations.value.values(), {
        me: me_id.value,
        tab: this.tab.value,
        sort: this.sort.value,
        query: this.query.value,
        queueName: (queue) => this.queueName(queue),
      }),
    );
    this.counts = computed(() => countsOf(this.conversations.value.values(), me_id.value));
    this.current = computed(() => {
      const id = this.selected.value;
      return id === null ? null : (this.conversations.value.get(id) ?? null);
    });
    this.watched = computed(() => {
      const visible = !this.narrow.value || this.page.value === "conversation";
      const behind =
        this.board.shown.value ||
        this.visitors.shown.value ||
        this.past.shown.value ||
        this.settings.value !== null;
      return this.focused.value && !behind && visible ? this.current.value : null;
    });
    this.unread = computed(() => {
      let sum = 0;
      for (const row of this.conversations.value.values()) {
        if (row.state === "assigned" && this.isMine(row)) sum += this.unreadIn(row);
      }
      return sum;
    });
  }

  thread(conversation: string): Thread {
    return this.threads.value.get(conversation) ?? emptyThread;
  }

  /** The files of the reply that is being written there; they last as long as the page. */
  attachments(conversation: string): Attachments {
    const attachments = this.attached.get(conversation) ?? new Attachments();
    this.attached.set(conversation, attachments);
    return attachments;
  }

  unreadIn(conversation: Conversation): number {
    const thread = this.threads.value.get(conversation.conversation);
    const seen = this.seen.value.get(conversation.conversation) ?? 0;
    return unreadOf(conversation, thread?.loaded === true ? thread.entries : null, seen);
  }

  queueName(queue: string): string {
    return this.queues.value.get(queue)?.name ?? "";
  }

  visitorName(visitor: Visitor): string {
    return givenName(visitor) ?? t("list.visitor", { short: shortId(visitor.visitor) });
  }

  isMine(conversation: Conversation): boolean {
    return conversation.agent !== null && conversation.agent.agent === this.me.value?.agent;
  }

  /** Supervisors and admins see more than their own. */
  leads(): boolean {
    return this.me.value !== null && this.me.value.role !== "agent";
  }

  /** The board or the three panes; settings close. */
  showBoard(shown: boolean): void {
    this.settings.value = null;
    this.visitors.shown.value = false;
    this.past.shown.value = false;
    this.board.shown.value = shown;
  }

  /** The visitors or the three panes, likewise. */
  showVisitors(shown: boolean): void {
    this.showBoard(false);
    this.visitors.shown.value = shown;
  }

  /** What has been, or the three panes, likewise. */
  showPast(shown: boolean): void {
    this.showBoard(false);
    this.past.shown.value = shown;
  }

  select(conversation: string): void {
    this.showBoard(false);
    if (this.selected.value !== conversation) this.sheet.value = "reply";
    this.selected.value = conversation;
    this.page.value = "conversation";
    this.actions.open(conversation);
  }

  /** What an alarm is about: its conversation, where the lists have it, or a part of the board. */
  showAlarm({ of, id, held }: Alarm): void {
    if (of === "conversation" && this.conversations.value.has(id)) return this.select(id);
    this.showBoard(true);
    this.board.filter.value =
      of === "conversation" ? { kind: "queue", id: held?.queue ?? "" } : { kind: of, id };
  }

  /** Accepts and shows: what an agent takes is what it wants to read next. */
  take(conversation: string): void {
    this.actions.accept(conversation);
    this.tab.value = "mine";
    this.select(conversation);
  }

  miss(conversation: Conversation): void {
    this.missed.value += 1;
    const name = this.visitorName(conversation.visitor);
    this.parts.toasts.show("bad", t("offer.missed", { name }));
  }

  canReply(conversation: Conversation): boolean {
    return canReply(conversation, this.me.value?.agent ?? "");
  }

  canNote(conversation: Conversation): boolean {
    return this.me.value !== null && canNote(conversation, this.me.value);
  }

  wantReply(): void {
    this.sheet.value = "reply";
    this.replyWanted.value += 1;
  }

  wantNote(): void {
    const row = this.current.value;
    if (row === null || !this.canNote(row)) return;
    this.sheet.value = "note";
    this.replyWanted.value += 1;
  }
}

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error("a view of the desk outside of the desk");
  return desk;
}
