/**
 * Notes, colleagues and supervisors over the wire: fetches a conversation's notes when it is shown,
 * sends written ones until they are stored (the same id again, so that each is stored once), and
 * tells the agent what supervisors did.
 */
import { batch, effect } from "@preact/signals";
import type { Client } from "../../../../protocol/ts/client";
import {
  type Act,
  type ErrorFrame,
  type PeerTypingFrame,
  retry_later_codes,
  type ServerFrame,
} from "../../../../protocol/ts/frames.gen";
import type { Outbox } from "../../../../protocol/ts/outbox";
import type { Timers } from "../heartbeat/timers.ts";
import { t } from "../i18n/text.ts";
import type { Desk, TogetherActions } from "../state/desk.ts";
import { canRead, withNote } from "../state/together.ts";
import type { Pending } from "../state/wire.ts";

type Send = (frame: Parameters<Client["send"]>[0]) => boolean;

const typing_ms = 6000;
const retry_ms = 1000;

export class TogetherLink {
  private readonly fetched = new Set<string>(); // over this connection
  private stopWatching: () => void = () => {};
  private desk!: Desk; // from attach() on
  private live = false;
  private viewing: string | null = null;
  private readonly typists = new Map<string, number>(); // when each was last heard of

  constructor(
    private readonly outbox: Outbox,
    private readonly timers: Timers,
    private readonly send: Send,
  ) {}

  /** Before the first frame comes. */
  attach(desk: Desk): void {
    this.desk = desk;
    this.outbox.on_change(() => this.showPending());
    this.showPending();
    this.stopWatching = effect(() => this.watch());
  }

  stop(): void {
    this.stopWatching();
  }

  onLive(live: boolean): void {
    if (live === this.live) return;
    this.live = live;
    this.fetched.clear();
    this.viewing = null;
    if (!live) return;
    this.outbox.requeue();
    this.pump();
    this.watch();
  }

  onFrame(frame: ServerFrame): void {
    const { together } = this.desk;
    switch (frame.type) {
      case "note_posted": {
        const { conversation, note } = frame;
        const known = together.notes.value.get(conversation) ?? [];
        batch(() => {
          together.notes.value = new Map(together.notes.value).set(
            conversation,
            withNote(known, note),
          );
          if (note.author.agent === this.desk.me.value?.agent) this.outbox.remove(note.client_id);
        });
        return;
      }
      case "note_list":
        together.notes.value = new Map(together.notes.value).set(frame.conversation, frame.notes);
        return;
      case "conversation_listed":
        if (!canRead(frame.conversation, this.desk.me.value?.agent ?? "")) {
          this.forget(frame.conversation.conversation);
        }
        return;
      case "conversation_unlisted":
        return this.forget(frame.conversation);
      case "viewers":
        together.viewers.value = new Map(together.viewers.value).set(
          frame.conversation,
          frame.agents,
        );
        return;
      case "peer_typing":
        if (frame.kind === "agent") this.showTyping(frame);
        return;
      case "supervised":
        return this.tell(frame.act);
      case "act_list":
        together.acts.value = frame.acts;
        return;
      case "error":
        return this.refused(frame);
      default:
    }
  }

  actions(): TogetherActions {
    return {
      note: (conversation, text) => {
        this.outbox.add(text, { conversation });
        this.pump();
      },
      retryNote: (client_id) => {
        this.outbox.renew(client_id);
        this.pump();
      },
      discardNote: (client_id) => this.outbox.remove(client_id),
      join: (conversation, mode) => this.say({ type: "join", conversation, mode }),
      leave: (conversation, agent) =>
        this.say({ type: "leave", conversation, ...(agent === undefined ? {} : { agent }) }),
      invite: (conversation, agent, mode) =>
        this.say({ type: "invite", conversation, agent, mode }),
      takeOver: (row) =>
        this.say({ type: "take_over", conversation: row.conversation, ...ownerOf(row) }),
      give: (row, to) => {
        const about = { conversation: row.conversation, ...ownerOf(row) };
        this.say(
          to.kind === "agent"
            ? { type: "give", ...about, agent: to.id }
            : { type: "give_to_queue", ...about, queue: to.id },
        );
      },
      setStatus: (agent, status) => this.say({ type: "set_status", agent, status }),
      tag: (conversation, tag, on) => this.say({ type: "tag", conversation, tag, on }),
      dispose: (conversation, text) => this.say({ type: "dispose", conversation, text }),
      askActs: () => {
        this.desk.together.acts.value = null;
        this.say({ type: "acts" });
      },
      inviteVisitor: (visitor, kind, text) =>
        this.say({ type: "invite_visitor", visitor, kind, text }),
      acknowledge: (alarm) => this.say({ type: "acknowledge", alarm }),
    };
  }

