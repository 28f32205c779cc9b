// Two owners at a time show in what PostgreSQL noted.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ownership_breaches } from "./owners.mjs";

// Rows: shelf, position, node, term.
const breaches = async (...rows) =>
  (await ownership_breaches({ ask: async () => rows.map((row) => row.map(String)) })).length;

test("an account may change its owner, again and again, under rising terms", async () => {
  assert.equal(await breaches([1, 1, "a", 1], [1, 2, "a", 1], [1, 3, "b", 4], [1, 4, "a", 5]), 0);
  assert.equal(await breaches([1, 1, "a", 9], [2, 1, "b", 1]), 0);
});

test("a falling term, a shared term and no term are breaches", async () => {
  assert.equal(await breaches([1, 1, "a", 1], [1, 2, "b", 2], [1, 3, "a", 1]), 1);
  assert.equal(await breaches([1, 1, "a", 1], [1, 2, "b", 1]), 1);
  assert.equal(await breaches([1, 1, "a", ""]), 1);
});
