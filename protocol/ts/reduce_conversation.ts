// One conversation as its client knows it: a window of entries without holes, marks, who types.
// Pure: apply_frame(log, frame, now) gives the next state, or the same object when nothing
// changed. It obeys the snapshot law: what is built frame by frame equals what a fresh page of
// entries gives.
//
// An entry applies when its seq follows the last one; a lower one is dropped; a higher one shows a
// hole: `needed` then says how far the client must resume.

import type {
  Author, Entry, Marks, PeerKind, ServerFrame, VisitorConversation,
} from "./frames.gen";
import type { OutboxMessage } from "./outbox";

export interface Typist {
  readonly kind: PeerKind;
  readonly name: string;
  readonly until: number;
  readonly text: string; // what staff may see of it; else empty
}

export interface ConversationLog {
  readonly conversation: string;
  readonly epoch: string;
  readonly loaded: boolean; // false until its first page came
  readonly entries: readonly Entry[]; // seq rises by 1
  readonly more_before: boolean;
  readonly needed: number; // the highest seq that is known to exist
  readonly marks: { readonly visitor: Marks; readonly agent: Marks };
  readonly typing: Typist | null;
  readonly about: VisitorConversation | null; // visitors are told; agents have rows instead
}

export const typing_ms = 6_000; // without news, nobody types any more

const no_marks: Marks = { delivered: 0, read: 0 };

// `last_seq` 0: a conversation that begins, nothing to load.
export function empty_log(conversation: string, epoch: string, last_seq = 0): ConversationLog {
  return {
    conversation, epoch, loaded: last_seq === 0, entries: [], more_before: false, needed: last_seq,
    marks: { visitor: no_marks, agent: no_marks }, typing: null, about: null,
  };
}

export function last_seq_of(log: ConversationLog): number {
  return log.entries.length > 0 ? (log.entries[log.entries.length - 1] as Entry).seq : 0;
}

export const has_hole = (log: ConversationLog): boolean => last_seq_of(log) < log.needed;

function with_entries(log: ConversationLog, coming: readonly Entry[]): ConversationLog {
  let last = last_seq_of(log);
  let needed = log.needed;
  const fresh: Entry[] = [];
  for (const entry of coming) {
    needed = Math.max(needed, entry.seq);
    if (!log.loaded || entry.seq !== last + 1) continue;
    fresh.push(entry);
    last = entry.seq;
  }
  if (fresh.length === 0 && needed === log.needed) return log;
  const wrote = fresh.some((entry) => entry.author?.kind === log.typing?.kind);
  return {
    ...log, needed, typing: wrote ? null : log.typing,
    entries: fresh.length > 0 ? [...log.entries, ...fresh] : log.entries,
  };
}

// A page before the window, or the first page of all.
function with_older(
  log: ConversationLog, page: readonly Entry[], epoch: string, more_before: boolean,
): ConversationLog {
  const first = log.entries[0];
  if (!log.loaded || !first) {
    const last = page.length > 0 ? (page[page.length - 1] as Entry).seq : 0;
    return { ...log, epoch, loaded: true, entries: page, more_before,
             needed: Math.max(log.needed, last) };
  }
  const older = page.filter((entry) => entry.seq < first.seq);
  const joins = older.length === 0 || (older[older.length - 1] as Entry).seq === first.seq - 1;
  return joins ? { ...log, entries: [...older, ...log.entries], more_before } : log;
}

const higher = (a: Marks, b: Marks): Marks => ({
  delivered: Math.max(a.delivered, b.delivered), read: Math.max(a.read, b.read),
});

const same = (a: Marks, b: Marks): boolean => a.delivered === b.delivered && a.read === b.read;

function with_marks(log: ConversationLog, visitor: Marks, agent: Marks): ConversationLog {
  const marks = {
    visitor: higher(log.marks.visitor, visitor), agent: higher(log.marks.agent, agent),
  };
  const unchanged = same(marks.visitor, log.marks.visitor) && same(marks.agent, log.marks.agent);
  return unchanged ? log : { ...log, marks };
}

// A message of one's own that the server placed.
export function apply_ack(
  log: ConversationLog, seq: number, at: number, author: Author, message: OutboxMessage,
): ConversationLog {
  const { client_id, text, file } = message;
  return with_entries(log, [
    { seq, at, kind: "message", author, client_id, text, ...(file && { file }) },
  ]);
}

// Frames of other conversations leave the log as it is.
export function apply_frame(
  log: ConversationLog, frame: ServerFrame, now: number,
): ConversationLog {
  switch (frame.type) {
    case "conversation_changed":
    case "conversation_listed": {
      const row = frame.conversation;
      if (row.conversation !== log.conversation) return log;
      const next = with_marks(log, row.visitor_mark, row.agent_mark);
      const needed = Math.max(next.needed, row.last_seq);
      if (frame.type === "conversation_changed") {
        return { ...next, about: frame.conversation, needed };
      }
      return needed > next.needed ? { ...next, needed } : next;
    }
    case "place_changed": {
      if (frame.conversation !== log.conversation || !log.about) return log;
      return { ...log, about: { ...log.about, place: frame.place } };
    }
    case "entry":
      return frame.conversation === log.conversation ? with_entries(log, [frame.entry]) : log;
    case "entries":
      if (frame.conversation !== log.conversation || frame.epoch !== log.epoch) return log;
      return frame.direction === "before"
        ? with_older(log, frame.entries, frame.epoch, frame.more)
        : with_entries(log, frame.entries);
    case "reset":
      if (frame.conversation !== log.conversation) return log;
      return {
        ...log, epoch: frame.epoch, loaded: true, entries: [], more_before: false, needed: 0,
      };
    case "peer_mark": {
      if (frame.conversation !== log.conversation) return log;
      return frame.kind === "visitor"
        ? with_marks(log, frame, log.marks.agent)
        : with_marks(log, log.marks.visitor, frame);
    }
    case "peer_typing": {
      if (frame.conversation !== log.conversation) return log;
      const { kind, name, text = "" } = frame;
      const typing = frame.active ? { kind, name, until: now + typing_ms, text } : null;
      return { ...log, typing };
    }
    default:
      return log;
  }
}

// Time has passed without a frame.
export function expire_typing(log: ConversationLog, now: number): ConversationLog {
  return log.typing && log.typing.until <= now ? { ...log, typing: null } : log;
}
