import assert from "node:assert/strict";
import { test } from "node:test";
import { isOpen, pageNow } from "../src/state/trail.ts";
import type { PageView } from "../src/state/wire.ts";

const page = (url: string, open?: boolean): PageView => ({
  at: 1,
  url,
  title: "",
  ...(open === undefined ? {} : { visible_ms: 5, active_ms: 1, open }),
});

test("what is open in any tab is open, while the visitor is there", () => {
  const trail = [page("/tab", true), page("/left", false), page("/now", true)];
  assert.deepEqual(trail.map((_, index) => isOpen(trail, index, true)), [true, false, true]);
  assert.deepEqual(trail.map((_, index) => isOpen(trail, index, false)), [false, false, false]);
});

test("a browser that does not measure is on its last page", () => {
  const trail = [page("/one"), page("/two")];
  assert.deepEqual(trail.map((_, index) => isOpen(trail, index, true)), [false, true]);
});

test("the page now is the last opened one that is open, else the last one", () => {
  assert.equal(pageNow([page("/tab", true), page("/left", false)])?.url, "/tab");
  assert.equal(pageNow([page("/one", false), page("/two", false)])?.url, "/two");
  assert.equal(pageNow([page("/one"), page("/two")])?.url, "/two");
  assert.equal(pageNow([]), undefined);
});
