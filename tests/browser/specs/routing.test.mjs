// Two agents with room for one, three visitors: who waits knows its place; an offer that nobody
// takes goes to the next agent; who is lost gives back what it had, to the front.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Agent } from "../kit/agent.mjs";
import { Api } from "../kit/api.mjs";
import { axe_findings } from "../kit/axe.mjs";
import { picture } from "../kit/browser.mjs";
import { Stage } from "../kit/stage.mjs";

const grace_ms = 60_000;

let stage, agent, colleague, first, second, third;

before(async () => {
  stage = await Stage.set();
  const api = await Api.of(stage.server.base, stage.credentials.admin);
  await api.change_all("agents", "agent", () => ({ capacity: 1 }));
  await api.change_all("queues", "queue", () => ({ rings: true, ring_ms: 5_000 }));
});
after(() => stage?.strike());

const asks = async (question) => {
  const visitor = await stage.visitor("/demo/product.html");
  await visitor.open_panel();
  await visitor.pick_queue(/Sales/);
  await visitor.write(question);
  return visitor;
};
const has_place = (visitor, words) => visitor.log.locator(".place").getByText(words).waitFor();

test("visitors who wait see their places, and move up", async () => {
  first = await asks("第一个问题");
  await has_place(first, /下一位就是您|You are next/);
  second = await asks("The second question");
  await has_place(second, /前面还有 1 位|1 ahead of you/);
  third = await asks("The third");
  await has_place(third, /前面还有 2 位|2 ahead of you/);
  await picture(third.page, "widget-waiting-place");
  agent = await stage.agent();
  await agent.accept();
  await agent.sees("第一个问题");
  await has_place(second, /下一位就是您|You are next/);
  await has_place(third, /前面还有 1 位|1 ahead of you/);
});

test("an agent learns why somebody waits", async () => {
  await agent.page.getByRole("tab", { name: /^Waiting/ }).click();
  await agent.page.getByRole("option").first().click();
  await agent.page.getByRole("button", { name: "Why is it waiting" }).click();
  const dialog = agent.page.getByRole("dialog");
  await dialog.getByText("Number 1 in its queue").waitFor();
  await dialog.getByText("No room").first().waitFor();
  await picture(agent.page, "console-why-waiting");
  assert.deepEqual(await axe_findings(agent.page), []);
  await agent.page.keyboard.press("Escape");
});

test("an offer that nobody takes goes to the next agent, with its reasons", async () => {
  const { supervisor } = stage.credentials;
  colleague = await Agent.on_duty(stage.browser, stage.server.console_base, supervisor);
  await colleague.offer.getByText(/Least busy/).waitFor();
  await picture(colleague.page, "console-offer-why");
  await colleague.accept();
  await agent.page.getByRole("tab", { name: /^Mine/ }).click();
  await agent.page.getByRole("option").first().click();
  await agent.close_conversation();
  await agent.offer.waitFor(); // and lets it ring
  await colleague.close_conversation();
  await colleague.offer.getByText(/let it pass: 林小雨/).waitFor();
  await colleague.accept();
  await colleague.sees("The third");
});

test("an agent who is lost gives its conversation back to the front of the queue", async () => {
  await asks("Somebody for the agent");
  await agent.accept();
  const last = await asks("And one more");
  await has_place(last, /下一位就是您|You are next/);
  await colleague.leave();
  await last.log
    .locator(".place")
    .getByText(/前面还有 1 位|1 ahead of you/)
    .waitFor({ timeout: grace_ms + 30_000 });
  await has_place(third, /下一位就是您|You are next/);
  await third.log.getByText(/正在为您重新安排|finding another one/).first().waitFor();
  await picture(third.page, "widget-agent-lost");
});

test("nothing was logged as an error on any side", () => {
  const everybody = [first, second, third, agent];
  assert.deepEqual(everybody.flatMap((one) => one.errors), []);
});
