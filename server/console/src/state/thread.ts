/** What is loaded of one conversation, as the views need it. */
import type { Entry, Marks } from "./wire.ts";

export interface Thread {
  /** A run without gaps, lowest seq first. */
  readonly entries: readonly Entry[];
  /** The first page came: an empty run is then an empty conversation, not an unknown one. */
  readonly loaded: boolean;
  readonly hasOlder: boolean;
  readonly loadingOlder: boolean;
  readonly visitor_mark: Marks;
}

export const emptyThread: Thread = {
  entries: [],
  loaded: false,
  hasOlder: false,
  loadingOlder: false,
  visitor_mark: { delivered: 0, read: 0 },
};

export function firstSeq(thread: Thread): number {
  return thread.entries[0]?.seq ?? 0;
}

export function lastSeq(thread: Thread): number {
  return thread.entries.at(-1)?.seq ?? 0;
}

/** Marks reach us beside rows and beside logs; neither ever goes back, so the later one is true. */
export function laterMarks(a: Marks, b: Marks): Marks {
  return { delivered: Math.max(a.delivered, b.delivered), read: Math.max(a.read, b.read) };
}
