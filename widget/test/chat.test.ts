import assert from "node:assert/strict";
import { test } from "node:test";
import { unread_count } from "../src/shared/state.ts";
import { Browser, events, frames_of, page, texts } from "./tabs.ts";

test("two tabs hold one socket and show one conversation", async (t) => {
  const browser = new Browser(t);
  const [one, two] = [await browser.open_tab(), await browser.open_tab()];
  assert.equal(browser.house.lines.length, 1);
  assert.equal(browser.house.lines[0]?.url, "wss://chat.example/ws/visitor?site=s");
  one.chat.say("from one");
  await browser.clock.advance(100);
  two.chat.say("from two");
  await browser.clock.advance(100);
  browser.house.write("hello both");
  await browser.clock.advance(100);
  assert.deepEqual(texts(one), ["from one", "from two", "hello both"]);
  assert.deepEqual(texts(two), texts(one));
  assert.equal(two.chat.state.live, true);
  assert.deepEqual(two.chat.state.outbox, []);
  assert.equal(browser.house.lines.length, 1);
});

test("when the leading tab goes another one leads, as the same visitor", async (t) => {
  const browser = new Browser(t);
  const [one, two] = [await browser.open_tab(), await browser.open_tab()];
  one.chat.say("before");
  await browser.clock.advance(100);
  one.chat.stop();
  await browser.clock.advance(100);
  assert.equal(browser.house.lines.length, 1);
  const hellos = browser.house.heard.filter(({ type }) => type === "visitor_hello");
  assert.equal((hellos[1] as { token?: string }).token, "v_1.secret");
  two.chat.say("after");
  await browser.clock.advance(100);
  assert.deepEqual(texts(two), ["before", "after"]);
});

test("what a following tab wrote while the leader died is sent, once", async (t) => {
  const browser = new Browser(t);
  const [one, two] = [await browser.open_tab(), await browser.open_tab()];
  browser.house.down = true;
  browser.house.lines[0]?.cut();
  await browser.clock.advance(100);
  two.chat.say("kept");
  assert.equal(two.chat.state.outbox.length, 1);
  await browser.clock.advance(100);
  one.chat.stop();
  browser.house.down = false;
  await browser.clock.advance(60_000);
  assert.deepEqual(browser.house.texts(), ["kept"]);
  assert.deepEqual(two.chat.state.outbox, []);
});

test("what was written offline is sent after a reload, under the same id", async (t) => {
  const browser = new Browser(t);
  const before = await browser.open_tab();
  browser.house.down = true;
  browser.house.lines[0]?.cut();
  before.chat.say("first");
  before.chat.say("second");
  await browser.clock.advance(100);
  const ids = before.chat.state.outbox.map(({ client_id }) => client_id);
  before.chat.stop();
  browser.house.down = false;
  const after = await browser.open_tab();
  await browser.clock.advance(1000);
  assert.deepEqual(texts(after), ["first", "second"]);
  assert.deepEqual(
    browser.house.entries.map(({ client_id }) => client_id),
    ids,
  );
});

test("the line's state is known to every tab, with the time since it is down", async (t) => {
  const browser = new Browser(t);
  const [one, two] = [await browser.open_tab(), await browser.open_tab()];
  browser.house.down = true;
  browser.house.lines[0]?.cut();
  await browser.clock.advance(0);
  const since = one.chat.state.down_since;
  assert.ok(since > 0);
  await browser.clock.advance(10_000);
  assert.equal(two.chat.state.live, false);
  assert.equal(two.chat.state.down_since, since);
  browser.house.down = false;
  await browser.clock.advance(60_000);
  assert.deepEqual([one.chat.state.live, two.chat.state.live], [true, true]);
  assert.equal(two.chat.state.down_since, 0);
});

test("a server that never answers is said once, and tried again", async (t) => {
  const browser = new Browser(t, { fetch: () => Promise.reject(new Error("no network")) });
  browser.house.down = true;
  const tab = await browser.open_tab();
  await browser.clock.advance(300_000);
  assert.deepEqual(tab.failures, ["unreachable"]);
  browser.house.down = false;
  await browser.clock.advance(120_000);
  assert.equal(tab.chat.state.live, true);
});

test("a tab that comes back does not wait for the next try", async (t) => {
  const browser = new Browser(t, { fetch: () => Promise.reject(new Error("no network")) });
  const [one, two] = [await browser.open_tab(), await browser.open_tab()];
  browser.house.down = true;
  browser.house.lines[0]?.cut();
  await browser.clock.advance(600_000);
  browser.house.down = false;
  // A try that is under way has to fail first: then coming back again does not wait either.
  for (let times = 0; times < 3 && !one.chat.state.live; times += 1) {
    two.chat.wake();
    await browser.clock.advance(1_000);
  }
  assert.equal(one.chat.state.live, true);
});

test("a page view is told once, whoever leads, and not lost before anybody does", async (t) => {
  const browser = new Browser(t);
  const one = await browser.open_tab();
  one.chat.page(page("/one"));
  const two = await browser.open_tab();
  two.chat.page(page("/two"));
  await browser.clock.advance(100);
  browser.house.down = true;
  browser.house.lines[0]?.cut();
  one.chat.page(page("/offline"));
  browser.house.down = false;
  await browser.clock.advance(60_000);
  const pages = frames_of(browser, "page");
  const urls = new Map(pages.map(({ view, url }) => [view, url]));
  assert.deepEqual([...urls.values()], ["/one", "/two", "/offline"]);
});

