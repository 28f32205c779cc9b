import assert from "node:assert/strict";
import { test } from "node:test";
import { clock, day, daysBetween, secondsLeft } from "../src/time/format.ts";

test("clocks count minutes, then hours, and never below zero", () => {
  assert.equal(clock(-5), "0:00");
  assert.equal(clock(42_900), "0:42");
  assert.equal(clock(725_000), "12:05");
  assert.equal(clock(3_753_000), "1:02:33");
});

test("a countdown shows 1 until it is over", () => {
  assert.equal(secondsLeft(10_000, 9_001), 1);
  assert.equal(secondsLeft(10_000, 10_000), 0);
  assert.equal(secondsLeft(10_000, 20_000), 0);
});

test("days are calendar days, not spans of 24 hours", () => {
  const evening = new Date(2026, 10, 21, 23, 59).getTime();
  const morning = new Date(2026, 10, 22, 0, 1).getTime();
  assert.equal(daysBetween(evening, morning), 1);
  assert.deepEqual(day(evening, morning, "en"), { kind: "yesterday" });
  assert.deepEqual(day(morning, morning, "en"), { kind: "today" });
});
