// The board that a supervisor watches: rows by id, and changes that hold only what differs. Pure;
// the state after a change equals what a fresh board would bring (the snapshot law).

import type {
  BoardAgent, BoardAlarm, BoardConversation, BoardFrame, BoardQueue, ServerFrame,
} from "./frames.gen";

export interface Board {
  readonly day_at: number;
  readonly queues: ReadonlyMap<string, BoardQueue>;
  readonly agents: ReadonlyMap<string, BoardAgent>;
  readonly conversations: ReadonlyMap<string, BoardConversation>;
  readonly alarms: ReadonlyMap<number, BoardAlarm>;
}

type Change<Row> =
  { readonly [Member in keyof Row]?: Row[Member] | undefined }
  & { readonly gone?: boolean | undefined };

export function board_from(frame: BoardFrame): Board {
  return {
    day_at: frame.day_at,
    queues: new Map(frame.queues.map((row) => [row.queue, row])),
    agents: new Map(frame.agents.map((row) => [row.agent, row])),
    conversations: new Map(frame.conversations.map((row) => [row.conversation, row])),
    alarms: new Map((frame.alarms ?? []).map((row) => [row.alarm, row])),
  };
}

// A new row comes with all its members.
const merged = <Row>(row: Row | undefined, change: Change<Row>): Row =>
  ({ ...row, ...change }) as Row;

// One that comes to wait has no agent any more.
function merged_conversation(
  row: BoardConversation | undefined, change: Change<BoardConversation>,
): BoardConversation {
  const { agent, ...rest } = merged(row, change);
  return agent === undefined || change.state === "waiting" ? rest : { ...rest, agent };
}

function with_changes<Id, Row, C extends Change<Row>>(
  rows: ReadonlyMap<Id, Row>, changes: readonly C[], id_of: (change: C) => Id,
  merge: (row: Row | undefined, change: C) => Row,
): ReadonlyMap<Id, Row> {
  if (changes.length === 0) return rows;
  const next = new Map(rows);
  for (const change of changes) {
    const id = id_of(change);
    if (change.gone) next.delete(id);
    else next.set(id, merge(next.get(id), change));
  }
  return next;
}

export function apply_board(board: Board | null, frame: ServerFrame): Board | null {
  if (frame.type === "board") return board_from(frame);
  if (frame.type !== "board_changed" || board === null) return board;
  return {
    ...board,
    day_at: frame.day_at ?? board.day_at,
    queues: with_changes(board.queues, frame.queues, (change) => change.queue, merged<BoardQueue>),
    agents: with_changes(board.agents, frame.agents, (change) => change.agent, merged<BoardAgent>),
    conversations: with_changes(
      board.conversations, frame.conversations, (change) => change.conversation,
      merged_conversation),
    alarms: with_changes(
      board.alarms, frame.alarms ?? [], (change) => change.alarm, merged<BoardAlarm>),
  };
}
