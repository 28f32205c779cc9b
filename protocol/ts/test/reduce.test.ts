import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { backoff_ms } from "../backoff";
import type {
  AgentWelcomeFrame, BoardFrame, ConversationListedFrame, Entry, ServerFrame, VisitorConversation,
  VisitorQueue, VisitorRowsFrame, VisitorWelcomeFrame,
} from "../frames.gen";
import { create_outbox } from "../outbox";
import type { OutboxMessage } from "../outbox";
import { apply_board, type Board, board_from } from "../reduce_board";
import { apply_console, console_from } from "../reduce_console";
import { apply_queues } from "../reduce_visitor";
import { apply_visitors, type VisitorTable } from "../reduce_visitors";
import {
  apply_ack, apply_frame, empty_log, expire_typing, has_hole, last_seq_of, typing_ms,
} from "../reduce_conversation";
import { random_from } from "./world";

const c = "c_1";
const lin = { kind: "agent", name: "Lin", agent: "a_7" } as const;
const entry = (seq: number): Entry =>
  ({ seq, at: seq, kind: "message", author: lin, client_id: `k${seq}`, text: `${seq}` });
const written = (seq: number): OutboxMessage =>
  ({ client_id: `k${seq}`, text: `${seq}`, at: 0, state: "sent" });
const live = (seq: number): ServerFrame => ({ type: "entry", conversation: c, entry: entry(seq) });
const page = (from: number, to: number, direction: "after" | "before"): ServerFrame => ({
  type: "entries", conversation: c, epoch: "e", direction, more: from > 1,
  entries: Array.from({ length: to - from + 1 }, (_, index) => entry(from + index)),
});
const example = <Frame>(name: string): Frame => JSON.parse(readFileSync(join(
  process.env["USHER_PROTOCOL"] ?? ".", "vectors", "valid", `${name}.json`), "utf8")) as Frame;

test("snapshot law: a place that changed is the place of a fresh view", () => {
  const fresh = example<{ conversation: VisitorConversation }>("conversation_changed--placed");
  const { place, ...before } = fresh.conversation;
  assert.ok(place);
  const id = before.conversation;
  let log = empty_log(id, "e");
  log = apply_frame(log, { type: "conversation_changed", conversation: before }, 0);
  log = apply_frame(log, { type: "place_changed", conversation: id, place }, 0);
  assert.deepEqual(log.about, fresh.conversation);
  assert.equal(apply_frame(log, { type: "place_changed", conversation: "c_9", place }, 0), log);
});

test("an entry applies when it follows; a known one is dropped; one ahead shows a hole", () => {
  let log = empty_log(c, "e");
  log = apply_frame(log, live(1), 0);
  assert.equal(apply_frame(log, live(1), 0), log);
  log = apply_frame(log, live(3), 0);
  assert.equal(last_seq_of(log), 1);
  assert.ok(has_hole(log));
  log = apply_frame(log, page(2, 3, "after"), 0);
  assert.ok(!has_hole(log));
  assert.deepEqual(log.entries, [entry(1), entry(2), entry(3)]);
});

test("snapshot law: however the frames came, the log equals a fresh page", () => {
  for (let seed = 1; seed <= 200; ++seed) {
    const random = random_from(seed);
    let log = empty_log(c, "e");
    while (last_seq_of(log) < 40) {
      const from = Math.max(1, last_seq_of(log) + 1 - Math.floor(random() * 4));
      const seq = Math.min(40, from + Math.floor(random() * 6));
      const chance = random();
      if (chance < 0.5) log = apply_frame(log, live(seq), 0);
      else if (chance < 0.8) log = apply_frame(log, page(from, seq, "after"), 0);
      else log = apply_ack(log, seq, seq, lin, written(seq));
    }
    const fresh = apply_frame(empty_log(c, "e", 40), page(1, 40, "before"), 0);
    assert.deepEqual(log.entries, fresh.entries);
    assert.equal(log.needed, fresh.needed);
  }
});

