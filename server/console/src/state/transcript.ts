/** The rows of a message log: days, system lines and messages, grouped by who speaks. Pure. */
import { daysBetween } from "../time/format.ts";
import { type Delivery, deliveryOf } from "./selectors.ts";
import type { AuthorKind, Entry, File, InternalNote, Marks, Pending } from "./wire.ts";

export type Progress = Delivery | "sending" | "failed";

export interface MessageItem {
  readonly kind: "message";
  readonly key: string;
  readonly at: number;
  readonly text: string;
  readonly file: File | null;
  readonly side: AuthorKind;
  readonly author: string;
  readonly mine: boolean;
  /** The first of a run by the same author: carries the name. */
  readonly leads: boolean;
  /** Only the agents' side has one. */
  readonly progress: Progress | null;
  readonly client_id: string;
  readonly failed: string | null;
  /** A word of the account's list that it holds, as supervisors are told; or "". */
  readonly word: string;
}

/** For the staff only. */
export interface NoteItem {
  readonly kind: "note";
  readonly key: string;
  readonly at: number;
  readonly text: string;
  readonly author: string;
  readonly mine: boolean;
  readonly client_id: string;
  /** An error code when it was refused; "" while it is on its way; null once it is stored. */
  readonly pending: string | null;
}

export type Item =
  | { readonly kind: "day"; readonly key: string; readonly at: number }
  | { readonly kind: "system"; readonly key: string; readonly entry: Entry }
  | NoteItem
  | MessageItem;

export interface TranscriptInput {
  readonly entries: readonly Entry[];
  readonly pending: readonly Pending[];
  readonly visitor_mark: Marks;
  readonly me: string;
  readonly myName: string;
  readonly notes: readonly InternalNote[];
  readonly pendingNotes: readonly Pending[];
  /** Notes from before this moment wait until the entries of their time are loaded. */
  readonly since: number;
  /** Words of the account's list, by the seq of their message. */
  readonly words: ReadonlyMap<number, string>;
}

const group_ms = 5 * 60_000;

function continues(previous: Item | undefined, next: MessageItem): boolean {
  return (
    previous?.kind === "message" &&
    previous.side === next.side &&
    previous.author === next.author &&
    next.at - previous.at < group_ms
  );
}

function ofEntry(entry: Entry, input: TranscriptInput): MessageItem {
  const side = entry.author?.kind ?? "visitor";
  return {
    kind: "message",
    // Keyed by the client id when there is one: a sent message keeps its element when it is placed.
    key: entry.client_id ?? `seq-${entry.seq}`,
    at: entry.at,
    text: entry.text ?? "",
    file: entry.file ?? null,
    side,
    author: entry.author?.name ?? "",
    mine: side === "agent" && entry.author?.agent === input.me,
    leads: true,
    progress: side === "agent" ? deliveryOf(entry.seq, input.visitor_mark) : null,
    client_id: entry.client_id ?? "",
    failed: null,
    word: input.words.get(entry.seq) ?? "",
  };
}

function ofPending(message: Pending, input: TranscriptInput): MessageItem {
  return {
    kind: "message",
    key: message.client_id,
    at: message.at,
    text: message.text,
    file: message.file ?? null,
    side: "agent",
    author: input.myName,
    mine: true,
    leads: true,
    progress: message.failed === null ? "sending" : "failed",
    client_id: message.client_id,
    failed: message.failed,
    word: "",
  };
}

function ofNote(note: InternalNote, me: string): NoteItem {
  return {
    kind: "note",
    key: `note-${note.author.agent}-${note.client_id}`,
    at: note.at,
    text: note.text,
    author: note.author.name,
    mine: note.author.agent === me,
    client_id: note.client_id,
    pending: null,
  };
}

function ofPendingNote(note: Pending, input: TranscriptInput): NoteItem {
  return {
    kind: "note",
    key: `note-${input.me}-${note.client_id}`,
    at: note.at,
    text: note.text,
    author: input.myName,
    mine: true,
    client_id: note.client_id,
    pending: note.failed ?? "",
  };
}

export function transcript(input: TranscriptInput): readonly Item[] {
  const items: Item[] = [];
  let last_at: number | null = null;
  const push = (item: Item, at: number): void => {
    if (last_at === null || daysBetween(last_at, at) !== 0) {
      items.push({ kind: "day", key: `day-${at}`, at });
    }
    last_at = at;
    items.push(
      item.kind === "message" && continues(items.at(-1), item) ? { ...item, leads: false } : item,
    );
  };
  const notes = input.notes.filter((note) => note.at >= input.since);
  let noted = 0;
  const pushNotes = (until: number): void => {
    for (; noted < notes.length; noted += 1) {
      const note = notes[noted] as InternalNote;
      if (note.at >= until) return;
      push(ofNote(note, input.me), note.at);
    }
  };
  for (const entry of input.entries) {
    pushNotes(entry.at);
    if (entry.kind === "message") push(ofEntry(entry, input), entry.at);
    else push({ kind: "system", key: `seq-${entry.seq}`, entry }, entry.at);
  }
  pushNotes(Number.POSITIVE_INFINITY);
  const placed = new Set(input.entries.map((entry) => entry.client_id));
  for (const message of input.pending) {
    if (!placed.has(message.client_id)) push(ofPending(message, input), message.at);
  }
  const stored = new Set(input.notes.map((note) => note.client_id));
  for (const note of input.pendingNotes) {
    if (!stored.has(note.client_id)) push(ofPendingNote(note, input), note.at);
  }
  return items;
}