test("a page that comes back from the cache tells its view", async (t) => {
  const browser = new Browser(t);
  const tab = await browser.open_tab();
  tab.chat.stop();
  assert.equal(browser.house.lines.length, 0);
  tab.chat.start();
  tab.chat.page(page("/back"));
  await browser.clock.advance(1000);
  assert.equal(browser.house.types().filter((type) => type === "page").length, 1);
  assert.equal(browser.house.lines.length, 1);
});

test("reading in one tab is read in all", async (t) => {
  const browser = new Browser(t);
  const [one, two] = [await browser.open_tab(), await browser.open_tab()];
  one.chat.say("hello");
  await browser.clock.advance(100);
  browser.house.write("yes?");
  await browser.clock.advance(100);
  assert.deepEqual([unread_count(one.chat.state), unread_count(two.chat.state)], [1, 1]);
  two.chat.mark_read();
  await browser.clock.advance(100);
  assert.deepEqual([unread_count(one.chat.state), unread_count(two.chat.state)], [0, 0]);
  const marks = browser.house.heard.filter(({ type }) => type === "mark");
  assert.deepEqual(marks.at(-1), { type: "mark", conversation: "c_1", delivered: 2, read: 2 });
});

test("opening the panel in one tab opens it in the others, not in the same", async (t) => {
  const browser = new Browser(t);
  const [one, two] = [await browser.open_tab(), await browser.open_tab()];
  one.chat.view(true, true);
  await browser.clock.advance(100);
  assert.deepEqual([one.views, two.views], [[], [true]]);
});

test("forgetting makes a new visitor, with nothing of the old one", async (t) => {
  const browser = new Browser(t);
  const [one, two] = [await browser.open_tab(), await browser.open_tab()];
  one.chat.say("secret");
  await browser.clock.advance(100);
  browser.house.entries.length = 0;
  two.chat.forget();
  await browser.clock.advance(1000);
  assert.deepEqual([texts(one), texts(two)], [[], []]);
  const last = browser.house.heard.filter(({ type }) => type === "visitor_hello").at(-1);
  assert.equal("token" in (last ?? {}), false);
});

test("what a following tab wrote is not sent as whoever comes after a logout", async (t) => {
  const browser = new Browser(t);
  const [one, two] = [await browser.open_tab(), await browser.open_tab()];
  one.chat.forget();
  two.chat.say("mine, written before I heard of it");
  assert.equal(two.chat.state.outbox.length, 1);
  await browser.clock.advance(1000);
  assert.deepEqual(browser.house.texts(), []);
  assert.deepEqual([one.chat.state.outbox, two.chat.state.outbox], [[], []]);
  two.chat.say("the next person's");
  await browser.clock.advance(1000);
  assert.deepEqual(browser.house.texts(), ["the next person's"]);
});

test("a file's ticket survives a reload; the page hears of a file, not its name", async (t) => {
  const browser = new Browser(t);
  const before = await browser.open_tab();
  const file = { key: "f1", name: "secret.png", bytes: 9, image: true };
  browser.house.files = [file];
  before.chat.say("hello");
  await browser.clock.advance(100);
  browser.house.down = true;
  browser.house.lines[0]?.cut();
  before.chat.say(file.name, { file, ticket: "ticket of f1" });
  assert.deepEqual(before.chat.state.outbox[0]?.file, file);
  await browser.clock.advance(100);
  before.chat.stop();
  browser.house.down = false;
  const after = await browser.open_tab();
  await browser.clock.advance(1000);
  assert.deepEqual(after.chat.state.log?.entries[1]?.file, file);
  const told = after.news.filter(({ event }) => event === "file");
  assert.deepEqual(told.map(({ detail }) => detail), [
    { conversation: "c_1", seq: 2, image: true },
  ]);
  assert.doesNotMatch(JSON.stringify(after.news), /secret/);
});

test("the page is told what happens by kinds and ids, never by words", async (t) => {
  const browser = new Browser(t);
  const tab = await browser.open_tab();
  tab.chat.say("my secret");
  await browser.clock.advance(100);
  browser.house.assign();
  browser.house.write("our secret");
  await browser.clock.advance(100);
  for (const event of [
    "connection",
    "identity",
    "chat:start",
    "chat:assigned",
    "message",
    "unread",
  ])
    assert.ok(events(tab).includes(event), event);
  assert.equal(events(tab).filter((event) => event === "message").length, 1);
  assert.doesNotMatch(JSON.stringify(tab.news), /secret/);
});

for (const [what, navigator] of [
  ["has no locks", {}],
  ["refuses locks", { locks: { request: () => Promise.reject(new Error("SecurityError")) } }],
] as const) {
  test(`a browser that ${what} lets every tab lead for itself`, async (t) => {
    const browser = new Browser(t, { navigator });
    const [one, two] = [await browser.open_tab(), await browser.open_tab()];
    assert.deepEqual([one.chat.state.live, two.chat.state.live], [true, true]);
    assert.equal(browser.house.lines.length, 2);
  });
}

test("a queue's news reach every tab, and the page hears what changed", async (t) => {
  const browser = new Browser(t);
  const [one, two] = [await browser.open_tab(), await browser.open_tab()];
  const first = one.news.filter(({ event }) => event === "availability");
  assert.deepEqual(first.map(({ detail }) => detail), [{ state: "open" }]);
  const closed = { queue: "q_1", name: "Sales", state: "closed", opens_at: 9 };
  browser.house.tell({ type: "queue_states", queues: [closed], all: false });
  await browser.clock.advance(100);
  for (const tab of [one, two]) {
    assert.deepEqual(tab.chat.state.queues, [closed]);
    assert.deepEqual(tab.news.slice(-2), [
      { event: "availability", detail: { state: "closed", opens_at: 9 } },
      { event: "queue", detail: { queue: "q_1", state: "closed", opens_at: 9 } },
    ]);
  }
});
