/** Canned replies: what the server keeps of them, how one is found, and how one is filled in. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { File } from "../../../../protocol/ts/frames.gen";
import { call } from "../session.ts";

export type Scope = "personal" | "queue" | "all";
export const scopes: readonly Scope[] = ["personal", "queue", "all"];

export interface CannedReply {
  readonly reply: string;
  readonly name: string;
  readonly text: string;
  /** Of a set: the messages after `text`. */
  readonly more: readonly string[];
  readonly scope: Scope;
  readonly queue: string | null;
  /** Comes with the first message; its ticket is the asking agent's. */
  readonly file?: CannedFile | null | undefined;
}

export interface CannedFile extends File {
  readonly ticket: string;
}

interface Site {
  readonly site: string;
  readonly name: string;
}

interface Answer {
  readonly canned: readonly CannedReply[];
  readonly sites: readonly Site[];
}

/** The protocol's limit on a message, in bytes of UTF-8. */
export const text_bytes_max = 16_384;
/** The server's limit on the messages of a set. */
export const set_messages_max = 10;

export const canned_url = "/api/v1/canned";

/** What this agent may use. */
export interface CannedStore {
  /** Null until the first answer. */
  readonly replies: ReadonlySignal<readonly CannedReply[] | null>;
  readonly unreachable: ReadonlySignal<boolean>;
  /** Asks the server; what was known stays shown meanwhile. */
  load(): Promise<void>;
  siteName(site: string): string;
}

export function createCannedStore(): CannedStore {
  const replies = signal<readonly CannedReply[] | null>(null);
  const unreachable = signal(false);
  let sites: readonly Site[] = [];
  return {
    replies,
    unreachable,
    async load() {
      const outcome = await call("GET", canned_url, null, (value) => value as Answer);
      unreachable.value = !outcome.ok;
      if (!outcome.ok) return;
      sites = outcome.value.sites;
      replies.value = outcome.value.canned;
    },
    siteName: (site) => sites.find((each) => each.site === site)?.name ?? "",
  };
}

export const variables = [
  "visitor.name",
  "visitor.email",
  "visitor.phone",
  "agent.name",
  "queue.name",
  "site.name",
] as const;
export type Variable = (typeof variables)[number];
export type Known = Readonly<Partial<Record<Variable, string>>>;

const pattern = new RegExp(
  `\\{\\{\\s*(${variables.join("|").replaceAll(".", "\\.")})\\s*(?:\\|([^{}]*))?\\}\\}`,
  "g",
);

/**
 * Puts values in the place of variables. What is not known becomes the words after its bar
 * ("{{visitor.name|friend}}"); without such words it stays, for the agent to fill in.
 */
export function fillIn(text: string, known: Known): string {
  return text.replace(pattern, (whole: string, name: Variable, otherwise?: string) => {
    const value = known[name] ?? "";
    return value !== "" ? value : (otherwise?.trim() ?? whole);
  });
}

/** The first variable that is still to be filled in, and where it stands. */
export function firstGap(text: string): { readonly start: number; readonly end: number } | null {
  const found = new RegExp(pattern.source).exec(text);
  return found === null ? null : { start: found.index, end: found.index + found[0].length };
}

export function messagesOf(reply: CannedReply): readonly string[] {
  return [reply.text, ...reply.more];
}

/** One message of a set before it is sent, and whether it is going to be. */
export interface SetDraft {
  readonly text: string;
  readonly on: boolean;
}

export function draftOf(set: CannedReply, known: Known): readonly SetDraft[] {
  return messagesOf(set).map((text) => ({ text: fillIn(text, known), on: true }));
}

/** What goes out, in its order, and the first message that cannot: it has a gap or is too long. */
export function outgoing(
  draft: readonly SetDraft[],
  bytes_max: number,
): { readonly texts: readonly string[]; readonly wrong: number | null } {
  const wrong = draft.findIndex(
    ({ text, on }) =>
      on && (firstGap(text) !== null || new TextEncoder().encode(text).length > bytes_max),
  );
  const texts = draft.filter(({ text, on }) => on && text.trim() !== "");
  return { texts: texts.map(({ text }) => text.trim()), wrong: wrong < 0 ? null : wrong };
}

/** Where a `/` begins to look for a reply, and for which letters; null when none does. */
export interface Lookup {
  readonly start: number;
  readonly query: string;
}

/**
 * A slash counts at the start of a word only, so that addresses and "and/or" do not. Chinese input
 * methods write 、 for the same key.
 */
export function lookupAt(text: string, caret: number): Lookup | null {
  const found = /(?:^|[\s，。！？；：])([/／、])([^\s/／、]{0,40})$/.exec(text.slice(0, caret));
  if (found === null) return null;
  const query = found[2] ?? "";
  return { start: caret - query.length - 1, query };
}

/** The first letters of Chinese words: "您好" gives "nh". Others stay as they are. */
export type Initials = (text: string) => string;

function rank(reply: CannedReply, query: string, initials: Initials): number {
  const name = reply.name.toLocaleLowerCase();
  if (name.startsWith(query)) return 0;
  const letters = initials(reply.name).toLocaleLowerCase();
  if (letters.startsWith(query)) return 1;
  if (name.includes(query) || letters.includes(query)) return 2;
  const texts = messagesOf(reply);
  if (texts.some((text) => text.toLocaleLowerCase().includes(query))) return 3;
  return texts.some((text) => initials(text).toLocaleLowerCase().includes(query)) ? 4 : -1;
}

/** Those that match in name, initials or text, the likeliest first. */
export function findReplies(
  replies: readonly CannedReply[],
  query: string,
  initials: Initials,
): readonly CannedReply[] {
  // Input methods part the letters that are being composed: "n'h".
  const wanted = query.toLocaleLowerCase().replaceAll("'", "");
  return replies
    .map((reply) => ({ reply, rank: rank(reply, wanted, initials) }))
    .filter((found) => found.rank >= 0)
    .sort((a, b) => a.rank - b.rank)
    .map((found) => found.reply);
}
