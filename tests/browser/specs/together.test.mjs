// Several of the staff in one conversation: what they tell each other stays among them, a colleague
// joins the talk, a supervisor takes over.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Agent } from "../kit/agent.mjs";
import { axe_findings } from "../kit/axe.mjs";
import { picture } from "../kit/browser.mjs";
import { Stage } from "../kit/stage.mjs";
import { agent_says, visitor_says } from "../kit/story.mjs";

const advice = "老客户，可以免运费 <b>free</b>";

let stage, agent, supervisor, visitor;

before(async () => {
  stage = await Stage.set();
  agent = await stage.agent();
  visitor = await stage.visitor("/demo/product.html");
  await stage.conversation(visitor, agent, visitor_says(1));
  const { supervisor: credentials } = stage.credentials;
  supervisor = await Agent.on_duty(stage.browser, stage.server.console_base, credentials);
});
after(() => stage?.strike());

const button = (person, name) => person.page.getByRole("button", { name }).first();
const note_box = (person) => person.page.getByRole("textbox", { name: "Internal note" });
const nothing_of_it = async () => {
  const seen = await visitor.panel.innerText();
  for (const secret of ["免运费", "周明", "Zhou"]) assert.ok(!seen.includes(secret), secret);
};

test("a supervisor reads somebody's conversation by taking part, and advises unseen", async () => {
  await supervisor.page.getByRole("tab", { name: /^Colleagues/ }).click();
  await supervisor.page.getByRole("option").first().click();
  await supervisor.page.getByText(/has this conversation/).waitFor();
  await picture(supervisor.page, "console-curtain");
  await button(supervisor, /^Whisper/).click();
  await supervisor.sees(visitor_says(1));
  await note_box(supervisor).fill(advice);
  await note_box(supervisor).press("Enter");
  await agent.log.locator(".staff-note").getByText(advice).waitFor();
  await agent.page.getByText(/advising/).first().waitFor();
  await picture(supervisor.page, "console-whisper");
  await agent.write(agent_says(1));
  await visitor.sees(agent_says(1));
  await nothing_of_it();
  await picture(agent.page, "console-note");
});

test("a note is written with its key, and survives a reload", async () => {
  await agent.page.getByRole("heading", { level: 2 }).first().click();
  await agent.page.keyboard.press("n");
  await note_box(agent).fill("also ask for the address");
  await note_box(agent).press("Enter");
  await supervisor.log.locator(".staff-note").nth(1).waitFor();
  await supervisor.page.reload();
  await supervisor.page.getByRole("tab", { name: /^Colleagues/ }).click();
  await supervisor.page.getByRole("option").first().click();
  await supervisor.log.locator(".staff-note").nth(1).waitFor();
  assert.equal(await supervisor.log.locator(".staff-note").count(), 2);
});

test("tags and the outcome show in the list and on both desks", async () => {
  const tag = agent.page.getByRole("textbox", { name: "New tag", exact: true });
  await tag.fill("VIP");
  await tag.press("Enter");
  await supervisor.page.locator(".row .tag").getByText("VIP").waitFor();
});

test("a colleague who is invited speaks, and the visitor sees who it is", async () => {
  await button(supervisor, /^Leave/).click();
  await supervisor.page.getByText(/has this conversation/).waitFor();
  await button(agent, /^Ask a colleague in/).click();
  await picture(agent.page, "console-invite");
  await agent.page.getByRole("dialog").getByRole("button", { name: /^Join the talk 周明/ }).click();
  const card = supervisor.page.locator(".invitations .offer");
  await card.getByText(/asks you to join/).waitFor();
  await picture(supervisor.page, "console-invitation");
  await card.getByRole("button", { name: /^Join/ }).click();
  await picture(visitor.page, "panel-two-agents");
  await visitor.panel.getByText(/也加入了对话|joined the chat as well/).waitFor();
  await supervisor.composer.waitFor();
  await supervisor.write(agent_says(2));
  await visitor.sees(agent_says(2));
  await agent.sees(agent_says(2));
  await picture(supervisor.page, "console-speaks");
});

test("a supervisor takes over, and the agent is told", async () => {
  assert.deepEqual(await axe_findings(supervisor.page), []);
  await button(supervisor, /^Supervise/).click();
  await picture(supervisor.page, "console-supervise-menu");
  await supervisor.page.getByRole("menuitem", { name: /^Take over/ }).click();
  await agent.page.getByText(/took your conversation with/).waitFor();
  await picture(agent.page, "console-taken-over");
  await agent.page.getByRole("tab", { name: /^Mine.*0/ }).waitFor();
  await supervisor.write(agent_says(3));
  await visitor.sees(agent_says(3));
});

test("a supervisor sets a status, and finds what supervisors did", async () => {
  await button(supervisor, /^Account menu/).click();
  await supervisor.page.getByRole("menuitem", { name: "Team" }).click();
  const dialog = supervisor.page.getByRole("dialog");
  await dialog.getByRole("combobox").first().selectOption("away");
  await agent.page.getByText(/set your status to Away/).waitFor();
  await picture(supervisor.page, "console-team");
  await supervisor.page.keyboard.press("Escape");
  await button(supervisor, /^Account menu/).click();
  await supervisor.page.getByRole("menuitem", { name: "What supervisors did" }).click();
  await dialog.getByText(/took the conversation/).waitFor();
  await picture(supervisor.page, "console-acts");
  assert.deepEqual(await axe_findings(supervisor.page), []);
  await supervisor.page.keyboard.press("Escape");
});

test("nothing was logged as an error on any side", () => {
  assert.deepEqual([...visitor.errors, ...agent.errors, ...supervisor.errors], []);
});
