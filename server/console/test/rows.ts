/** Rows as the server sends them, with what a test cares about. */
import type { Conversation, Entry } from "../src/state/wire.ts";

export const me = "a_1";

export function row(conversation: string, changes: Partial<Conversation> = {}): Conversation {
  return {
    conversation,
    state: "assigned",
    queue: "q_1",
    agent: { agent: me, name: "Ann" },
    held: false,
    visitor: {
      visitor: "v_abcd1234",
      name: null,
      email: null,
      phone: null,
      attributes: {},
      online: true,
      visit: null,
    },
    opened_at: 1000,
    waiting_since: 1000,
    closed_at: null,
    last_seq: 1,
    last_message: { seq: 1, at: 1000, kind: "visitor", start: "hello" },
    visitor_mark: { delivered: 0, read: 0 },
    agent_mark: { delivered: 0, read: 0 },
    offer: null,
    transfer: null,
    transfer_note: null,
    participants: [],
    notes: 0,
    tags: [],
    disposition: "",
    ...changes,
  };
}

export const map = (...rows: Conversation[]): ReadonlyMap<string, Conversation> =>
  new Map(rows.map((one) => [one.conversation, one]));

export function message(seq: number, kind: "visitor" | "agent", at = seq * 1000): Entry {
  const author = kind === "agent" ? { kind, name: "Ann", agent: me } : { kind, name: "" };
  return { seq, at, kind: "message", author, client_id: `m${seq}`, text: `text ${seq}` };
}
