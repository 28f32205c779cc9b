// What an agent's console lists: itself, its queues, its conversations. Pure; the state after a
// frame equals what a fresh agent_welcome would bring (the snapshot law).

import type {
  AgentConversation, AgentQueue, AgentView, AgentWelcomeFrame, Entry, Marks, ServerFrame, Trouble,
} from "./frames.gen";

export interface ConsoleState {
  readonly agent: AgentView;
  readonly queues: readonly AgentQueue[];
  readonly conversations: ReadonlyMap<string, AgentConversation>;
  readonly troubles: readonly Trouble[]; // of the server; told to supervisors and admins
}

const start_bytes_max = 120; // of a row's last message, as the server cuts it

// Never half a character.
function start_of(text: string): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= start_bytes_max) return text;
  let end = start_bytes_max;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return new TextDecoder().decode(bytes.subarray(0, end));
}

export function console_from(welcome: AgentWelcomeFrame): ConsoleState {
  return {
    agent: welcome.agent,
    queues: welcome.queues,
    conversations: new Map(welcome.conversations.map((row) => [row.conversation, row])),
    troubles: [],
  };
}

function with_row(
  state: ConsoleState, conversation: string,
  change: (row: AgentConversation) => AgentConversation,
): ConsoleState {
  const row = state.conversations.get(conversation);
  const next = row && change(row);
  if (!next || next === row) return state;
  return { ...state, conversations: new Map(state.conversations).set(conversation, next) };
}

// Entries come for each message; the row itself only when more than its newest message changed.
function with_entry(row: AgentConversation, entry: Entry): AgentConversation {
  if (entry.seq <= row.last_seq) return row;
  if (entry.kind !== "message" || !entry.author) return { ...row, last_seq: entry.seq };
  const { seq, at, author, text = "" } = entry;
  return {
    ...row, last_seq: seq, last_message: { seq, at, kind: author.kind, start: start_of(text) },
  };
}

const higher = (a: Marks, b: Marks): Marks => ({
  delivered: Math.max(a.delivered, b.delivered), read: Math.max(a.read, b.read),
});

export function apply_console(state: ConsoleState, frame: ServerFrame): ConsoleState {
  switch (frame.type) {
    case "agent_welcome":
      return console_from(frame);
    case "conversation_listed": {
      const row = frame.conversation;
      return { ...state, conversations: new Map(state.conversations).set(row.conversation, row) };
    }
    case "conversation_unlisted": {
      if (!state.conversations.has(frame.conversation)) return state;
      const conversations = new Map(state.conversations);
      conversations.delete(frame.conversation);
      return { ...state, conversations };
    }
    case "entry":
      return with_row(state, frame.conversation, (row) => with_entry(row, frame.entry));
    case "note_posted":
      return with_row(state, frame.conversation, (row) =>
        frame.note.note > row.notes ? { ...row, notes: frame.note.note } : row);
    case "peer_mark":
      return with_row(state, frame.conversation, (row) =>
        frame.kind === "visitor"
          ? { ...row, visitor_mark: higher(row.visitor_mark, frame) }
          : { ...row, agent_mark: higher(row.agent_mark, frame) });
    case "visitor_changed": {
      const { visitor } = frame;
      const conversations = new Map(state.conversations);
      for (const [id, row] of conversations) {
        if (row.visitor.visitor === visitor.visitor) conversations.set(id, { ...row, visitor });
      }
      return { ...state, conversations };
    }
    case "agent_changed":
      return { ...state, agent: frame.agent };
    case "queue_changed": {
      const { queue } = frame;
      const known = state.queues.some((each) => each.queue === queue.queue);
      return {
        ...state,
        queues: known
          ? state.queues.map((each) => (each.queue === queue.queue ? queue : each))
          : [...state.queues, queue],
      };
    }
    case "troubles":
      return { ...state, troubles: frame.troubles };
    default:
      return state;
  }
}
