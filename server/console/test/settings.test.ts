import assert from "node:assert/strict";
import { test } from "node:test";
import { at, isFaulty, item, type Lens } from "../src/admin/lens.ts";
import { readDates, readSpans, readWords, writeDates, writeSpans } from "../src/admin/written.ts";

test("hours are written as people write them, and come back", () => {
  const spans = [
    ["09:00", "12:00"],
    ["13:00", "24:00"],
  ] as const;
  assert.equal(writeSpans(spans), "09:00-12:00, 13:00-24:00");
  assert.deepEqual(readSpans(writeSpans(spans)), spans);
  assert.deepEqual(readSpans("9：00～12:00、13:00至24:00"), spans);
  assert.deepEqual(readSpans("  "), []);
  assert.deepEqual(readSpans("morning"), [["morning", ""]], "the server names the fault");
  const dates = [
    { date: "2026-10-01", open: [] },
    { date: "2026-10-02", open: [["10:00", "16:00"]] },
  ] as const;
  assert.equal(writeDates(dates), "2026-10-01\n2026-10-02 10:00-16:00");
  assert.deepEqual(readDates(`${writeDates(dates)}\n\n`), dates);
  assert.deepEqual(readWords("退款， 日本語;\n"), ["退款", "日本語"]);
});

test("a lens changes its part, and knows when the server's complaint is about it", () => {
  let whole = { name: "Sales", policy: { week: [["a"], ["b"]] } };
  const lens: Lens<typeof whole> = {
    value: whole,
    path: "",
    fault: { code: "bad_value", field: "policy.week.1" },
    set: (value) => {
      whole = value;
    },
  };
  const week = at(at(lens, "policy"), "week");
  const second = item<string[]>({ ...week, set: (value) => week.set([...value]) }, 1);
  second.set(["c"]);
  assert.deepEqual(whole, { name: "Sales", policy: { week: [["a"], ["c"]] } });
  assert.ok(isFaulty(second));
  assert.ok(isFaulty(week));
  assert.ok(!isFaulty(item<string[]>({ ...week, set: () => {} }, 0)));
  assert.ok(!isFaulty(at(lens, "name")));
});
