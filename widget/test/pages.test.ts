import assert from "node:assert/strict";
import { test } from "node:test";
import type { TestContext } from "node:test";
import type { DwellFrame, PageFrame } from "../../protocol/ts/frames.gen.ts";
import { Pages } from "../src/line/pages.ts";
import { FakePage, install, install_clock } from "./browser.ts";
import type { Clock } from "./browser.ts";

const second = 1_000;

class Tab {
  readonly clock: Clock;
  readonly page: FakePage;
  readonly told: DwellFrame[] = [];
  readonly last: (PageFrame | DwellFrame)[][] = [];
  readonly pages: Pages;
  can_beacon = true;

  constructor(t: TestContext, redaction?: unknown) {
    this.clock = install_clock(t);
    this.page = new FakePage(this.clock);
    install(t, this.page.globals());
    this.pages = new Pages(
      () => redaction,
      (frame) => this.told.push(frame),
      (frames) => this.can_beacon && this.last.push(frames) > 0,
    );
  }

  begin(path: string): PageFrame {
    this.pages.begin({ type: "page", url: `https://a${path}`, title: "", referrer: "" });
    return this.page_now;
  }

  get page_now(): PageFrame {
    const { current } = this.pages;
    assert.ok(current);
    return current.page;
  }

  pass(seconds: number): Promise<void> {
    return this.clock.advance(seconds * second);
  }
}

const figures = (frame?: DwellFrame) =>
  frame && [frame.visible_ms / second, frame.active_ms / second, frame.over];

test("dwell is told while it grows, about every ten seconds", async (t) => {
  const tab = new Tab(t);
  const page = tab.begin("/");
  tab.page.input();
  await tab.pass(9);
  assert.deepEqual(tab.told, []);
  await tab.pass(51);
  assert.deepEqual(tab.told.map(figures), [
    [10, 10, false],
    [20, 20, false],
    [30, 30, false],
    [40, 30, false],
    [50, 30, false],
    [60, 30, false],
  ]);
  assert.ok(tab.told.every(({ view }) => view === page.view));
});

test("a tab that is hidden tells at once, then nothing, and nobody looks", async (t) => {
  const tab = new Tab(t);
  tab.begin("/");
  await tab.pass(3);
  tab.page.show(false);
  assert.deepEqual(tab.told.map(figures), [[3, 0, false]]);
  await tab.pass(600);
  assert.equal(tab.told.length, 1);
  tab.page.show(true);
  await tab.pass(4);
  tab.page.show(false);
  assert.deepEqual(figures(tab.told.at(-1)), [7, 0, false]);
});

test("without the focus a page is seen, and input does not make it active", async (t) => {
  const tab = new Tab(t);
  tab.begin("/");
  tab.page.input("keydown");
  await tab.pass(2);
  tab.page.focus(false);
  await tab.pass(5);
  tab.page.input("scroll");
  await tab.pass(3);
  tab.page.focus(true);
  await tab.pass(2);
  tab.pages.end();
  assert.deepEqual(figures(tab.told.at(-1)), [12, 4, true]);
});

test("a single-page site's next page ends the one before, and its click counts on", async (t) => {
  const tab = new Tab(t);
  const one = tab.begin("/one");
  await tab.pass(4);
  tab.page.input("pointerdown");
  const two = tab.begin("/two");
  await tab.pass(6);
  tab.pages.end();
  assert.notEqual(one.view, two.view);
  assert.deepEqual(
    tab.told.map((frame) => [frame.view, ...(figures(frame) ?? [])]),
    [
      [one.view, 4, 0, true],
      [two.view, 6, 6, true],
    ],
  );
});

test("the last words go by beacon, once, with the page while it is young", async (t) => {
  const tab = new Tab(t);
  const page = tab.begin("/");
  await tab.pass(9);
  tab.pages.leave();
  tab.pages.leave();
  assert.equal(tab.last.length, 1);
  const [named, dwell] = tab.last[0] as [PageFrame, DwellFrame];
  assert.deepEqual(named, { ...page, ago_ms: 9_000 });
  assert.deepEqual(figures(dwell), [9, 0, true]);
  assert.deepEqual(tab.told, []);

  tab.begin("/again");
  await tab.pass(11);
  tab.pages.leave();
  assert.deepEqual(tab.last[1]?.map(({ type }) => type), ["dwell"]);
});

test("without beacons the last words go the usual way", async (t) => {
  const tab = new Tab(t);
  tab.can_beacon = false;
  tab.begin("/");
  await tab.pass(3);
  tab.pages.leave();
  assert.deepEqual(tab.told.map(figures), [[3, 0, true]]);
});

test("a return from the back-forward cache is a page view of its own", async (t) => {
  const tab = new Tab(t);
  const before = tab.begin("/");
  await tab.pass(3);
  tab.page.show(false);
  tab.pages.leave();
  await tab.pass(300);
  tab.page.show(true);
  const after = tab.begin("/");
  await tab.pass(5);
  tab.pages.leave();
  assert.notEqual(before.view, after.view);
  assert.deepEqual(
    tab.last.map((frames) => figures(frames.at(-1) as DwellFrame)),
    [
      [3, 0, true],
      [5, 0, true],
    ],
  );
});

test("when nobody measures any more, nothing of the page is listened to", async (t) => {
  const tab = new Tab(t);
  tab.begin("/");
  tab.pages.leave();
  tab.page.input();
  tab.page.show(false);
  await tab.pass(60);
  assert.equal(tab.told.length, 0);
});

test("addresses are cut before anything is told", async (t) => {
  const tab = new Tab(t, "key,q");
  tab.pages.begin({
    type: "page",
    url: `https://a/?key=secret&b=${"x".repeat(9999)}`,
    title: "茶".repeat(600),
    referrer: "https://search/?q=secret",
  });
  const page = tab.page_now;
  assert.doesNotMatch(JSON.stringify(page), /secret/);
  assert.equal(page.url.length, 2048);
  assert.equal(page.title, "茶".repeat(170));
  await tab.pass(1);
  tab.pages.leave();
  assert.doesNotMatch(JSON.stringify(tab.last), /secret/);
});
