import assert from "node:assert/strict";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { Browser, events } from "./tabs.ts";

/** Two tabs of a visitor whose conversation an agent has ended. */
async function ended(t: TestContext) {
  const browser = new Browser(t);
  const [one, two] = [await browser.open_tab(), await browser.open_tab()];
  one.chat.say("hello");
  await browser.clock.advance(100);
  browser.house.assign();
  browser.house.end();
  await browser.clock.advance(100);
  return { browser, one, two };
}

const rate = {
  type: "rate",
  conversation: "c_1",
  score: 4,
  reasons: "fast",
  comment: "thanks",
} as const;

test("a rating is one of the visitor: each tab shows it, and says so to its page", async (t) => {
  const { browser, one, two } = await ended(t);
  assert.equal(two.chat.state.log?.about?.rating?.answer, "none");
  two.chat.wish({ wish: "fill", frame: rate });
  await browser.clock.advance(100);
  for (const tab of [one, two]) {
    const known = tab.chat.state.log?.about?.rating;
    assert.deepEqual(known, { answer: "given", score: 4, reasons: ["fast"], comment: "thanks" });
    assert.equal(tab.chat.state.filling, "");
    const told = tab.news.filter(({ event }) => event === "rating");
    assert.deepEqual(told, [{ event: "rating", detail: { conversation: "c_1", score: 4 } }]);
  }
  two.chat.wish({ wish: "fill", frame: { ...rate, score: 1 } });
  await browser.clock.advance(100);
  assert.equal(events(one).filter((event) => event === "rating").length, 2);
});

test("who would rather not say is not asked again, also after a reload", async (t) => {
  const { browser, one } = await ended(t);
  one.chat.wish({ wish: "fill", frame: { type: "skip_rating", conversation: "c_1" } });
  await browser.clock.advance(100);
  const again = await browser.open_tab();
  assert.equal(again.chat.state.log?.about?.rating?.answer, "skipped");
  assert.ok(!events(one).includes("rating"));
});

test("a rating that was given before is no news to a page that is loaded later", async (t) => {
  const { browser, one, two } = await ended(t);
  one.chat.wish({ wish: "fill", frame: rate });
  await browser.clock.advance(100);
  one.chat.stop();
  two.chat.stop();
  const later = await browser.open_tab();
  await browser.clock.advance(1000);
  assert.equal(later.chat.state.log?.about?.rating?.score, 4);
  assert.ok(!events(later).includes("rating"));
});

test("a refused rating can be sent again", async (t) => {
  const { browser, one } = await ended(t);
  browser.house.refuses = "retry_later";
  one.chat.wish({ wish: "fill", frame: rate });
  await browser.clock.advance(100);
  assert.deepEqual([one.chat.state.filling, one.chat.state.fault?.reply_to], ["", "rate"]);
  browser.house.refuses = "";
  one.chat.wish({ wish: "fill", frame: rate });
  await browser.clock.advance(100);
  assert.deepEqual([one.chat.state.fault, one.chat.state.log?.about?.rating?.score], [null, 4]);
});
