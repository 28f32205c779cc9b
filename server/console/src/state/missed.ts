/** Offers that rang here until they ran out. Pure. */
import type { Conversation } from "./wire.ts";

/** Clocks differ by a trip: what ends this close to its deadline ended because of it. */
const close_ms = 1500;

/** The rows whose offer ran out between two states: it is over, yet the visitor still waits. */
export function missedBetween(
  before: ReadonlyMap<string, Conversation>,
  after: ReadonlyMap<string, Conversation>,
  now: number,
): readonly Conversation[] {
  return [...after.values()].filter((row) => {
    const offer = before.get(row.conversation)?.offer ?? null;
    if (offer === null || offer.deadline_at === row.offer?.deadline_at) return false;
    return row.state === "waiting" && now >= offer.deadline_at - close_ms;
  });
}
