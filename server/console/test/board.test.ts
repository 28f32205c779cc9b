import assert from "node:assert/strict";
import { test } from "node:test";
import { signal } from "@preact/signals";
import type { Board } from "../../../protocol/ts/reduce_board";
import { alarmText } from "../src/alerts/alarm_text.ts";
import { BoardDesk } from "../src/state/board.ts";
import {
  agentsOf,
  alarmsOf,
  averageRating,
  conversationsOf,
  onlineToday,
  promisesKept,
  risksOf,
  serviceLevel,
} from "../src/state/board_rows.ts";
import type { BoardAgent, BoardAlarm, BoardConversation, BoardQueue } from "../src/state/wire.ts";

const now = 10_000_000;
const minute = 60_000;

const queue = (changes: Partial<BoardQueue> = {}): BoardQueue => ({
  queue: "q_1",
  name: "Sales",
  rank: 0,
  waiting: 0,
  waiting_since: 0,
  offered: 0,
  assigned: 0,
  online: 1,
  ready: 1,
  opened: 0,
  answered: 0,
  answered_in_time: 0,
  abandoned: 0,
  handled: 0,
  answer_within_ms: 20_000,
  wait_alarm_ms: 2 * minute,
  reply_alarm_ms: 2 * minute,
  wait_p50_ms: 0,
  wait_p90_ms: 0,
  expected_low_ms: 0,
  expected_high_ms: 0,
  promised: 0,
  kept: 0,
  ...changes,
});
const agent = (id: string, changes: Partial<BoardAgent> = {}): BoardAgent => ({
  agent: id,
  name: id,
  role: "agent",
  status: "online",
  connected: true,
  in_grace: false,
  since: now - minute,
  load: 0,
  capacity: 4,
  conversations: 0,
  held: 0,
  ringing: 0,
  answered: 0,
  handled: 0,
  missed: 0,
  declined: 0,
  responses: 0,
  response_ms: 0,
  turns: 0,
  turn_ms: 0,
  online_ms: 0,
  ...changes,
});
const conversation = (
  id: string,
  changes: Partial<BoardConversation> = {},
): BoardConversation => ({
  conversation: id,
  visitor: "v_1",
  name: "",
  standing: "anonymous",
  state: "waiting",
  queue: "q_1",
  since: now - 1000,
  passes: 0,
  last_at: now - 1000,
  last_by: "visitor",
  unanswered_since: 0,
  ...changes,
});
const owned = { state: "assigned", agent: "a_1" } as const;
const boardOf = (
  rows: readonly BoardConversation[],
  agents: readonly BoardAgent[] = [agent("a_1")],
  queues: readonly BoardQueue[] = [queue()],
  alarms: readonly BoardAlarm[] = [],
): Board => ({
  day_at: 0,
  queues: new Map(queues.map((one) => [one.queue, one])),
  agents: new Map(agents.map((one) => [one.agent, one])),
  conversations: new Map(rows.map((one) => [one.conversation, one])),
  alarms: new Map(alarms.map((one) => [one.alarm, one])),
});
const kinds = (row: BoardConversation, board: Board): readonly string[] =>
  risksOf(row, board, now).map(({ kind }) => kind);

test("a wait is a risk from its limit on, and where nobody is online", () => {
  const waits = conversation("c_1", { since: now - 2 * minute });
  assert.deepEqual(kinds(waits, boardOf([waits])), ["wait"]);
  const short = conversation("c_1", { since: now - 2 * minute + 1 });
  assert.deepEqual(kinds(short, boardOf([short])), []);
  assert.deepEqual(kinds(short, boardOf([short], [], [queue({ online: 0 })])), ["nobody"]);
  const passed = conversation("c_1", { passes: 2 });
  assert.deepEqual(kinds(passed, boardOf([passed])), ["passed"]);
});

test("who left a message waits for nobody here: no alarm, and those who wait come first", () => {
  const left = conversation("c_1", { since: now - 60 * minute, left: true });
  const nobody = boardOf([left], [], [queue({ online: 0 })]);
  assert.deepEqual(kinds(left, nobody), []);
  assert.deepEqual(alarmsOf(nobody, now), []);
  const passed = { ...left, passes: 1 };
  assert.deepEqual(kinds(passed, boardOf([passed])), ["passed"]);
  const young = conversation("c_2");
  const ids = conversationsOf(boardOf([left, young]), null, now);
  assert.deepEqual(
    ids.map((row) => row.conversation.conversation),
    ["c_2", "c_1"],
  );
});

test("no reply is a risk of an assigned conversation, not of one on hold or answered", () => {
  const silent = conversation("c_1", { ...owned, unanswered_since: now - 2 * minute });
  assert.deepEqual(kinds(silent, boardOf([silent])), ["no_reply"]);
  const held = { ...silent, state: "held" as const };
  assert.deepEqual(kinds(held, boardOf([held])), []);
  const answered = { ...silent, unanswered_since: 0 };
  assert.deepEqual(kinds(answered, boardOf([answered])), []);
  const lost = boardOf([answered], [agent("a_1", { connected: false, in_grace: true })]);
  assert.deepEqual(kinds(answered, lost), ["agent_lost"]);
});

