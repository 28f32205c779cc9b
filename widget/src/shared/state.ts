/**
 * What one visitor sees of the chat, and what can be read from it. Plain JSON: the leading tab
 * posts it to the others.
 */

import type { ConversationLog } from "../../../protocol/ts/reduce_conversation.ts";
import type { OutboxMessage } from "../../../protocol/ts/outbox.ts";
import type {
  Entry,
  FaqEntriesFrame,
  FormField,
  Invitation,
  Site,
  VisitorConversation,
  VisitorQueue,
} from "../../../protocol/ts/frames.gen.ts";

export type {
  ConversationLog,
  Entry,
  FormField,
  Invitation,
  OutboxMessage,
  Site,
  VisitorConversation,
  VisitorQueue,
};

/** What the server found wrong with answers of a form. */
export interface FormFault {
  readonly reply_to: string;
  readonly code: string;
  /** "email", "attributes.order". */
  readonly field: string;
}

export interface ChatState {
  readonly live: boolean;
  /** When the connection was lost, by this browser's clock; 0 while it is live or never was. */
  readonly down_since: number;
  readonly visitor: string;
  /** Counts who used this browser, one after another, with a logout between. 0: no tab said it. */
  readonly person: number;
  readonly site: Site | null;
  readonly queues: readonly VisitorQueue[];
  readonly log: ConversationLog | null;
  /** Messages of the visitor that the server has not acknowledged, oldest first. */
  readonly outbox: readonly OutboxMessage[];
  /** A closed conversation that the visitor put aside to start a new one, or "". */
  readonly put_aside: string;
  /** What the site still asks before a conversation opens. */
  readonly form: readonly FormField[];
  /** The server knows an e-mail address or a phone number. */
  readonly reachable: boolean;
  /** The frame with answers that the server has not answered, or "". */
  readonly filling: string;
  readonly fault: FormFault | null;
  /** The last answers to a search. */
  readonly faq: FaqEntriesFrame | null;
  /** The last invitation, answered or not. */
  readonly invited: Invitation | null;
}

export const empty_state: ChatState = {
  live: false,
  down_since: 0,
  visitor: "",
  person: 0,
  site: null,
  queues: [],
  log: null,
  outbox: [],
  put_aside: "",
  form: [],
  reachable: false,
  filling: "",
  fault: null,
  faq: null,
  invited: null,
};

export type Delivery = "sent" | "delivered" | "read";

/** The one that waits for an answer. */
export function open_invitation({ invited }: ChatState): Invitation | null {
  return invited?.answer ? null : invited;
}

/** The conversation on the screen: a closed one that was put aside is none. */
export function shown_log(state: ChatState): ConversationLog | null {
  const { log, put_aside } = state;
  const past = log?.conversation === put_aside || open_invitation(state);
  return past && log?.about?.state === "closed" ? null : log;
}

export function is_open(state: ChatState): boolean {
  const stands = state.log?.about?.state;
  return stands === "waiting" || stands === "assigned";
}

export function from_agent(entry: Entry): boolean {
  return entry.kind === "message" && entry.author?.kind === "agent";
}

/** Messages of agents that the visitor has not read, as far as they are loaded. */
export function unread_count(state: ChatState): number {
  const log = shown_log(state);
  if (!log) return 0;
  return log.entries.filter((entry) => entry.seq > log.marks.visitor.read && from_agent(entry))
    .length;
}

/** What the visitor may mark: the newest entry that an agent wrote; 0 without one. */
export function last_agent_seq(log: ConversationLog): number {
  for (let index = log.entries.length - 1; index >= 0; index -= 1) {
    const entry = log.entries[index];
    if (entry && from_agent(entry)) return entry.seq;
  }
  return 0;
}

export function delivery_of(seq: number, log: ConversationLog): Delivery {
  const { delivered, read } = log.marks.agent;
  return seq <= read ? "read" : seq <= delivered ? "delivered" : "sent";
}

/**
 * Entries that the later state has beyond the earlier one's end; none when it is another
 * conversation.
 */
export function entries_since(before: ChatState, after: ChatState): readonly Entry[] {
  if (
    !after.log ||
    !before.log ||
    before.log.conversation !== after.log.conversation ||
    !before.log.loaded
  )
    return [];
  const end = before.log.entries[before.log.entries.length - 1]?.seq ?? 0;
  return after.log.entries.filter((entry) => entry.seq > end);
}
