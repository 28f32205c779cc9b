import assert from "node:assert/strict";
import { test } from "node:test";
import { empty_log } from "../../protocol/ts/reduce_conversation.ts";
import texts from "../src/locales/en.ts";
import { day_label, fill, initial, make_rows } from "../src/panel/rows.ts";
import type { MessageRow, Row } from "../src/panel/rows.ts";
import type { ConversationLog, Entry, OutboxMessage } from "../src/shared/state.ts";

const noon = new Date(2026, 6, 15, 12).getTime();
const minute = 60_000;
const day = 24 * 60 * minute;

function message(seq: number, at: number, name: string, text = `text ${seq}`): Entry {
  const own = name === "";
  const author = own
    ? ({ kind: "visitor", name: "" } as const)
    : ({ kind: "agent", name } as const);
  return { seq, at, kind: "message", author, client_id: `id${seq}`, text };
}

function log_of(entries: readonly Entry[], agent = { delivered: 0, read: 0 }): ConversationLog {
  const log = empty_log("c_1", "e");
  return { ...log, entries, marks: { ...log.marks, agent } };
}

const unsent = (id: string, at: number, more: Partial<OutboxMessage> = {}): OutboxMessage => ({
  client_id: id,
  text: id,
  at,
  state: "queued",
  ...more,
});

const rows_of = (log: ConversationLog | null, outbox: readonly OutboxMessage[] = []) =>
  make_rows(log, outbox, noon, "en", texts);
const messages = (rows: readonly Row[]) =>
  rows.filter((row): row is MessageRow => row.kind === "message");
const shape = (rows: readonly Row[]) =>
  messages(rows).map(({ follows, more }) => (follows ? "f" : "-") + (more ? "m" : "-"));

test("each day begins with its name", () => {
  const rows = rows_of(
    log_of([message(1, noon - 2 * day, ""), message(2, noon - day, ""), message(3, noon, "")]),
    [unsent("x", noon)],
  );
  const kinds = rows.map(({ kind }) => kind);
  assert.deepEqual(kinds, ["day", "message", "day", "message", "day", "message", "message"]);
  const days = rows.filter(({ kind }) => kind === "day").map((row) => "text" in row && row.text);
  assert.deepEqual(days.slice(1), ["Yesterday", "Today"]);
  assert.match(String(days[0]), /July 13/);
});

test("yesterday is yesterday on every calendar, and another year is named", () => {
  for (let hour = 0; hour < 24; hour += 1) {
    const now = new Date(2026, 2, 29, hour, 30).getTime();
    assert.equal(day_label(new Date(2026, 2, 28, 23, 59).getTime(), now, "en", texts), "Yesterday");
    assert.equal(day_label(new Date(2026, 2, 29, 0, 0).getTime(), now, "en", texts), "Today");
  }
  assert.match(day_label(new Date(2024, 1, 29).getTime(), noon, "en", texts), /2024/);
  assert.match(day_label(new Date(2024, 1, 29).getTime(), noon, "zh-CN", texts), /2024年2月29日/);
});

test("one person's messages within five minutes are a group", () => {
  const log = log_of([
    message(1, noon, "Lin"),
    message(2, noon + minute, "Lin"),
    message(3, noon + 2 * minute, "Lin"),
    message(4, noon + 20 * minute, "Lin"),
    message(5, noon + 21 * minute, "Bo"),
    message(6, noon + 22 * minute, ""),
  ]);
  assert.deepEqual(shape(rows_of(log)), ["-m", "fm", "f-", "--", "--", "--"]);
});

test("a note or a new day parts a group", () => {
  const note: Entry = { seq: 2, at: noon, kind: "requeued", reason: "agent_lost" };
  const log = log_of([message(1, noon, "Lin"), note, message(3, noon, "Lin")]);
  assert.deepEqual(shape(rows_of(log)), ["--", "--"]);
  const midnight = new Date(2026, 6, 15).getTime();
  const days = log_of([message(1, midnight - 1, "Lin"), message(2, midnight + 1, "Lin")]);
  assert.deepEqual(shape(rows_of(days)), ["--", "--"]);
});