test("the worst risk comes first, then who waits longest, then the rest", () => {
  const rows = [
    conversation("c_fine", { ...owned }),
    conversation("c_owed", { ...owned, unanswered_since: now - minute }),
    conversation("c_young", { since: now - 1000 }),
    conversation("c_silent", { ...owned, unanswered_since: now - 9 * minute }),
    conversation("c_wait", { since: now - 3 * minute }),
    conversation("c_longer", { since: now - 4 * minute }),
  ];
  const ids = conversationsOf(boardOf(rows), null, now).map((row) => row.conversation.conversation);
  assert.deepEqual(ids, ["c_longer", "c_wait", "c_silent", "c_owed", "c_young", "c_fine"]);
  const mine = conversationsOf(boardOf(rows), { kind: "agent", id: "a_1" }, now);
  assert.equal(mine.length, 3);
});

test("alarms are counted by queue or agent, the worst kind first", () => {
  const rows = [
    conversation("c_1", { since: now - 3 * minute }),
    conversation("c_2", { since: now - 5 * minute }),
    conversation("c_3", { ...owned, agent: "a_2" }),
  ];
  const lost = agent("a_2", { connected: false, in_grace: true, since: now - 5000 });
  const alarms = alarmsOf(boardOf(rows, [agent("a_1"), lost]), now);
  assert.deepEqual(
    alarms.map(({ key, count, since }) => [key, count, since]),
    [
      ["agent_lost a_2", 1, now - 5000],
      ["wait q_1", 2, now - 5 * minute],
    ],
  );
});

test("an acknowledged alarm is silent until it is over and comes again", () => {
  const clock = signal(now);
  const desk = new BoardDesk({ now: clock, align: () => {} });
  const waits = conversation("c_1", { since: now - 3 * minute });
  desk.board.value = boardOf([waits]);
  assert.equal(desk.alarming.value, true);
  desk.acknowledge();
  assert.equal(desk.alarming.value, false);
  clock.value += 1000;
  desk.settle(desk.alarms.value);
  assert.equal(desk.alarming.value, false);
  desk.board.value = boardOf([]);
  desk.settle(desk.alarms.value);
  desk.board.value = boardOf([waits]);
  assert.equal(desk.alarming.value, true);
});

const low: BoardAlarm = {
  alarm: 4,
  kind: "low_rating",
  at: now - minute,
  conversation: "c_9",
  visitor: "v_8d",
  name: "Ada",
  queue: "q_1",
  agent: "a_1",
  score: 1,
};
const { agent: _owner, score: _score, ...seen } = low;
const word: BoardAlarm = { ...seen, alarm: 5, kind: "word", by: "visitor", message: 3, word: "退款" };

test("what the server holds alarms with its words, until it is gone from the board", () => {
  const desk = new BoardDesk({ now: signal(now), align: () => {} });
  desk.board.value = boardOf([], [], [], [word, low]);
  assert.deepEqual(
    desk.alarms.value.map((alarm) => [alarm.key, alarm.of, alarm.id, alarmText(alarm)]),
    [
      ["alarm 4", "conversation", "c_9", "Ada 只给了 1 分"],
      ["alarm 5", "conversation", "c_9", "Ada 提到“退款”"],
    ],
  );
  desk.acknowledge();
  assert.equal(desk.alarming.value, false);
  desk.board.value = boardOf([], [], [], [word, low, { ...word, alarm: 6, by: "agent" }]);
  assert.equal(desk.alarming.value, true);
  desk.board.value = boardOf([]);
  assert.deepEqual([desk.alarms.value, desk.alarming.value], [[], false]);
});

test("the average rating has one digit, and none without a rating", () => {
  assert.equal(averageRating(agent("a_1")), null);
  assert.equal(averageRating(agent("a_1", { ratings: 3, rating_sum: 13 })), "4.3");
});

test("the service level counts the abandoned as not answered in time", () => {
  assert.equal(serviceLevel(queue()), null);
  assert.equal(serviceLevel(queue({ answered: 3, answered_in_time: 2, abandoned: 1 })), 50);
});

test("foretold waits are scored once one of them is over", () => {
  assert.equal(promisesKept(queue()), null);
  assert.equal(promisesKept(queue({ promised: 8, kept: 7 })), 87);
});

test("time online goes on since the day began, at the earliest", () => {
  const since = agent("a_1", { since: 1000, online_ms: 500 });
  assert.equal(onlineToday(since, 2000, 5000), 3500);
  assert.equal(onlineToday({ ...since, status: "away" }, 2000, 5000), 500);
});

test("agents who were lost come first, then the busiest of those online", () => {
  const names = agentsOf(
    boardOf(
      [],
      [
        agent("off", { connected: false }),
        agent("free"),
        agent("busy", { load: 3 }),
        agent("away", { status: "away" }),
        agent("lost", { connected: false, in_grace: true }),
      ],
    ),
  ).map(({ name }) => name);
  assert.deepEqual(names, ["lost", "busy", "free", "away", "off"]);
});
