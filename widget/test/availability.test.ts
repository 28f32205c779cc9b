import assert from "node:assert/strict";
import { test } from "node:test";
import type { VisitorQueue } from "../../protocol/ts/frames.gen.ts";
import { first_queue, opening_label } from "../src/panel/welcome.tsx";
import { availability } from "../src/shared/availability.ts";

const queue = (id: string, state: VisitorQueue["state"], opens_at?: number): VisitorQueue => ({
  queue: id,
  name: id,
  state,
  ...(opens_at ? { opens_at } : {}),
});

test("a site is as available as its best queue, a chosen one as it is itself", () => {
  const queues = [queue("a", "closed", 5), queue("b", "busy"), queue("c", "full")];
  assert.deepEqual(availability(queues), { state: "busy" });
  assert.deepEqual(availability(queues, "a"), { state: "closed", opens_at: 5 });
  assert.deepEqual(availability(queues, "gone"), { state: "busy" });
  assert.equal(first_queue(queues, ""), "b");
  assert.equal(first_queue(queues, "c"), "c");
});

test("closed everywhere: the first opening counts", () => {
  const queues = [queue("a", "closed", 9), queue("b", "closed", 5), queue("c", "closed")];
  assert.deepEqual(availability(queues), { state: "closed", opens_at: 5 });
  assert.deepEqual(availability([queue("c", "closed")]), { state: "closed" });
});

test("an opening is said with its time today, its weekday this week, else its date", () => {
  const now = new Date(2026, 10, 27, 7, 0).getTime();
  const label = (...at: [number, number, number]) =>
    opening_label(new Date(2026, at[0] - 1, at[1], at[2]).getTime(), now, "en");
  assert.equal(label(11, 27, 9), "09:00");
  assert.match(label(11, 30, 9), /^Monday.*09:00$/);
  assert.match(label(12, 20, 9), /^December 20.*09:00$/);
});
