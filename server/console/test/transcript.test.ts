import assert from "node:assert/strict";
import { test } from "node:test";
import { type TranscriptInput, transcript } from "../src/state/transcript.ts";
import { me, message } from "./rows.ts";

const input = (changes: Partial<TranscriptInput>): TranscriptInput => ({
  entries: [],
  pending: [],
  visitor_mark: { delivered: 0, read: 0 },
  me,
  myName: "Ann",
  notes: [],
  pendingNotes: [],
  since: 0,
  words: new Map(),
  ...changes,
});

test("days part the log, and only the first of a run carries the name", () => {
  const day = 86_400_000;
  const entries = [
    message(1, "visitor", day),
    message(2, "visitor", day + 1000),
    message(3, "agent", day + 2000),
    message(4, "visitor", 3 * day),
  ];
  const items = transcript(input({ entries }));
  assert.deepEqual(
    items.map((item) => item.kind),
    ["day", "message", "message", "message", "day", "message"],
  );
  const leads = items.flatMap((item) => (item.kind === "message" ? [item.leads] : []));
  assert.deepEqual(leads, [true, false, true, true]);
});

test("an agent's message shows how far it came, a visitor's does not", () => {
  const entries = [message(1, "agent"), message(2, "agent"), message(3, "visitor")];
  const items = transcript(input({ entries, visitor_mark: { delivered: 2, read: 1 } }));
  const progress = items.flatMap((item) => (item.kind === "message" ? [item.progress] : []));
  assert.deepEqual(progress, ["read", "delivered", null]);
});

test("a message that holds a listed word is marked, for those who are told of it", () => {
  const entries = [message(1, "visitor", 1000), message(2, "agent", 2000)];
  const items = transcript(input({ entries, words: new Map([[2, "refund"]]) }));
  assert.deepEqual(
    items.flatMap((item) => (item.kind === "message" ? [item.word] : [])),
    ["", "refund"],
  );
});

test("a file stands in its message, before and after it is placed", () => {
  const file = { key: "k", name: "单.pdf", bytes: 9, image: false };
  const pending = [{ client_id: "c9", text: file.name, file, at: 3000, failed: "bad_ticket" }];
  const entries = [{ ...message(1, "visitor", 1000), file }, message(2, "agent", 2000)];
  assert.deepEqual(
    transcript(input({ entries, pending })).flatMap((item) =>
      item.kind === "message" ? [item.file] : [],
    ),
    [file, null, file],
  );
});
