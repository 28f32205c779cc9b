/** Turns entries and unsent messages into the rows on the screen. Pure. */

import type { File } from "../../../protocol/ts/frames.gen.ts";
import type { Texts } from "../locales/zh-CN.ts";
import { delivery_of } from "../shared/state.ts";
import type { ConversationLog, Delivery, Entry, OutboxMessage } from "../shared/state.ts";

export interface MessageRow {
  readonly kind: "message";
  readonly key: string;
  readonly own: boolean;
  readonly name: string;
  readonly text: string;
  readonly file: File | undefined;
  readonly at: number;
  readonly state: Delivery | "sending" | "failed";
  readonly client_id: string;
  readonly code: string;
  /** Continues the group of the row before; has another row of its group after. */
  readonly follows: boolean;
  readonly more: boolean;
}

export interface TextRow {
  readonly kind: "day" | "note";
  readonly key: string;
  readonly text: string;
}

export type Row = MessageRow | TextRow;

const group_ms = 5 * 60_000;

export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

function day_of(at: number): string {
  return new Date(at).toDateString();
}

export function day_label(at: number, now: number, locale: string, texts: Texts): string {
  if (day_of(at) === day_of(now)) return texts.today;
  // 12 hours before the start of today is yesterday on every calendar, clock changes included.
  const yesterday = new Date(now).setHours(-12, 0, 0, 0);
  if (day_of(at) === day_of(yesterday)) return texts.yesterday;
  const year = new Date(at).getFullYear() === new Date(now).getFullYear() ? undefined : "numeric";
  return new Intl.DateTimeFormat(locale, {
    year,
    month: "long",
    day: "numeric",
    weekday: "short",
  }).format(at);
}

export function time_label(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  }).format(at);
}

function note_of(entry: Entry, texts: Texts, reply: string): string {
  const name = entry.author?.name || texts.agent;
  switch (entry.kind) {
    case "assigned":
    case "transferred":
      return fill(texts.assigned, { name });
    case "joined":
      return fill(texts.joined, { name });
    case "left":
      return fill(texts.left, { name });
    case "requeued":
      if (entry.reason === "overflowed") return texts.overflowed;
      return entry.reason === "reopened_by_visitor" ? "" : texts.requeued;
    case "message_left":
      return reply || texts.left_thanks;
    case "reminded":
      return texts.reminded;
    case "reopened":
      return texts.reopened;
    case "closed":
      if (entry.by_silence) return texts.closed_silent;
      if (!entry.author) return texts.closed;
      return entry.author.kind === "visitor"
        ? texts.closed_by_you
        : fill(texts.closed_by_agent, { name });
    case "message":
      return "";
  }
}

function entry_row(entry: Entry, log: ConversationLog, texts: Texts, reply: string): Row | null {
  if (entry.kind !== "message") {
    const text = note_of(entry, texts, reply);
    return text ? { kind: "note", key: `n${entry.seq}`, text } : null;
  }
  const own = entry.author?.kind === "visitor";
  return {
    kind: "message",
    // The same key while it is sent and after: the bubble stays where it is.
    key: entry.client_id && own ? entry.client_id : `m${entry.seq}`,
    own,
    name: own ? texts.you : entry.author?.name || texts.agent,
    text: entry.text ?? "",
    file: entry.file,
    at: entry.at,
    state: delivery_of(entry.seq, log),
    client_id: entry.client_id ?? "",
    code: "",
    follows: false,
    more: false,
  };
}

function outbox_row(message: OutboxMessage, texts: Texts): MessageRow {
  return {
    kind: "message",
    key: message.client_id,
    own: true,
    name: texts.you,
    text: message.text,
    file: message.file,
    at: message.at,
    state: message.state === "failed" ? "failed" : "sending",
    client_id: message.client_id,
    code: message.field === "file" ? "bad_ticket" : (message.code ?? ""),
    follows: false,
    more: false,
  };
}

function same_group(one: Row | undefined, other: Row | undefined): boolean {
  return (
    one?.kind === "message" &&
    other?.kind === "message" &&
    one.own === other.own &&
    one.name === other.name &&
    other.at - one.at < group_ms &&
    one.state !== "failed" &&
    other.state !== "failed"
  );
}

export function make_rows(
  log: ConversationLog | null,
  outbox: readonly OutboxMessage[],
  now: number,
  locale: string,
  texts: Texts,
  /** Of the site, to a message that is left. */
  reply = "",
): Row[] {
  const rows: Row[] = [];
  let day = "";
  const add = (at: number, row: Row | null) => {
    if (!row) return;
    if (day_of(at) !== day) {
      day = day_of(at);
      rows.push({ kind: "day", key: `d${day}`, text: day_label(at, now, locale, texts) });
    }
    rows.push(row);
  };
  if (log) for (const entry of log.entries) add(entry.at, entry_row(entry, log, texts, reply));
  for (const message of outbox) add(message.at, outbox_row(message, texts));
  return rows.map((row, index) =>
    row.kind === "message"
      ? {
          ...row,
          follows: same_group(rows[index - 1], row),
          more: same_group(row, rows[index + 1]),
        }
      : row,
  );
}

/** The first letter or character of a name, for a face without a photo. */
export function initial(name: string): string {
  return ([...name.trim()][0] ?? "·").toUpperCase();
}
