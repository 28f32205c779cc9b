/** What the lists show, worked out from the state. Pure. */
import { invitationOf, partOf } from "./together.ts";
import type { Conversation, Entry, Marks, Standing, Visitor } from "./wire.ts";

export type Tab = "mine" | "waiting" | "others" | "closed";
export type Section = Tab | "offer";
export type Sort = "recent" | "waiting";

/** The part of an id that people read aloud. */
export function shortId(id: string): string {
  return id
    .replace(/^[a-z]_/, "")
    .slice(-4)
    .toUpperCase();
}

/** The name a visitor gave, or null: the views then say "Visitor #…" in their own language. */
export function givenName(visitor: Visitor): string | null {
  const name = visitor.name?.trim() ?? "";
  return name === "" ? null : name;
}

/** As rows of the tables say it, of a visitor as conversations have it. */
export function standingOf(visitor: Visitor): Standing {
  if (visitor.identity?.name) return "verified";
  if (visitor.identity) return "id_verified";
  return givenName(visitor) === null ? "anonymous" : "unverified";
}

/** The first way to reach a visitor outside of the chat, or null. */
export function contactOf({ email, phone }: Visitor): string | null {
  return [email, phone].find((one) => one !== null && one !== "") ?? null;
}

export function sectionOf(conversation: Conversation, me: string): Section {
  if (conversation.offer !== null || invitationOf(conversation, me) !== null) return "offer";
  // Who was asked in works on it; a supervisor who came by itself still looks at somebody else's.
  const part = partOf(conversation, me);
  if (part !== null && part.by !== null) return "mine";
  if (conversation.state === "waiting") return "waiting";
  if (conversation.state === "closed") return "closed";
  return conversation.agent?.agent === me ? "mine" : "others";
}

/** Where a conversation stands, as people say it. */
export function stateOf(conversation: Conversation): Conversation["state"] | "held" {
  return conversation.held ? "held" : conversation.state;
}

/**
 * Visitor messages the agent has not seen; `seen` is what this screen showed already. Exact when
 * the entries are loaded; 1 stands for some.
 */
export function unreadOf(
  conversation: Conversation,
  entries: readonly Entry[] | null,
  seen: number,
): number {
  const read = Math.max(conversation.agent_mark.read, seen);
  const last = conversation.last_message;
  const oldest = entries?.[0]?.seq ?? Number.POSITIVE_INFINITY;
  if (entries !== null && oldest <= read + 1) {
    return entries.filter((entry) => isFromVisitor(entry) && entry.seq > read).length;
  }
  return last !== null && last.kind === "visitor" && last.seq > read ? 1 : 0;
}

function isFromVisitor(entry: Entry): boolean {
  return entry.kind === "message" && entry.author?.kind === "visitor";
}

/** Since when the visitor waits for this agent's answer; null when the last word is ours. */
export function unansweredSince(
  conversation: Conversation,
  entries: readonly Entry[] | null,
): number | null {
  if (conversation.state !== "assigned") return null;
  const last = conversation.last_message;
  if (last === null || last.kind === "agent") return null;
  let since = last.at;
  for (const entry of [...(entries ?? [])].reverse()) {
    if (entry.kind !== "message") continue;
    if (!isFromVisitor(entry)) break;
    since = Math.min(since, entry.at);
  }
  return since;
}

function activity(conversation: Conversation): number {
  return conversation.last_message?.at ?? conversation.opened_at;
}

function order(tab: Tab, sort: Sort): (a: Conversation, b: Conversation) => number {
  if (tab === "waiting") {
    return (a, b) => (b.priority ?? 0) - (a.priority ?? 0) || a.waiting_since - b.waiting_since;
  }
  if (tab === "closed") return (a, b) => (b.closed_at ?? 0) - (a.closed_at ?? 0);
  if (sort === "recent") return (a, b) => activity(b) - activity(a);
  const wait = (conversation: Conversation): number =>
    unansweredSince(conversation, null) ?? Number.POSITIVE_INFINITY;
  return (a, b) => compare(wait(a), wait(b)) || activity(b) - activity(a);
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Whether a row has the words that were looked for; `queue` is the queue's name. */
export function matches(conversation: Conversation, queue: string, query: string): boolean {
  const { visitor, last_message } = conversation;
  const haystack = [
    visitor.name,
    visitor.email,
    visitor.phone,
    shortId(visitor.visitor),
    queue,
    last_message?.start,
  ]
    .join("\n")
    .toLocaleLowerCase();
  const words = query.toLocaleLowerCase().replaceAll("#", " ").split(/\s+/);
  return words.every((word) => haystack.includes(word));
}

export interface ListView {
  readonly me: string;
  readonly tab: Tab;
  readonly sort: Sort;
  readonly query: string;
  readonly queueName: (queue: string) => string;
}

export function rowsOf(all: Iterable<Conversation>, view: ListView): readonly Conversation[] {
  return [...all]
    .filter((row) => sectionOf(row, view.me) === view.tab)
    .filter((row) => matches(row, view.queueName(row.queue), view.query))
    .sort((a, b) => order(view.tab, view.sort)(a, b) || compare(a.opened_at, b.opened_at));
}

/** Ringing offers, the one that runs out first on top. */
export function offersOf(all: Iterable<Conversation>): readonly Conversation[] {
  return [...all]
    .filter((row) => row.offer !== null)
    .sort((a, b) => (a.offer?.deadline_at ?? 0) - (b.offer?.deadline_at ?? 0));
}

/** Conversations that a colleague asks this agent to join. */
export function invitationsOf(all: Iterable<Conversation>, me: string): readonly Conversation[] {
  return [...all].filter((row) => row.offer === null && invitationOf(row, me) !== null);
}

export function countsOf(
  all: Iterable<Conversation>,
  me: string,
): Readonly<Record<Section, number>> {
  const counts = { offer: 0, mine: 0, waiting: 0, others: 0, closed: 0 };
  for (const row of all) counts[sectionOf(row, me)] += 1;
  return counts;
}

/** The row a step away from the selected one; stays at the ends, starts at the top. */
export function neighbour(
  rows: readonly Conversation[],
  selected: string | null,
  step: 1 | -1,
): string | null {
  const at = rows.findIndex((row) => row.conversation === selected);
  const next = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step));
  return rows[next]?.conversation ?? null;
}

export type Delivery = "sent" | "delivered" | "read";

export function deliveryOf(seq: number, visitor_mark: Marks): Delivery {
  if (seq <= visitor_mark.read) return "read";
  return seq <= visitor_mark.delivered ? "delivered" : "sent";
}