test("marks never go back, typing ends by itself or with the message", () => {
  let log = empty_log(c, "e");
  const mark = (read: number): ServerFrame =>
    ({ type: "peer_mark", conversation: c, kind: "visitor", delivered: read, read });
  log = apply_frame(apply_frame(log, mark(4), 0), mark(2), 0);
  assert.deepEqual(log.marks.visitor, { delivered: 4, read: 4 });
  const typing: ServerFrame =
    { type: "peer_typing", conversation: c, kind: "agent", name: "Lin", active: true };
  log = apply_frame(log, typing, 1_000);
  assert.equal(log.typing?.until, 1_000 + typing_ms);
  assert.equal(expire_typing(log, 1_000 + typing_ms).typing, null);
  assert.equal(apply_frame(log, live(1), 1_001).typing, null);
});

test("pages of another epoch or conversation are nobody's; reset begins anew", () => {
  const log = apply_frame(empty_log(c, "e"), live(1), 0);
  const other = { ...page(2, 3, "after"), epoch: "f" } as ServerFrame;
  assert.equal(apply_frame(log, other, 0), log);
  assert.equal(apply_frame(log, { ...live(2), conversation: "c_2" } as ServerFrame, 0), log);
  const reset = apply_frame(log, { type: "reset", conversation: c, epoch: "f" }, 0);
  assert.deepEqual([reset.entries, reset.epoch, reset.needed], [[], "f", 0]);
});

test("what is known of the visitor's conversation comes with it", () => {
  const about = example<{ conversation: VisitorConversation }>("conversation_changed--plain");
  const log = apply_frame(empty_log(about.conversation.conversation, "e"),
    { type: "conversation_changed", ...about }, 0);
  assert.deepEqual(log.about, about.conversation);
  assert.equal(log.needed, about.conversation.last_seq);
});

test("snapshot law of the console: the state is what a fresh welcome would bring", () => {
  const welcome = example<AgentWelcomeFrame>("agent_welcome--plain");
  const row = example<ConversationListedFrame>("conversation_listed--plain").conversation;
  const visitor = { ...row.visitor, name: "Ada L.", online: false };
  const text = "客".repeat(50);
  const frames: ServerFrame[] = [
    { type: "conversation_unlisted", conversation: row.conversation },
    { type: "conversation_listed", conversation: row },
    { type: "visitor_changed", visitor },
    { type: "entry", conversation: row.conversation, entry: { ...entry(5), text } },
    { type: "peer_mark", conversation: row.conversation, kind: "visitor", delivered: 5, read: 5 },
    { type: "agent_changed", agent: { ...welcome.agent, load: 1 } },
    { type: "queue_changed", queue: { queue: "q_1", name: "Sales", waiting: 9 } },
  ];
  const state = frames.reduce(apply_console, console_from({ ...welcome, conversations: [row] }));
  const fresh = console_from({
    ...welcome, agent: { ...welcome.agent, load: 1 },
    queues: [{ queue: "q_1", name: "Sales", waiting: 9 }],
    conversations: [{
      ...row, visitor, last_seq: 5, visitor_mark: { delivered: 5, read: 5 },
      last_message: { seq: 5, at: 5, kind: "agent", start: "客".repeat(40) },
    }],
  });
  assert.deepEqual(state, fresh);
});

test("snapshot law of the board: the same vectors as in C++", () => {
  const steps = JSON.parse(readFileSync(join(
    process.env["USHER_PROTOCOL"] ?? ".", "vectors", "board", "steps.json"), "utf8")) as
    { what: string; frames: ServerFrame[]; fresh: BoardFrame }[];
  const sorted = (board: Board): unknown =>
    ({ ...board, conversations: new Map([...board.conversations].sort()),
       agents: new Map([...board.agents].sort()), queues: new Map([...board.queues].sort()) });
  for (const { what, frames, fresh } of steps) {
    const board = frames.reduce<Board | null>(apply_board, null);
    assert.ok(board, what);
    assert.deepEqual(sorted(board), sorted(board_from(fresh)), what);
  }
});

