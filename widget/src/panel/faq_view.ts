/** What the panel shows of a site's answers, and what changes it. Pure. */

import type { FaqEntriesFrame, FaqEntry } from "../../../protocol/ts/frames.gen.ts";

export interface FaqView {
  /** What was looked for last; answers to anything else come too late. */
  readonly asked: string;
  /** What the entries answer: it lags behind. */
  readonly found: string;
  readonly entries: readonly FaqEntry[];
  /** The entry whose answer is open, or "". */
  readonly open: string;
  /** What was said of answers here, before the server shows it. */
  readonly said: Readonly<Record<string, boolean>>;
}

export const no_answers: FaqView = { asked: "", found: "", entries: [], open: "", said: {} };

/** The protocol's limit for a query, in bytes of UTF-8. */
const query_bytes_max = 200;

/** What is looked for when this is written: its beginning, if it is long. */
export function query_of(text: string): string {
  const room = new Uint8Array(query_bytes_max);
  const { written } = new TextEncoder().encodeInto(text.trim(), room);
  return new TextDecoder().decode(room.subarray(0, written)).trim();
}

export function asked(view: FaqView, query: string): FaqView {
  return { ...view, asked: query };
}

export function answered(view: FaqView, { query, entries }: FaqEntriesFrame): FaqView {
  if (query !== view.asked) return view;
  const open = entries.some(({ entry }) => entry === view.open) ? view.open : "";
  return { ...view, found: query, entries, open };
}

export function toggled(view: FaqView, entry: string): FaqView {
  return { ...view, open: view.open === entry ? "" : entry };
}

/** The first word stands: it is counted once a visit. */
export function rated(view: FaqView, entry: string, helped: boolean): FaqView {
  return entry in view.said ? view : { ...view, said: { ...view.said, [entry]: helped } };
}

/** What the visitor said of an answer in this visit. */
export function rating(view: FaqView, { entry, helped }: FaqEntry): boolean | undefined {
  return view.said[entry] ?? helped;
}
