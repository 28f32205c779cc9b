/** The part of the desk that looks back: what is searched for, and the transcript that is read. */
import { type Signal, signal } from "@preact/signals";
import type { Entry } from "./wire.ts";

export type PastTab = "messages" | "people" | "funnel";

/** A conversation that is read again, whether it is still on the floor or not. */
export interface Reading {
  readonly conversation: string;
  /** Lowest seq first. */
  readonly entries: readonly Entry[];
  readonly loaded: boolean;
  readonly hasOlder: boolean;
  /** An error code: it cannot be read. */
  readonly failed: string | null;
}

export interface PastActions {
  /** Shows a conversation's last page; null shows none. */
  read(conversation: string | null): void;
  readOlder(): void;
}

export class PastDesk {
  readonly shown: Signal<boolean> = signal(false);
  readonly tab: Signal<PastTab> = signal("messages");
  readonly query: Signal<string> = signal("");
  readonly reading: Signal<Reading | null> = signal(null);
  /** Whose profile is open beside the results. */
  readonly person: Signal<string | null> = signal(null);
}

/** `page` came before what is there. */
export function withOlder(reading: Reading, page: readonly Entry[], more: boolean): Reading {
  const first = reading.entries[0]?.seq ?? Number.POSITIVE_INFINITY;
  const older = page.filter((entry) => entry.seq < first);
  return {
    ...reading,
    entries: [...older, ...reading.entries],
    loaded: true,
    hasOlder: more,
    failed: null,
  };
}
