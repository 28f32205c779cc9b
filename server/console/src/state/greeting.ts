/** What an agent says to a visitor who has not asked. Pure. */
import { type CannedReply, fillIn, firstGap, type Known } from "../canned/canned.ts";
import type { InvitationKind } from "./wire.ts";

export const invitation_kinds: readonly InvitationKind[] = ["bubble", "card", "chat"];
/** The protocol's limit, in bytes of UTF-8. */
export const greeting_bytes_max = 1000;
const presets_max = 12;

export interface Greeting {
  readonly kind: InvitationKind;
  /** Empty: none was chosen yet. */
  readonly text: string;
}

/** What was stored, as far as it is of this shape. */
export function readGreeting(stored: unknown): Greeting {
  const value = typeof stored === "object" && stored !== null ? stored : {};
  const { kind, text } = value as { readonly kind?: unknown; readonly text?: unknown };
  return {
    kind: invitation_kinds.find((each) => each === kind) ?? "bubble",
    text: typeof text === "string" && fits(text) ? text : "",
  };
}

export const fits = (text: string): boolean =>
  new TextEncoder().encode(text).length <= greeting_bytes_max;

/** Canned replies that can be said as they are: one message, short, nothing left to fill in. */
export function presetsOf(replies: readonly CannedReply[], known: Known): readonly string[] {
  const texts = replies
    .filter(({ more }) => more.length === 0)
    .map(({ text }) => fillIn(text, known).trim())
    .filter((text) => text !== "" && fits(text) && firstGap(text) === null);
  return [...new Set(texts)].slice(0, presets_max);
}
