// How long visitors dwell on each page, as the agent is told, held to a count of the page's own:
// two tabs, a single-page site, a hidden tab, a frozen one, the back-forward cache.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Agent } from "../kit/agent.mjs";
import { launch, picture } from "../kit/browser.mjs";
import { Stage } from "../kit/stage.mjs";
import { until } from "../kit/until.mjs";
import { Visitor } from "../kit/visitor.mjs";

const near_ms = 1_000;
let stage, agent;
const frames = []; // what the agent's console is told

before(async () => {
  stage = await Stage.set();
  agent = await Agent.at_the_door(stage.browser, stage.server.console_base);
  agent.page.on("websocket", (socket) =>
    socket.on("framereceived", ({ payload }) => frames.push(JSON.parse(payload))),
  );
  await agent.sign_in(stage.credentials.agent);
  await agent.go_online();
});
after(() => stage?.strike());

// In the page, before any script of it: counts for itself, by looking twenty times a second.
function count() {
  if (window.top !== window || !location.protocol.startsWith("http")) return;
  let view = null;
  let last = performance.now();
  let input = -1e9;
  const begin = () => {
    view = { at: Date.now(), url: location.href, visible: 0, active: 0 };
  };
  const look = () => {
    if (!view || view.url !== location.href) begin();
    const now = performance.now();
    const step = now - last > 1_000 ? 0 : now - last; // it was frozen
    last = now;
    if (!document.hidden) view.visible += step;
    if (!document.hidden && document.hasFocus() && now - input < 30_000) view.active += step;
    localStorage.setItem(`count ${view.at}`, JSON.stringify(view));
  };
  for (const event of ["pointermove", "pointerdown", "keydown", "wheel", "scroll"])
    addEventListener(event, () => (input = performance.now()), true);
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    localStorage.setItem("persisted", "yes");
    last = performance.now();
    begin();
  });
  begin();
  setInterval(look, 50);
  addEventListener("pagehide", look);
}

const counted = (page) =>
  page.evaluate(() =>
    Object.keys(localStorage)
      .filter((key) => key.startsWith("count "))
      .map((key) => JSON.parse(localStorage[key]))
      .sort((a, b) => a.at - b.at),
  );

const trail_of = (visitor) => {
  const about = ({ type, visitor: it }) => type === "visitor_changed" && it.visitor === visitor;
  const told = frames.filter(about).at(-1);
  return told?.visitor.visit?.trail ?? [];
};

const name = (page) => page.evaluate("Usher('get', 'visitor')");

// A person whose pages count, and whose windows have the focus one at a time, as on a desk.
async function arrives(browser = stage.browser) {
  const visitor = await Visitor.arrive(browser, stage.server.base, "/demo/index.html");
  await visitor.context.addInitScript(count);
  await visitor.page.reload();
  await visitor.launcher.waitFor();
  await on_a_desk(visitor);
  return visitor;
}

async function on_a_desk({ context, page }) {
  const devtools = await context.newCDPSession(page);
  await devtools.send("Emulation.setFocusEmulationEnabled", { enabled: false });
  await page.bringToFront();
  return devtools;
}

// Chromium shows every tab of a test; this one is said to be hidden, to all of its scripts.
const hide = (page, hidden) =>
  page.evaluate((is_hidden) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => is_hidden });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);

async function stays(page, ms, moves = true) {
  const end = performance.now() + ms;
  let step = 0;
  await until("the time has passed", async () => {
    step += 1;
    if (moves) await page.mouse.move(40 + (step % 20), 60);
    return performance.now() > end;
  });
}

// The agent is told of the same pages, in the same order, each with the dwell that it counted.
async function agree(visitor, page, wait_ms = 15_000) {
  const id = await name(page);
  let difference;
  await until(
    "the agent is told what the pages counted",
    async () => {
      const own = await counted(page);
      const told = trail_of(id).slice(-own.length);
      const off = own.map(({ url, visible, active }, index) => ({
        url,
        told: told[index]?.url,
        visible: Math.round((told[index]?.visible_ms ?? -1e6) - visible),
        active: Math.round((told[index]?.active_ms ?? -1e6) - active),
      }));
      difference = off;
      return off.every(
        (one) =>
          one.url === one.told &&
          Math.abs(one.visible) <= near_ms &&
          Math.abs(one.active) <= near_ms,
      );
    },
    wait_ms,
  ).catch((error) => {
    error.message += ` ${JSON.stringify(difference, null, 1)}`;
    throw error;
  });
  return difference;
}

