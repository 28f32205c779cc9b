// An administrator sets the house up; an agent answers with what was prepared.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe_findings } from "../kit/axe.mjs";
import { picture } from "../kit/browser.mjs";
import { Stage } from "../kit/stage.mjs";
import { visitor_says } from "../kit/story.mjs";

let stage, admin, page;

before(async () => {
  stage = await Stage.set();
  admin = await stage.admin({ viewport: { width: 1024, height: 768 } });
  page = admin.page;
});
after(() => stage?.strike());

const open_settings = async (name) => {
  await page.getByRole("button", { name: /^Account menu/ }).click();
  await page.getByRole("menuitem", { name: "Administration" }).click();
  await page.getByRole("button", { name, exact: true }).click();
  await page.getByRole("heading", { name, exact: true }).waitFor();
};
const form = () => page.getByRole("dialog");
const fill = (label, text) => form().getByLabel(label, { exact: true }).fill(text);
const save = () => form().getByRole("button", { name: "Save" }).click();
const saved = () => form().waitFor({ state: "hidden" });
const unfold = (name) => form().locator("summary", { hasText: name }).click();

test("a queue is made, and a policy that contradicts itself is refused at its field", async () => {
  await open_settings("Queues");
  await page.getByRole("button", { name: "New queue" }).click();
  await save();
  await form().getByText("A name is needed").waitFor();
  await fill("Name", "Returns");
  await unfold("Limit and priority");
  await fill("Waiting at most", "5");
  await fill("Open again below", "9");
  await save();
  const field = form().getByLabel("Open again below");
  await form().getByText("This has to be below the limit.").waitFor();
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  await picture(page, "console-settings-queue");
  assert.deepEqual(await axe_findings(page), []);
  await field.fill("3");
  await unfold("Hours");
  await form().getByLabel("Always open").click();
  await fill("Time zone", "Asia/Shanghai");
  await fill("Monday", "09:00-12:00, 13:00-18:00");
  await picture(page, "console-settings-hours");
  await save();
  await saved();
  await page.getByRole("cell", { name: "By timetable" }).waitFor();
  await picture(page, "console-settings-queues");
  assert.deepEqual(await axe_findings(page), []);
});

test("an agent is made, changed, and can sign in", async () => {
  await open_settings("Agents");
  await page.getByRole("button", { name: "New agent" }).click();
  await fill("Name", "Bea");
  await fill("Login", "bea");
  await fill("Password", "correct horse");
  await fill("Skills", "refunds, 日本語");
  await picture(page, "console-settings-agent");
  assert.deepEqual(await axe_findings(page), []);
  await save();
  await saved();
  await page.getByRole("button", { name: "Edit Bea" }).click();
  await fill("Login", stage.credentials.agent.login);
  await save();
  await form().getByText("Somebody has this login.").waitFor();
  await form().getByRole("button", { name: "Cancel" }).click();
  await page.emulateMedia({ colorScheme: "dark" });
  await picture(page, "console-settings-agents-dark");
  assert.deepEqual(await axe_findings(page), []);
  await page.emulateMedia({ colorScheme: "light" });
});

test("a canned reply is kept for everybody", async () => {
  await open_settings("Canned replies");
  await page.getByRole("button", { name: "New canned reply" }).click();
  await fill("Name", "退款说明");
  await fill("Text", "您好 , 我是 {{agent.name}}。");
  await form().getByLabel("Text", { exact: true }).evaluate((box) => box.setSelectionRange(3, 3));
  await form().getByRole("button", { name: "visitor.name" }).click();
  await form().getByLabel("Who may use it").selectOption("all");
  await picture(page, "console-settings-canned");
  assert.deepEqual(await axe_findings(page), []);
  await save();
  await saved();
  await page.getByRole("button", { name: "Back to the conversations" }).click();
});

test("a slash finds it by pinyin, fills it in, and keeps a gap from the visitor", async () => {
  const agent = await stage.agent();
  const visitor = await stage.visitor("/demo/product.html");
  await stage.conversation(visitor, agent, visitor_says(1));
  const option = agent.page.locator("#canned-list").getByRole("option");
  await agent.composer.pressSequentially("/tk");
  await option.waitFor();
  await picture(agent.page, "console-canned-picker");
  assert.deepEqual(await axe_findings(agent.page), []);
  await agent.composer.press("Escape");
  await option.waitFor({ state: "hidden" });
  await agent.composer.fill("");
  await agent.composer.pressSequentially("/tk");
  await option.waitFor();
  await agent.composer.press("Enter");
  assert.match(await agent.composer.inputValue(), /^您好 \{\{visitor.name\}\}, 我是 \S/);
  await agent.composer.press("Enter");
  await agent.page.getByText("Fill in {{visitor.name}} first.").waitFor();
  await picture(agent.page, "console-canned-gap");
  await agent.page.keyboard.type("李雷");
  const text = await agent.composer.inputValue();
  assert.match(text, /^您好 李雷, 我是 /);
  await agent.composer.press("Enter");
  await visitor.sees(text);
  assert.deepEqual([...visitor.errors, ...agent.errors], []);
});

test("nothing was logged as an error but what the server refused", () => {
  assert.deepEqual(admin.errors.filter((error) => !/status of (400|409)/.test(error)), []);
});
