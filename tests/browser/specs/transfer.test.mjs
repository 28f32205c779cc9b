// A conversation is handed over: to a colleague who first declines, and to a queue.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Agent } from "../kit/agent.mjs";
import { picture } from "../kit/browser.mjs";
import { Stage } from "../kit/stage.mjs";
import { agent_says, visitor_says } from "../kit/story.mjs";

const note = "她很急: refund <b>now</b>";

let stage, agent, colleague, visitor;

before(async () => {
  stage = await Stage.set();
  agent = await stage.agent();
  visitor = await stage.visitor("/demo/product.html");
  await stage.conversation(visitor, agent, visitor_says(1));
  const { supervisor } = stage.credentials;
  colleague = await Agent.on_duty(stage.browser, stage.server.console_base, supervisor);
});
after(() => stage?.strike());

const choose = async (name, words) => {
  await agent.page.getByRole("button", { name: "Transfer", exact: true }).click();
  const dialog = agent.page.getByRole("dialog");
  await dialog.getByRole("textbox").fill(words);
  const target = dialog.getByRole("button", { name });
  await target.waitFor();
  await picture(agent.page, "console-transfer-dialog");
  await target.click();
  await dialog.waitFor({ state: "hidden" });
};

test("a colleague sees who asks and why, and may decline", async () => {
  await choose(/online/i, note);
  await colleague.offer.getByText(/hands over/).waitFor();
  await colleague.offer.getByText(note).waitFor();
  await agent.page.getByText(/^Offered to/).waitFor();
  await picture(agent.page, "console-transfer-pending");
  await picture(colleague.page, "console-transfer-offer");
  await colleague.offer.getByRole("button", { name: /^Decline/ }).click();
  await agent.page.getByText(/^Offered to/).waitFor({ state: "hidden" });
  await agent.write(agent_says(1));
  await visitor.sees(agent_says(1));
});

test("an offer may be taken back", async () => {
  await choose(/online/i, "");
  await colleague.offer.waitFor();
  await agent.page.getByRole("button", { name: "Take back the offer" }).click();
  await colleague.offer.waitFor({ state: "hidden" });
});

test("who accepts has the whole conversation, the note, and the visitor", async () => {
  await choose(/online/i, note);
  await colleague.accept();
  await colleague.sees(visitor_says(1));
  await colleague.sees(agent_says(1));
  await colleague.page.locator(".transfer-line.note").getByText(note).waitFor();
  await agent.page.getByRole("tab", { name: /^Mine.*0/ }).waitFor();
  await colleague.write(agent_says(2));
  await visitor.sees(agent_says(2));
  await picture(colleague.page, "console-transfer-taken");
});

test("a queue gets a conversation at its front, and it rings at somebody else", async () => {
  [agent, colleague] = [colleague, agent];
  await choose(/Support/, "");
  await colleague.accept();
  await colleague.sees(agent_says(2));
});

test("nothing was logged as an error on any side", () => {
  assert.deepEqual([...visitor.errors, ...agent.errors, ...colleague.errors], []);
});
