import assert from "node:assert/strict";
import { test } from "node:test";
import { freshlyWritten, titleFor } from "../src/alerts/alerts.ts";
import { missedBetween } from "../src/state/missed.ts";
import { map, row } from "./rows.ts";

const said = (seq: number, kind: "visitor" | "agent") => ({ seq, at: 0, kind, start: "" });

test("only a visitor's new message in a known row is news", () => {
  const before = map(row("c_1", { last_message: said(1, "visitor") }));
  const written = (...after: Parameters<typeof map>) =>
    freshlyWritten(before, map(...after)).map((one) => one.conversation);
  assert.deepEqual(written(row("c_1", { last_message: said(2, "visitor") })), ["c_1"]);
  assert.deepEqual(written(row("c_1", { last_message: said(2, "agent") })), []);
  assert.deepEqual(written(row("c_1", { last_message: said(1, "visitor") })), []);
  assert.deepEqual(written(row("c_2", { last_message: said(9, "visitor") })), []);
});

test("the title counts ringing offers first, then unread messages", () => {
  const quiet = titleFor(0, 0);
  assert.ok(titleFor(0, 3).includes("3"));
  assert.ok(titleFor(2, 3).includes("2"));
  assert.notEqual(titleFor(2, 3), titleFor(0, 3));
  assert.ok(titleFor(2, 0).includes(quiet));
});

test("an offer that ran out was missed; one that was taken, declined or closed was not", () => {
  const offer = { deadline_at: 10_000, from: null };
  const before = map(row("c_1", { state: "waiting", agent: null, offer }));
  const missed = (now: number, ...after: Parameters<typeof map>) =>
    missedBetween(before, map(...after), now).length;
  assert.equal(missed(10_010, row("c_1", { state: "waiting", agent: null })), 1);
  assert.equal(missed(4_000, row("c_1", { state: "waiting", agent: null })), 0);
  assert.equal(missed(10_010, row("c_1")), 0);
  assert.equal(missed(10_010, row("c_1", { state: "closed" })), 0);
  assert.equal(missed(10_010), 0);
});