  /** What is written there from now on is not told here. */
  private forget(conversation: string): void {
    this.fetched.delete(conversation);
    const { notes, viewers, typing } = this.desk.together;
    notes.value = without(notes.value, conversation);
    viewers.value = without(viewers.value, conversation);
    typing.value = without(typing.value, conversation);
  }

  private say(frame: Parameters<Client["send"]>[0]): void {
    if (!this.send(frame)) this.desk.parts.toasts.show("bad", t("error.retry_later"));
  }

  /** What the agent looks at: colleagues are told, and its notes are fetched. */
  private watch(): void {
    const { desk } = this;
    const row = desk.current.value;
    const shown = row !== null && canRead(row, desk.me.value?.agent ?? "") ? row : null;
    const id = desk.focused.value ? (shown?.conversation ?? null) : null;
    if (!this.live) return;
    if (id !== this.viewing) {
      this.viewing = id;
      this.send({ type: "viewing", ...(id === null ? {} : { conversation: id }) });
    }
    if (shown === null || this.fetched.has(shown.conversation)) return;
    this.fetched.add(shown.conversation);
    this.send({ type: "notes", conversation: shown.conversation });
  }

  private pump(): void {
    if (!this.live) return;
    for (const { client_id, conversation, text, state } of this.outbox.messages()) {
      if (state !== "queued" || conversation === undefined) continue;
      if (!this.send({ type: "note", client_id, conversation, text })) return;
      this.outbox.change(client_id, { state: "sent" });
    }
  }

  private refused({ client_id, code, retry_after_ms }: ErrorFrame): void {
    if (client_id === undefined || this.outbox.find(client_id) === undefined) return;
    if (!retry_later_codes.includes(code)) {
      return this.outbox.change(client_id, { state: "failed", code });
    }
    this.outbox.change(client_id, { state: "queued" });
    this.timers.later(retry_after_ms ?? retry_ms, () => this.pump());
  }

  private showPending(): void {
    const found = new Map<string, readonly Pending[]>();
    for (const { client_id, conversation = "", text, at, state, code } of this.outbox.messages()) {
      const failed = state === "failed" ? (code ?? "") : null;
      found.set(conversation, [
        ...(found.get(conversation) ?? []),
        { client_id, text, at, failed },
      ]);
    }
    this.desk.together.pendingNotes.value = found;
  }

  private showTyping({ conversation, name, active }: PeerTypingFrame): void {
    const { typing } = this.desk.together;
    typing.value = active
      ? new Map(typing.value).set(conversation, { name })
      : without(typing.value, conversation);
    const heard = (this.typists.get(conversation) ?? 0) + 1;
    this.typists.set(conversation, heard);
    if (!active) return;
    this.timers.later(typing_ms, () => {
      if (this.typists.get(conversation) !== heard) return;
      typing.value = without(typing.value, conversation);
    });
  }

  private tell(act: Act): void {
    const me = this.desk.me.value?.agent;
    if (me === undefined || act.by.agent === me) return;
    const { toasts } = this.desk.parts;
    const by = act.by.name;
    // The act is told before the list changes.
    const row = this.desk.conversations.value.get(act.conversation ?? "");
    const visitor = row === undefined ? t("acts.somebody") : this.desk.visitorName(row.visitor);
    if (act.kind === "set_status" && act.status !== null) {
      toasts.show("bad", t("supervised.status", { by, status: t(`status.${act.status}`) }));
    } else if (act.agent?.agent === me) {
      toasts.show("good", t("supervised.given", { by, visitor }));
    } else if (act.from?.agent === me) {
      toasts.show("bad", t("supervised.taken", { by, visitor }));
    }
  }
}

function without<T>(map: ReadonlyMap<string, T>, key: string): ReadonlyMap<string, T> {
  if (!map.has(key)) return map;
  const next = new Map(map);
  next.delete(key);
  return next;
}

function ownerOf(row: {
  readonly state: string;
  readonly agent: { readonly agent: string } | null;
}): { readonly owner?: string } {
  return row.state === "assigned" && row.agent !== null ? { owner: row.agent.agent } : {};
}
