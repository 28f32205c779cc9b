import assert from "node:assert/strict";
import { test } from "node:test";
import { Browser, frames_of, page } from "./tabs.ts";

const tracked = (browser: Browser) => frames_of(browser, "track").map(({ event }) => event);

test("events of a page are told in order, and later where they can't be at once", async (t) => {
  const browser = new Browser(t);
  const [one, two] = [await browser.open_tab(), await browser.open_tab()];
  one.chat.track("added_to_cart");
  two.chat.track("checked_out");
  await browser.clock.advance(0);
  one.chat.track("");
  one.chat.track();
  one.chat.track("茶".repeat(40));
  await browser.clock.advance(0);
  assert.deepEqual(tracked(browser), ["added_to_cart", "checked_out", "茶".repeat(21)]);
  browser.house.down = true;
  browser.house.lines[0]?.cut();
  await browser.clock.advance(0);
  one.chat.track("asked_later");
  browser.house.down = false;
  await browser.clock.advance(60_000);
  assert.deepEqual(tracked(browser).slice(3), ["asked_later"]);
});

test("a pointer that leaves at the top is told once a page, if a rule asks", async (t) => {
  const browser = new Browser(t);
  browser.house.exit_intent = true;
  const tab = await browser.open_tab();
  tab.chat.page(page("/one"));
  browser.page.leave(300);
  browser.page.leave(-4);
  browser.page.leave(0);
  await browser.clock.advance(0);
  assert.deepEqual(tracked(browser), ["exit_intent"]);
  tab.chat.page(page("/two"));
  browser.page.leave(0);
  await browser.clock.advance(0);
  assert.equal(tracked(browser).length, 2);
  tab.chat.stop();
  tab.chat.page(page("/three"));
  browser.page.leave(0);
  assert.equal(tracked(browser).length, 2);
});

test("nobody watches the pointer where no rule asks for it", async (t) => {
  const browser = new Browser(t);
  const tab = await browser.open_tab();
  tab.chat.page(page("/one"));
  browser.page.leave(0);
  await browser.clock.advance(0);
  assert.deepEqual(tracked(browser), []);
});