test("an unsent message joins the group, a failed one stands alone", () => {
  const outbox = [unsent("a", noon), unsent("b", noon, { state: "failed", code: "too_long" })];
  const rows = rows_of(log_of([message(1, noon, "")]), outbox);
  assert.deepEqual(shape(rows), ["-m", "f-", "--"]);
  assert.deepEqual(
    messages(rows).map(({ state }) => state),
    ["sent", "sending", "failed"],
  );
});

test("a message keeps its key when it lands, so that its bubble stays where it is", () => {
  const before = messages(rows_of(null, [unsent("id1", noon)]))[0]?.key;
  const after = messages(rows_of(log_of([message(1, noon, "")])))[0]?.key;
  assert.equal(before, after);
});

test("a file stands in its row, on its way and when it is there; one that expired says so", () => {
  const file = { key: "f1", name: "单.pdf", bytes: 9, image: false };
  const refused = { state: "failed", code: "bad_value", field: "file" } as const;
  const sent = unsent("a", noon, { file, ticket: "t" });
  const outbox = [sent, unsent("b", noon, { file, ...refused })];
  const rows = messages(rows_of(log_of([{ ...message(1, noon, "Lin"), file }]), outbox));
  assert.deepEqual(rows.map((row) => row.file), [file, file, file]);
  assert.deepEqual(rows.map(({ code }) => code), ["", "", "bad_ticket"]);
});

test("ticks follow the agent's marks", () => {
  const log = log_of([message(1, noon, ""), message(2, noon, ""), message(3, noon, "")], {
    delivered: 2,
    read: 1,
  });
  assert.deepEqual(
    messages(rows_of(log)).map(({ state }) => state),
    ["read", "delivered", "sent"],
  );
});

test("what happened is said in the visitor's words; a reopening is not said twice", () => {
  const by = (kind: "visitor" | "agent") => ({ kind, name: kind === "agent" ? "Lin" : "" });
  const log = log_of([
    { seq: 1, at: noon, kind: "assigned", author: by("agent") },
    { seq: 2, at: noon, kind: "closed", author: by("visitor") },
    { seq: 3, at: noon, kind: "reopened", author: by("visitor") },
    { seq: 4, at: noon, kind: "requeued", reason: "reopened_by_visitor" },
    { seq: 5, at: noon, kind: "closed", author: by("agent") },
    { seq: 6, at: noon, kind: "closed" },
  ]);
  const notes = rows_of(log).filter(({ kind }) => kind === "note");
  assert.deepEqual(
    notes.map((row) => "text" in row && row.text),
    [
      "Lin joined the chat",
      "You ended the conversation",
      "Conversation reopened",
      "Lin ended the conversation",
      "This conversation has ended",
    ],
  );
});

test("who leaves a message reads the owner's words, or ours", () => {
  const log = log_of([{ seq: 1, at: noon, kind: "message_left" }]);
  const note = (reply?: string) => {
    const row = make_rows(log, [], noon, "en", texts, reply).find(({ kind }) => kind === "note");
    return row && "text" in row ? row.text : "";
  };
  assert.equal(note("Tomorrow at nine.\nBye"), "Tomorrow at nine.\nBye");
  assert.equal(note(""), texts.left_thanks);
  assert.equal(note(), texts.left_thanks);
});

test("names fill places as they are, and a face has the first letter whole", () => {
  assert.equal(fill("{name} is typing", { name: "$& {n}" }), "$& {n} is typing");
  assert.equal(fill("{n} of {m}", { n: 1 }), "1 of {m}");
  assert.equal(initial(" 林小雨"), "林");
  assert.equal(initial("😀x"), "😀");
  assert.equal(initial(""), "·");
});
