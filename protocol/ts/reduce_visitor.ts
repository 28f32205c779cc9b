// What a visitor knows of the site's queues. Pure; what it knows after a frame equals what a fresh
// visitor_welcome would bring (the snapshot law).

import type { ServerFrame, VisitorQueue } from "./frames.gen";

export function apply_queues(
  known: readonly VisitorQueue[], frame: ServerFrame,
): readonly VisitorQueue[] {
  if (frame.type === "visitor_welcome") return frame.queues;
  if (frame.type !== "queue_states") return known;
  if (frame.all) return frame.queues;
  return known.map((old) => frame.queues.filter((news) => news.queue === old.queue)[0] ?? old);
}
