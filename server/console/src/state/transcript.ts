/** The rows of a message log: days, system lines and messages, grouped by who speaks. Pure. */
import { daysBetween } from "../time/format.ts";
import { type Delivery, deliveryOf } from "./selectors.ts";
import type { AuthorKind, Entry, Marks, Pending } from "./wire.ts";

export type Progress = Delivery | "sending" | "failed";

export interface MessageItem {
  readonly kind: "message";
  readonly key: string;
  readonly at: number;
  readonly text: string;
  readonly side: AuthorKind;
  readonly author: string;
  readonly mine: boolean;
  /** The first of a run by the same author: carries the name. */
  readonly leads: boolean;
  /** Only the agents' side has one. */
  readonly progress: Progress | null;
  readonly client_id: string;
  readonly failed: string | null;
}

export type Item =
  | { readonly kind: "day"; readonly key: string; readonly at: number }
  | { readonly kind: "system"; readonly key: string; readonly entry: Entry }
  | MessageItem;

export interface TranscriptInput {
  readonly entries: readonly Entry[];
  readonly pending: readonly Pending[];
  readonly visitor_mark: Marks;
  readonly me: string;
  readonly myName: string;
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
    side,
    author: entry.author?.name ?? "",
    mine: side === "agent" && entry.author?.agent === input.me,
    leads: true,
    progress: side === "agent" ? deliveryOf(entry.seq, input.visitor_mark) : null,
    client_id: entry.client_id ?? "",
    failed: null,
  };
}

function ofPending(message: Pending, input: TranscriptInput): MessageItem {
  return {
    kind: "message",
    key: message.client_id,
    at: message.at,
    text: message.text,
    side: "agent",
    author: input.myName,
    mine: true,
    leads: true,
    progress: message.failed === null ? "sending" : "failed",
    client_id: message.client_id,
    failed: message.failed,
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
  for (const entry of input.entries) {
    if (entry.kind === "message") push(ofEntry(entry, input), entry.at);
    else push({ kind: "system", key: `seq-${entry.seq}`, entry }, entry.at);
  }
  const placed = new Set(input.entries.map((entry) => entry.client_id));
  for (const message of input.pending) {
    if (!placed.has(message.client_id)) push(ofPending(message, input), message.at);
  }
  return items;
}
