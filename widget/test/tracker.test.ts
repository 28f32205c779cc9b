import assert from "node:assert/strict";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { Tracker } from "../src/loader/tracker.ts";
import type { PageView } from "../src/loader/tracker.ts";
import { install, install_clock } from "./browser.ts";
import type { Clock } from "./browser.ts";

const home = "https://shop.example/";

interface Page {
  readonly clock: Clock;
  readonly views: PageView[];
  readonly tracker: Tracker;
  readonly history: { pushState(...call: unknown[]): void; replaceState(...call: unknown[]): void };
  /** The address changes as by the browser's own buttons. */
  go(path: string, event: "popstate" | "hashchange"): void;
}

function open_page(t: TestContext, navigation?: EventTarget): Page {
  const clock = install_clock(t);
  const page = new EventTarget();
  const location = { href: home };
  const move = (_state: unknown, _unused: unknown, path: unknown) => {
    location.href = new URL(String(path), location.href).href;
    navigation?.dispatchEvent(new Event("currententrychange"));
  };
  const history = { pushState: move, replaceState: move };
  const window = Object.assign(page, { navigation, setTimeout: clock.set });
  const document = { title: "Shop", referrer: "https://search.example/?q=tea" };
  install(t, { window, document, location, history });
  const views: PageView[] = [];
  const tracker = new Tracker((view) => views.push(view));
  return {
    clock,
    views,
    tracker,
    history,
    go(path, event) {
      location.href = new URL(path, location.href).href;
      page.dispatchEvent(new Event(event));
      navigation?.dispatchEvent(new Event("currententrychange"));
    },
  };
}

const urls = (page: Page) => page.views.map(({ url }) => url.replace(home, "/"));

for (const way of ["wrapped history", "the Navigation API"]) {
  const navigation = () => (way === "wrapped history" ? undefined : new EventTarget());

  test(`every change of address is one page view (${way})`, async (t) => {
    const page = open_page(t, navigation());
    page.tracker.start();
    page.history.pushState({}, "", "/tea");
    await page.clock.advance(1000);
    page.history.replaceState({}, "", "/tea?size=2");
    await page.clock.advance(1000);
    page.go("/tea#taste", "hashchange");
    await page.clock.advance(1000);
    page.go("/", "popstate");
    await page.clock.advance(1000);
    assert.deepEqual(urls(page), ["/", "/tea", "/tea?size=2", "/tea#taste", "/"]);
  });

  test(`the first view has the page's referrer, the next the page before (${way})`, async (t) => {
    const page = open_page(t, navigation());
    page.tracker.start();
    page.history.pushState({}, "", "/tea");
    await page.clock.advance(1000);
    const referrers = page.views.map(({ referrer }) => referrer);
    assert.deepEqual(referrers, ["https://search.example/?q=tea", home]);
  });

  test(`a change that comes back at once, or changes nothing, is none (${way})`, async (t) => {
    const page = open_page(t, navigation());
    page.tracker.start();
    page.history.replaceState({ scroll: 3 }, "", "/");
    page.history.pushState({}, "", "/a");
    page.history.pushState({}, "", "/b");
    page.history.replaceState({}, "", "/");
    await page.clock.advance(1000);
    assert.deepEqual(urls(page), ["/"]);
  });

  test(`a router that goes through three addresses is on one page (${way})`, async (t) => {
    const page = open_page(t, navigation());
    page.tracker.start();
    for (const path of ["/login", "/redirect", "/account"]) page.history.pushState({}, "", path);
    await page.clock.advance(1000);
    assert.deepEqual(urls(page), ["/", "/account"]);
  });

  test(`after stop nothing is reported, also what was about to be (${way})`, async (t) => {
    const page = open_page(t, navigation());
    page.tracker.start();
    page.history.pushState({}, "", "/a");
    page.tracker.stop();
    page.history.pushState({}, "", "/b");
    page.go("/c", "popstate");
    await page.clock.advance(1000);
    assert.deepEqual(urls(page), ["/"]);
  });
}

test("the title is the one that the page sets just after the address", async (t) => {
  const page = open_page(t);
  page.tracker.start();
  page.history.pushState({}, "", "/tea");
  document.title = "Tea";
  await page.clock.advance(1000);
  assert.equal(page.views[1]?.title, "Tea");
});

test("a return from the back-forward cache is a view of the same address", (t) => {
  const page = open_page(t);
  page.tracker.start();
  page.tracker.view();
  assert.deepEqual(urls(page), ["/", "/"]);
});

test("stop gives the page its own history back", (t) => {
  const page = open_page(t);
  const own = page.history.pushState;
  page.tracker.start();
  assert.notEqual(page.history.pushState, own);
  page.tracker.stop();
  assert.equal(page.history.pushState, own);
});

test("a wrapper that the page put around ours stays", async (t) => {
  const page = open_page(t);
  page.tracker.start();
  const ours = page.history.pushState;
  const theirs = (...call: unknown[]) => ours.apply(page.history, call);
  page.history.pushState = theirs;
  page.tracker.stop();
  assert.equal(page.history.pushState, theirs);
  page.history.pushState({}, "", "/a");
  await page.clock.advance(1000);
  assert.equal(location.href, "https://shop.example/a");
  assert.deepEqual(urls(page), ["/"]);
});
