/** What a visitor may expect of the site's queues now. Pure. */

import type { QueueState, VisitorQueue } from "../../../protocol/ts/frames.gen.ts";

export interface Availability {
  readonly state: QueueState;
  /** When what is closed by its hours opens; absent when it is not, or nobody knows. */
  readonly opens_at?: number;
}

const best_first: readonly QueueState[] = ["open", "busy", "full", "closed"];

/** Of the queue named, or of the best one. */
export function availability(queues: readonly VisitorQueue[], chosen?: string): Availability {
  const named = queues.filter((one) => one.queue === chosen);
  const asked = named.length > 0 ? named : queues;
  const state = best_first.find((each) => asked.some((one) => one.state === each)) ?? "closed";
  const times = asked.map((one) => one.opens_at ?? Infinity);
  const opens_at = state === "closed" ? Math.min(...times) : Infinity;
  return opens_at === Infinity ? { state } : { state, opens_at };
}

/** Writing now leads to no answer soon, or to none. */
export function is_away({ state }: Availability): boolean {
  return state === "closed" || state === "full";
}

/** The first of those that can do most for the visitor. */
export function best_queue(queues: readonly VisitorQueue[]): VisitorQueue | undefined {
  const { state } = availability(queues);
  return queues.find((one) => one.state === state);
}
