import assert from "node:assert/strict";
import { test } from "node:test";
import { Browser, frames_of, page } from "./tabs.ts";

test("two tabs dwell on their own pages, told by the one that leads", async (t) => {
  const browser = new Browser(t);
  const [one, two] = [await browser.open_tab(), await browser.open_tab()];
  one.chat.page(page("/one?key=secret"));
  await browser.clock.advance(2_000);
  two.chat.page(page("/two"));
  await browser.clock.advance(5_000);
  two.chat.page(page("/three"));
  await browser.clock.advance(1_000);
  const views = frames_of(browser, "page");
  assert.deepEqual(
    views.map(({ url }) => url),
    ["/one", "/two", "/three"],
  );
  assert.deepEqual(
    frames_of(browser, "dwell").filter(({ over }) => over),
    [{ type: "dwell", view: views[1]?.["view"], visible_ms: 5_000, active_ms: 0, over: true }],
  );
  await browser.clock.advance(20_000);
  const told = new Set(frames_of(browser, "dwell").map(({ view }) => view));
  assert.deepEqual(told, new Set(views.map(({ view }) => view)));
});

test("a page that goes away says so by beacon, as this visitor", async (t) => {
  const browser = new Browser(t);
  const tab = await browser.open_tab();
  tab.chat.page(page("/short"));
  await browser.clock.advance(1_500);
  tab.chat.stop();
  const [url, body] = browser.beacons[0] ?? ["", ""];
  assert.equal(url, "https://chat.example/api/v1/beacon?site=s");
  const [hello, named, dwell] = body.split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(hello, { type: "visitor_hello", protocol: 1, token: "v_1.secret" });
  assert.equal(named.url, "/short");
  assert.equal(named.view, frames_of(browser, "page")[0]?.["view"]);
  assert.deepEqual([dwell.view, dwell.visible_ms, dwell.over], [named.view, 1_500, true]);
});

test("a page and its end that could not be told are told later, with how late", async (t) => {
  const browser = new Browser(t);
  const tab = await browser.open_tab();
  browser.house.down = true;
  browser.house.lines[0]?.cut();
  await browser.clock.advance(0);
  tab.chat.page(page("/offline"));
  await browser.clock.advance(4_000);
  tab.chat.page(page("/after"));
  browser.house.down = false;
  await browser.clock.advance(60_000);
  const [offline, after] = frames_of(browser, "page");
  assert.equal(Number(offline?.["ago_ms"]) - Number(after?.["ago_ms"]), 4_000);
  const over = frames_of(browser, "dwell").filter((frame) => frame["over"]);
  assert.deepEqual(
    over.map(({ view, visible_ms }) => [view, visible_ms]),
    [[offline?.["view"], 4_000]],
  );
});

test("a page that is rendered ahead is told when it is shown", async (t) => {
  const browser = new Browser(t);
  browser.page.document.prerendering = true;
  browser.page.document.hidden = true;
  const tab = await browser.open_tab();
  tab.chat.page(page("/ahead"));
  await browser.clock.advance(10_000);
  assert.deepEqual(frames_of(browser, "page"), []);
  browser.page.document.prerendering = false;
  browser.page.show(true);
  browser.page.document.dispatchEvent(new Event("prerenderingchange"));
  await browser.clock.advance(12_000);
  assert.equal(frames_of(browser, "page").length, 1);
  assert.deepEqual(
    frames_of(browser, "dwell").map(({ visible_ms }) => visible_ms),
    [10_000],
  );
});

test("who logs out leaves the page as the visitor that they were", async (t) => {
  const browser = new Browser(t);
  const tab = await browser.open_tab();
  tab.chat.page(page("/account"));
  await browser.clock.advance(3_000);
  tab.chat.forget();
  await browser.clock.advance(60_000);
  const types = browser.house.types();
  assert.ok(types.indexOf("dwell") < types.lastIndexOf("visitor_hello"));
  assert.equal(frames_of(browser, "dwell").length, 1);
});

test("after a break each tab names its page again, under the same view", async (t) => {
  const browser = new Browser(t);
  const [one, two] = [await browser.open_tab(), await browser.open_tab()];
  one.chat.page(page("/one"));
  two.chat.page(page("/two"));
  await browser.clock.advance(1_000);
  browser.house.down = true;
  browser.house.lines[0]?.cut();
  await browser.clock.advance(600_000);
  browser.house.heard.length = 0;
  browser.house.down = false;
  // A try that is under way has to fail first.
  for (let times = 0; times < 4 && !one.chat.state.live; times += 1) {
    one.chat.wake();
    await browser.clock.advance(1_000);
  }
  await browser.clock.advance(1_000);
  const again = frames_of(browser, "page");
  assert.deepEqual(again.map(({ url }) => url).sort(), ["/one", "/two"]);
  assert.ok(again.every(({ ago_ms }) => Number(ago_ms) >= 600_000));
  const dwell = frames_of(browser, "dwell").map(({ view }) => view);
  assert.deepEqual(new Set(dwell), new Set(again.map(({ view }) => view)));
});

test("a tab with older code, which says no time, is heard all the same", async (t) => {
  const browser = new Browser(t);
  await browser.open_tab();
  const channel = new BroadcastChannel("usher:https://chat.example:s");
  channel.postMessage({ tell: "wish", wish: { wish: "page", frame: page("/old") } });
  await browser.clock.advance(100);
  assert.deepEqual(
    frames_of(browser, "page").map(({ url, ago_ms }) => [url, ago_ms]),
    [["/old", 0]],
  );
});

test("what a hidden tab told into a change of leaders is told again", async (t) => {
  const browser = new Browser(t);
  const [one, two] = [await browser.open_tab(), await browser.open_tab()];
  two.chat.page(page("/two"));
  await browser.clock.advance(4_000);
  one.chat.stop();
  browser.page.show(false);
  assert.equal(frames_of(browser, "dwell").length, 0);
  await browser.clock.advance(5_000);
  assert.deepEqual(
    new Set(frames_of(browser, "dwell").map(({ visible_ms }) => visible_ms)),
    new Set([4_000]),
  );
});
