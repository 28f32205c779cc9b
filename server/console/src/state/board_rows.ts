/** What the board shows, worked out from its rows and the time. Pure. */
import type { Board } from "../../../../protocol/ts/reduce_board";
import type { BoardAgent, BoardAlarm, BoardConversation, BoardQueue } from "./wire.ts";

/** Why a conversation needs somebody's eye; the worst first. */
export const risks = ["agent_lost", "nobody", "wait", "no_reply", "passed"] as const;
export type RiskKind = (typeof risks)[number];

export interface Risk {
  readonly kind: RiskKind;
  /** Since when it is so, as far as that is known. */
  readonly since: number;
}

export interface BoardRow {
  readonly conversation: BoardConversation;
  readonly risks: readonly Risk[];
}

export const isWaiting = ({ state }: BoardConversation): boolean =>
  state === "waiting" || state === "ringing";

/** The worst first. */
export function risksOf(row: BoardConversation, board: Board, now: number): readonly Risk[] {
  const found: Risk[] = [];
  const add = (holds: boolean, kind: RiskKind, since: number): void => {
    if (holds) found.push({ kind, since });
  };
  const agent = board.agents.get(row.agent ?? "");
  const queue = board.queues.get(row.queue);
  const late = (since: number, after_ms: number | undefined): boolean =>
    after_ms !== undefined && after_ms > 0 && now - since >= after_ms;
  if (isWaiting(row)) {
    // Who left a message does not wait for anybody here.
    const waits = row.left !== true;
    add(waits && queue?.online === 0, "nobody", row.since);
    add(waits && late(row.since, queue?.wait_alarm_ms), "wait", row.since);
    add(row.passes > 0, "passed", row.since);
  } else {
    add(agent?.in_grace === true, "agent_lost", agent?.since ?? row.since);
    // What is on hold was put aside on purpose.
    const since = row.unanswered_since;
    const owed = row.state === "assigned" && since > 0;
    add(owed && late(since, queue?.reply_alarm_ms), "no_reply", since);
  }
  return found;
}

/** Since when somebody waits for something here; no one: never. */
function concern(row: BoardConversation): number {
  if (isWaiting(row)) return row.left === true ? Number.MAX_SAFE_INTEGER : row.since;
  return row.unanswered_since > 0 ? row.unanswered_since : Number.MAX_SAFE_INTEGER;
}

const severity = ({ risks: all }: BoardRow): number =>
  Math.min(risks.length, ...all.map(({ kind }) => risks.indexOf(kind)));

export type BoardFilter = { readonly kind: "queue" | "agent"; readonly id: string } | null;

/** Those at risk first, the worst on top; then who waits longest for something. */
export function conversationsOf(
  board: Board,
  filter: BoardFilter,
  now: number,
): readonly BoardRow[] {
  return [...board.conversations.values()]
    .filter((row) => filter === null || row[filter.kind] === filter.id)
    .map((conversation) => ({ conversation, risks: risksOf(conversation, board, now) }))
    .sort(
      (a, b) =>
        severity(a) - severity(b) ||
        concern(a.conversation) - concern(b.conversation) ||
        a.conversation.since - b.conversation.since,
    );
}

export const queuesOf = (board: Board): readonly BoardQueue[] =>
  [...board.queues.values()].sort((a, b) => a.rank - b.rank || a.name.localeCompare(b.name));

export type Standing = "lost" | "online" | "away" | "offline";
const standings: readonly Standing[] = ["lost", "online", "away", "offline"];

export function standingOf(agent: BoardAgent): Standing {
  if (agent.in_grace) return "lost";
  return agent.connected ? agent.status : "offline";
}

/** Who needs a look first, then the busiest. */
export function agentsOf(board: Board): readonly BoardAgent[] {
  const place = (agent: BoardAgent): number => standings.indexOf(standingOf(agent));
  const busy = ({ load, capacity }: BoardAgent): number => load / Math.max(1, capacity);
  return [...board.agents.values()].sort(
    (a, b) => place(a) - place(b) || busy(b) - busy(a) || a.name.localeCompare(b.name),
  );
}

/** Whole percent of today's that were answered in time; null before the first. */
export function serviceLevel(queue: BoardQueue): number | null {
  const all = queue.answered + queue.abandoned;
  return all === 0 ? null : Math.floor((queue.answered_in_time * 100) / all);
}

/** Percent of the foretold waits that held; null before any was over. */
export const promisesKept = ({ promised, kept }: BoardQueue): number | null =>
  promised === 0 ? null : Math.floor((kept * 100) / promised);

/** The mean of so many, null of none. */
export const mean = (sum_ms: number, count: number): number | null =>
  count === 0 ? null : sum_ms / count;

/** To one digit; null before the first of today. */
export function averageRating({
  ratings = 0,
  rating_sum = 0,
}: Pick<BoardAgent, "ratings" | "rating_sum">): string | null {
  return ratings === 0 ? null : (rating_sum / ratings).toFixed(1);
}

/** Time online today, the stretch that goes on included. */
export function onlineToday(agent: BoardAgent, day_at: number, now: number): number {
  const works = agent.connected && agent.status === "online";
  return agent.online_ms + (works ? Math.max(0, now - Math.max(agent.since, day_at)) : 0);
}

/** The worst first. */
const alarm_kinds = ["agent_lost", "nobody", "wait", "no_reply", "low_rating", "word"] as const;
export type AlarmKind = (typeof alarm_kinds)[number];

export interface Alarm {
  /** The same alarm has the same key for as long as it lasts. */
  readonly key: string;
  readonly kind: AlarmKind;
  /** Whose it is. */
  readonly of: "queue" | "agent" | "conversation";
  readonly id: string;
  readonly name: string;
  readonly since: number;
  readonly count: number;
  /** The server holds it until a supervisor acknowledges it; null: it is over by itself. */
  readonly held: BoardAlarm | null;
}

/**
 * One alarm for each queue or agent and kind, the worst kind first, then the oldest. A conversation
 * counts where it is worst, so that nothing is said twice. Then those that the server holds.
 */
export function alarmsOf(board: Board, now: number): readonly Alarm[] {
  const found = new Map<string, Alarm>();
  for (const row of board.conversations.values()) {
    const worst = risksOf(row, board, now)[0];
    if (worst === undefined || worst.kind === "passed") continue;
    const { kind, since } = worst;
    const of = kind === "agent_lost" ? "agent" : "queue";
    const id = (of === "agent" ? row.agent : row.queue) ?? "";
    const name = (of === "agent" ? board.agents : board.queues).get(id)?.name ?? "";
    const key = `${kind} ${id}`;
    const known = found.get(key);
    found.set(key, {
      key,
      kind,
      of,
      id,
      name,
      since: Math.min(since, known?.since ?? since),
      count: (known?.count ?? 0) + 1,
      held: null,
    });
  }
  for (const held of board.alarms.values()) {
    const { kind, conversation: id, name, at: since } = held;
    const key = `alarm ${held.alarm}`;
    found.set(key, { key, kind, of: "conversation", id, name, since, count: 1, held });
  }
  const place = ({ kind }: Alarm): number => alarm_kinds.indexOf(kind);
  return [...found.values()].sort((a, b) => place(a) - place(b) || a.since - b.since);
}
