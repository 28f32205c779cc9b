/** What the page may ask of the widget. */

import { availability } from "../shared/availability.ts";
import { shown_log, unread_count } from "../shared/state.ts";
import type { ChatState } from "../shared/state.ts";

export function fact(name: string, state: ChatState, own: Readonly<Record<string, unknown>>) {
  const values: Record<string, () => unknown> = {
    unread: () => unread_count(state),
    connected: () => state.live,
    availability: () => availability(state.queues),
    visitor: () => state.visitor || null,
    conversation: () => shown_log(state)?.conversation ?? null,
  };
  const value = values[name];
  return value ? value() : own[name];
}
