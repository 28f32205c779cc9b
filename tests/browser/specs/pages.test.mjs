// The widget on other people's pages: strict, hostile, single-page, and as a page of its own.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { picture } from "../kit/browser.mjs";
import { Stage } from "../kit/stage.mjs";
import { visitor_says } from "../kit/story.mjs";
import { until } from "../kit/until.mjs";

let stage, agent;

before(async () => {
  stage = await Stage.set();
  agent = await stage.agent();
});
after(() => stage?.strike());

async function asks_on(path, n) {
  const visitor = await stage.visitor(path);
  await stage.conversation(visitor, agent, visitor_says(n));
  return visitor;
}

// What a page's own style sheet must not reach.
const look = (visitor) =>
  visitor.panel.evaluate((panel) => {
    const { position, display, fontSize, visibility, opacity, transform } = getComputedStyle(panel);
    const { width, height } = panel.getBoundingClientRect();
    const shape = { width: Math.round(width), height: Math.round(height) };
    return { position, display, fontSize, visibility, opacity, transform, ...shape };
  });

test("a strict content security policy has nothing to report", async () => {
  const visitor = await asks_on("/demo/index.html", 1);
  const policy = await visitor.page
    .locator("meta[http-equiv='Content-Security-Policy']")
    .getAttribute("content");
  assert.match(policy, /style-src 'self'/);
  assert.match(policy, /trusted-types 'none'/);
  assert.deepEqual(visitor.errors, []);
  await visitor.leave();
});

test("a hostile style sheet changes nothing of the panel", async () => {
  const peaceful = await stage.visitor("/demo/index.html");
  await peaceful.open_panel();
  const hostile = await asks_on("/demo/hostile.html", 2);
  await picture(hostile.page, "hostile-page");
  await Promise.all([peaceful, hostile].map(settled));
  assert.deepEqual(await look(hostile), await look(peaceful));
  await hostile.leave();
  await peaceful.leave();
});

// The panel rises when it opens; its shape counts when it stands.
async function settled(visitor) {
  await until("the panel stands still", () =>
    visitor.panel.evaluate((panel) => panel.getAnimations().length === 0),
  );
}

test("a single-page app's page changes reach the agent without a reload", async () => {
  const visitor = await asks_on("/demo/spa.html", 3);
  // By keyboard: the open panel may stand over the page's links.
  await visitor.page.locator("[data-view=about]").press("Enter");
  await agent.sees_words(/spa\.html\?view=about/);
  // As Turbo does it: the whole body is another one, and the conversation is still there.
  await visitor.page.locator("#swap").press("Enter");
  await visitor.open_panel();
  await visitor.sees(visitor_says(3));
  assert.deepEqual(visitor.errors, []);
  await visitor.leave();
});

test("the panel is a page of its own under /chat/", async () => {
  const visitor = await stage.visitor("/demo/index.html");
  await visitor.page.goto(`${stage.server.base}/chat/s_demo`);
  await visitor.composer.waitFor();
  await visitor.pick_queue(/Support/);
  await visitor.write(visitor_says(4));
  await agent.accept();
  await agent.sees(visitor_says(4));
  assert.deepEqual(visitor.errors, []);
  await visitor.leave();
});

test("pages leave no script of ours running when the server is gone", async () => {
  await stage.server.kill();
  const visitor = await stage.browser.newContext();
  const page = await visitor.newPage();
  await page.setContent("<h1>A shop</h1>");
  await page.addScriptTag({ url: `${stage.server.base}/w/v1.js` }).catch(() => {});
  assert.equal(await page.locator("usher-widget").count(), 0);
  await visitor.close();
  await stage.server.run();
});