test("over two tabs, page loads and a single-page site each page's dwell is its own", async () => {
  const visitor = await arrives();
  await stage.conversation(visitor, agent, "visitor: 龙井有货吗");
  await stays(visitor.page, 2_000);
  await visitor.go("/demo/product.html?key=1");
  await stays(visitor.page, 3_000);

  const second = await visitor.another_tab("/demo/checkout.html");
  await on_a_desk(second);
  await hide(visitor.page, true);
  await stays(second.page, 4_000);
  await hide(second.page, true);
  await visitor.page.bringToFront();
  await hide(visitor.page, false);
  await stays(visitor.page, 2_000);

  await visitor.go("/demo/spa.html");
  await stays(visitor.page, 2_500, false);
  for (const view of ["teas", "about"]) {
    await visitor.page.locator(`[data-view=${view}]`).press("Enter");
    await stays(visitor.page, 3_000);
  }
  await second.page.goto("about:blank");
  await hide(visitor.page, true);
  const difference = await agree(visitor, visitor.page);
  assert.equal(difference.length, 6);
  const open = trail_of(await name(visitor.page)).filter((page) => page.open);
  assert.deepEqual(open.map(({ url }) => new URL(url).search), ["?view=about"]);

  await hide(visitor.page, false);
  await stays(visitor.page, 12_000);
  await agent.sees_words(/seen, .* active/);
  await picture(agent.page, "console-dwell");
  assert.deepEqual(visitor.errors, []);
  await visitor.leave();
});

test("what a page loses when it is frozen is not looked at", async () => {
  const visitor = await arrives();
  await stage.conversation(visitor, agent, "visitor: freeze");
  const devtools = await visitor.context.newCDPSession(visitor.page);
  await stays(visitor.page, 1_000);
  await devtools.send("Page.setWebLifecycleState", { state: "frozen" });
  const from = performance.now();
  await until("ten seconds have passed", () => performance.now() - from > 10_000);
  await devtools.send("Page.setWebLifecycleState", { state: "active" });
  await stays(visitor.page, 500);
  await visitor.go("/demo/product.html");
  const id = await name(visitor.page);
  const own = (await counted(visitor.page))[0];
  const told = await until("the page's end is told", () =>
    trail_of(id).find((page) => page.url === own.url && page.open === false),
  );
  // At most the step that a busy page may take.
  assert.ok(told.visible_ms - own.visible < 5_500, `${told.visible_ms} and ${own.visible}`);
  await visitor.leave();
});

test("a page that comes back from the cache is looked at anew", async () => {
  const browser = await launch({ ignoreDefaultArgs: ["--disable-back-forward-cache"] });
  try {
    const visitor = await arrives(browser);
    await stage.conversation(visitor, agent, "visitor: back");
    await stays(visitor.page, 1_500);
    await visitor.go("/demo/product.html");
    await stays(visitor.page, 2_000);
    await visitor.page.evaluate("history.back()");
    await visitor.page.waitForURL(/index\.html/, { waitUntil: "commit" });
    await visitor.launcher.waitFor();
    await stays(visitor.page, 2_500);
    await hide(visitor.page, true);
    const difference = await agree(visitor, visitor.page);
    assert.equal(difference.length, 3);
  } finally {
    await browser.close();
  }
});

test("what the owner keeps back never leaves the browser", async () => {
  const visitor = await stage.visitor("/demo/index.html");
  const sent = [];
  visitor.page.on("websocket", (socket) =>
    socket.on("framesent", ({ payload }) => sent.push(String(payload))),
  );
  visitor.page.on("request", (request) => {
    if (/beacon|poll/.test(request.url())) sent.push(request.postData() ?? "");
  });
  await visitor.context.addInitScript(() => {
    window.Usher = (...call) => (window.Usher.q = window.Usher.q ?? []).push(call);
    window.Usher("update", { redact: "key" });
  });
  await visitor.go("/demo/product.html?key=secret&tea=2");
  await until("the page is told", () => sent.some((frame) => frame.includes("tea=2")));
  await visitor.go("/demo/checkout.html");
  await until("its end is told", () => sent.some((frame) => frame.includes('"over":true')));
  assert.doesNotMatch(sent.join("\n"), /secret/);
  await visitor.leave();
});