test("snapshot law of the visitors' table: the same vectors as in C++", () => {
  const steps = JSON.parse(readFileSync(join(
    process.env["USHER_PROTOCOL"] ?? ".", "vectors", "visitor_rows", "steps.json"), "utf8")) as
    { what: string; frames: ServerFrame[]; fresh: VisitorRowsFrame }[];
  for (const { what, frames, fresh } of steps) {
    const table = frames.reduce<VisitorTable | null>(apply_visitors, null);
    const expected = new Map(fresh.rows.map((row) => [row.visitor, row]));
    assert.deepEqual(new Map([...table?.rows ?? []].sort()), expected, what);
    assert.equal(table?.next, null, what);
  }
});

test("a page says which comes next, and without a table a change is nothing", () => {
  const page = example<VisitorRowsFrame>("visitor_rows--plain");
  assert.equal(apply_visitors(null, page)?.next, page.rows.at(-1)?.visitor);
  assert.equal(apply_visitors(null, example("visitor_rows_changed--plain")), null);
});

test("a change without a board is nothing, and other frames leave it alone", () => {
  const board = board_from(example<BoardFrame>("board--plain"));
  assert.equal(apply_board(null, example("board_changed--plain")), null);
  assert.equal(apply_board(board, example("pong--plain")), board);
});

test("an outbox survives a storage that throws, and damage in it", () => {
  const broken = {
    getItem: (): string => { throw new Error("forbidden"); },
    setItem: (): void => { throw new Error("full"); },
  };
  const outbox = create_outbox({ storage: broken });
  const { client_id } = outbox.add("hello", {});
  assert.equal(outbox.find(client_id)?.state, "queued");
  for (const text of ["{", "7", "null", '[null,7,{"text":"x"}]']) {
    const damaged = create_outbox({ storage: { getItem: () => text, setItem: () => undefined } });
    assert.deepEqual(damaged.messages(), []);
  }
});

test("waits grow to half a minute, each a random part of its ceiling", () => {
  assert.deepEqual([0, 1, 2, 9, 99].map((attempt) => backoff_ms(attempt, 1)),
    [500, 1_000, 2_000, 30_000, 30_000]);
  assert.equal(backoff_ms(5, 0), 0);
});

test("snapshot law: queues after their changes are the queues of a fresh welcome", () => {
  const welcome = example<VisitorWelcomeFrame>("visitor_welcome--plain");
  const states = ["open", "busy", "full", "closed"] as const;
  for (let seed = 1; seed <= 100; ++seed) {
    const random = random_from(seed);
    const pick = (below: number) => Math.floor(random() * below);
    let truth: readonly VisitorQueue[] = welcome.queues;
    let known = apply_queues([], welcome);
    for (let step = 0; step < 20; ++step) {
      if (pick(5) === 0) {
        truth = Array.from({ length: 1 + pick(4) }, (_, index) =>
          ({ queue: `q_${9 - index}`, name: `${step}`, state: "open" }));
        known = apply_queues(known, { type: "queue_states", queues: [...truth], all: true });
        continue;
      }
      const at = pick(truth.length);
      const opens_at = pick(2) === 0 ? { opens_at: step } : {};
      truth = truth.map((queue, index) => (index === at
        ? { queue: queue.queue, name: queue.name, state: states[pick(4)] ?? "open", ...opens_at }
        : queue));
      const news = truth.filter((_, index) => index === at);
      known = apply_queues(known, { type: "queue_states", queues: news, all: false });
    }
    assert.deepEqual(known, apply_queues([], { ...welcome, queues: [...truth] }));
  }
});

test("troubles are what the last frame says, and none after a welcome", () => {
  const welcome = example<AgentWelcomeFrame>("agent_welcome--plain");
  const state = apply_console(console_from(welcome), example<ServerFrame>("troubles--plain"));
  assert.equal(state.troubles[0]?.law, "stuck_conversation");
  assert.deepEqual(apply_console(state, welcome).troubles, []);
});
