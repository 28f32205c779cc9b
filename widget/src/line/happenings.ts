/** What the page is told when one state follows another: events of the public API. Pure. */

import { availability } from "../shared/availability.ts";
import type { Availability } from "../shared/availability.ts";
import { entries_since, from_agent, is_open, unread_count } from "../shared/state.ts";
import type { ChatState } from "../shared/state.ts";

export interface Happening {
  readonly event: string;
  /** Ids and kinds, never what was said. */
  readonly detail: Readonly<Record<string, unknown>>;
}

const key = ({ state, opens_at }: Availability): string => `${state} ${opens_at}`;

export function happenings(before: ChatState, after: ChatState): Happening[] {
  const found: Happening[] = [];
  const add = (event: string, detail: Happening["detail"]) => found.push({ event, detail });
  const conversation = after.log?.conversation ?? null;
  const stood = before.log?.about?.state;
  const stands = after.log?.about?.state;
  const same = before.log?.conversation === conversation;
  if (before.live !== after.live) add("connection", { live: after.live });
  if (before.visitor !== after.visitor && after.visitor)
    add("identity", { visitor: after.visitor });
  if (after.site && before.queues !== after.queues) {
    const expected = availability(after.queues);
    if (!before.site || key(availability(before.queues)) !== key(expected))
      add("availability", { ...expected });
    for (const { name, ...now } of after.queues) {
      const old = before.queues.find((one) => one.queue === now.queue);
      if (old && key(old) !== key(now)) add("queue", now);
    }
  }
  if (before.filling === "fill_form" && !after.filling && !after.fault) add("form:submit", {});
  if (before.live && is_open(after) && (!same || stood === undefined))
    add("chat:start", { conversation });
  if (before.site && stands === "assigned" && (!same || stood !== stands))
    add("chat:assigned", { conversation, agent: after.log?.about?.agent?.agent ?? null });
  for (const entry of entries_since(before, after)) {
    if (entry.kind === "transferred")
      add("chat:transfer", { conversation, agent: entry.author?.agent ?? null });
    if (entry.kind === "message_left") add("offline:submit", { conversation });
    if (entry.kind !== "message") continue;
    const { seq, file } = entry;
    add(from_agent(entry) ? "message" : "message:sent", { conversation, seq });
    if (file) add("file", { conversation, seq, image: file.image });
  }
  if (same && stands === "closed" && stood !== undefined && stood !== stands)
    add("chat:end", { conversation });
  const score = after.log?.about?.rating?.score;
  if (same && stood && score && score !== before.log?.about?.rating?.score)
    add("rating", { conversation, score });
  const count = unread_count(after);
  if (count !== unread_count(before)) add("unread", { count });
  return found;
}
