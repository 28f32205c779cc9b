// Visitors who are spoken to before they ask: by hand, refused and accepted, in every shape.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe_findings } from "../kit/axe.mjs";
import { picture } from "../kit/browser.mjs";
import { Stage } from "../kit/stage.mjs";
import { until } from "../kit/until.mjs";

const words = "需要帮您挑选吗？ Can I help you choose?";
let stage, agent, page;

before(async () => {
  stage = await Stage.set();
  agent = await stage.agent({ reducedMotion: "reduce", viewport: { width: 1280, height: 800 } });
  page = agent.page;
  await page.getByRole("button", { name: "Visitors", exact: true }).click();
});
after(() => stage?.strike());

// Somebody new on the demo's page, of whom the page's own events are kept.
const passer = async (options = {}) => {
  const calm = { reducedMotion: "reduce", ...options };
  const visitor = await stage.visitor("/demo/product.html", calm);
  await visitor.page.evaluate(() => {
    window.heard = [];
    for (const event of ["shown", "accepted", "dismissed"]) {
      window.Usher("on", `invite:${event}`, () => window.heard.push(event));
    }
  });
  await row().first().waitFor();
  return visitor;
};
const row = () => page.locator(".visitor-row").filter({ hasText: "Browsing" });
const bubble = (visitor) => visitor.widget.locator(".invite");
const focused = (visitor) => visitor.page.evaluate(() => document.activeElement?.localName);
const heard = (visitor) => visitor.page.evaluate(() => window.heard);
const gone = async (visitor) => {
  await visitor.leave();
  await row().waitFor({ state: "detached" });
};
const invite = async (kind) => {
  await row().first().click();
  await agent.details.getByRole("button", { name: "Invite…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill(words);
  await dialog.getByRole("combobox").selectOption(kind);
  if (kind === "bubble") {
    await picture(page, "invite-dialog");
    assert.deepEqual(await axe_findings(page), []);
  }
  await dialog.getByRole("button", { name: "Invite to chat" }).click();
};

test("a bubble is read out, takes the focus from nobody, and can be refused", async () => {
  const visitor = await passer();
  await visitor.page.locator("body").click({ position: { x: 5, y: 5 } });
  await invite("bubble");
  await bubble(visitor).getByText(words).waitFor();
  await row().getByText("Invited").waitFor();
  assert.equal(await focused(visitor), "body");
  assert.match(await bubble(visitor).getByRole("status").innerText(), /Can I help you choose/);
  await picture(visitor.page, "invite-bubble");
  await picture(page, "invite-table");
  assert.deepEqual(await axe_findings(visitor.page, "usher-widget"), []);
  assert.deepEqual(await axe_findings(page), []);
  await visitor.go("/demo/product.html");
  await bubble(visitor).getByText(words).waitFor();
  await bubble(visitor).getByRole("button").first().press("Escape");
  await bubble(visitor).waitFor({ state: "hidden" });
  await row().getByText("Invitation refused").waitFor();
  await row().getByRole("button", { name: /^Invite / }).click();
  await page.getByText("refused an invitation a while ago").first().waitFor();
  await gone(visitor);
});

test("one click says the last words; who accepts has that agent, who greets", async () => {
  const visitor = await passer();
  await row().getByRole("button", { name: /^Invite / }).click();
  await bubble(visitor).getByRole("button", { name: /Chat now|立即咨询/ }).click();
  await visitor.sees(words);
  await visitor.is_told("assigned");
  await until("the page has heard", async () => (await heard(visitor)).length === 2);
  assert.deepEqual(await heard(visitor), ["shown", "accepted"]);
  await visitor.write("visitor 1: 这款多大？");
  await page.getByRole("button", { name: /^Conversations/ }).click();
  await page.getByRole("option").first().click();
  await agent.sees(words);
  await agent.sees("visitor 1: 这款多大？");
  await picture(page, "invite-accepted");
  await agent.close_conversation();
  await page.getByRole("button", { name: "Visitors", exact: true }).click();
  await gone(visitor);
});

test("a card stands in the middle of a phone's screen", async () => {
  const visitor = await passer({ viewport: { width: 390, height: 780 }, locale: "zh-CN" });
  await invite("card");
  await bubble(visitor).getByText(words).waitFor();
  await picture(visitor.page, "invite-card");
  assert.deepEqual(await axe_findings(visitor.page, "usher-widget"), []);
  await bubble(visitor).getByRole("button", { name: /Not now|暂不需要/ }).click();
  await gone(visitor);
});

test("the chat opens with the agent's words; to write accepts, to close refuses", async () => {
  const visitor = await passer();
  await invite("chat");
  await visitor.panel.getByText(words).waitFor();
  await picture(visitor.page, "invite-chat");
  assert.notEqual(await focused(visitor), "usher-widget");
  await visitor.write("visitor 1: 要");
  await visitor.is_told("assigned");
  await visitor.sees(words);
  await gone(visitor);

  const other = await passer();
  await invite("chat");
  await other.panel.getByText(words).waitFor();
  await other.launcher.click();
  await row().getByText("Invitation refused").waitFor();
  assert.deepEqual(await heard(other), ["shown", "dismissed"]);
  assert.deepEqual(agent.errors, []);
});
