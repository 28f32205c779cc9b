// An administrator sets a webhook up, sees what becomes of it, and its receiver leads an agent to
// the conversation.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { Api } from "../kit/api.mjs";
import { axe_findings } from "../kit/axe.mjs";
import { picture } from "../kit/browser.mjs";
import { Stage } from "../kit/stage.mjs";
import { visitor_says } from "../kit/story.mjs";
import { until } from "../kit/until.mjs";

let stage, admin, page, secret;
const received = [];
let status = 200;

const receiver = createServer(async (request, response) => {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  received.push({ headers: request.headers, body: Buffer.concat(pieces).toString() });
  response.writeHead(status).end();
});

before(async () => {
  receiver.listen(0, "127.0.0.1");
  await once(receiver, "listening");
  stage = await Stage.set("[webhooks]\nallow_private = true\n");
  admin = await stage.admin({ viewport: { width: 1024, height: 768 } });
  page = admin.page;
});
after(async () => {
  await stage?.strike();
  receiver.close();
});

const url = () => `http://127.0.0.1:${receiver.address().port}/usher?team=night`;
const dialog = () => page.getByRole("dialog");
const press = (name) => dialog().getByRole("button", { name, exact: true }).click();
const gone = () => dialog().waitFor({ state: "hidden" });

test("a webhook is made, refused at its field, and its secret shown once", async () => {
  await page.getByRole("button", { name: /^Account menu/ }).click();
  await page.getByRole("menuitem", { name: "Administration" }).click();
  await page.getByRole("button", { name: "Webhooks", exact: true }).click();
  await page.getByText("No webhooks yet").waitFor();
  await picture(page, "console-webhooks-empty");
  await page.getByRole("button", { name: "New webhook" }).click();
  await dialog().getByLabel("Address", { exact: true }).fill("hooks.example");
  await press("Save");
  await dialog().getByText("An address with http://").waitFor();
  await picture(page, "console-webhook-form");
  assert.deepEqual(await axe_findings(page), []);
  await dialog().getByLabel("Address", { exact: true }).fill(url());
  await press("Save");
  const box = dialog().getByRole("textbox", { name: "Signing secret" });
  await box.waitFor();
  secret = await box.inputValue();
  assert.match(secret, /^whsec_/);
  await picture(page, "console-webhook-secret");
  assert.deepEqual(await axe_findings(page), []);
  await press("I have kept it");
  await gone();
  await page.getByText(url()).waitFor();
});

test("a test arrives, signed, and a failure is shown with what comes next", async () => {
  await page.getByRole("button", { name: /, Deliveries/ }).click();
  await press("Send a test");
  await dialog().getByText("Delivered").waitFor();
  const { headers, body } = received[0];
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const content = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  const code = createHmac("sha256", key).update(content).digest("base64");
  assert.equal(headers["webhook-signature"], `v1,${code}`);
  status = 503;
  await press("Send a test");
  await dialog().getByText("Answered 503; will be tried again").waitFor();
  status = 200;
  await picture(page, "console-webhook-deliveries");
  assert.deepEqual(await axe_findings(page), []);
  await dialog().getByText("Answered 503").waitFor({ state: "hidden" });
  await press("Close");
  await gone();
  await picture(page, "console-webhooks");
  assert.deepEqual(await axe_findings(page), []);
});

test("an alarm comes with an address that opens the conversation", async () => {
  const api = await Api.of(stage.server.base, stage.credentials.admin);
  const alarm = (queue) => ({ policy: { ...queue.policy, reply_alarm_ms: 1000 } });
  await api.change_all("queues", "queue", alarm);
  const agent = await stage.agent();
  const visitor = await stage.visitor("/demo/product.html");
  await stage.conversation(visitor, agent, visitor_says(1));
  const alarms = () => received.map(({ body }) => JSON.parse(body)).filter(is_alarm);
  const is_alarm = ({ type }) => type === "alarm.no_reply";
  await until("the receiver is told", () => alarms().length > 0);
  const { data } = alarms()[0];
  assert.match(data.queue.name, /Sales/);
  assert.ok(!JSON.stringify(data).includes(visitor_says(1)));
  await agent.page.goto(data.console);
  await agent.sees(visitor_says(1));
  assert.equal(new URL(agent.page.url()).hash, "");
});

test("the page reads in Chinese", async () => {
  const { cookies } = await admin.context.storageState();
  const context = await stage.browser.newContext({
    locale: "zh-CN",
    viewport: { width: 1024, height: 768 },
    storageState: { cookies, origins: [] }, // signed in, without what it prefers
  });
  const chinese = await context.newPage();
  await chinese.goto(`${stage.server.base}/console/`);
  await chinese.getByRole("button", { name: /^账户菜单/ }).click();
  await chinese.getByRole("menuitem", { name: "管理后台" }).click();
  await chinese.getByRole("button", { name: "Webhook", exact: true }).click();
  await chinese.getByText(url()).waitFor();
  await picture(chinese, "console-webhooks-zh");
  await chinese.getByRole("button", { name: /, 发送记录/ }).click();
  await chinese.getByText("等待回复太久").last().waitFor();
  await picture(chinese, "console-webhook-deliveries-zh");
  await context.close();
});

test("nothing was logged as an error but what the server refused", () => {
  assert.deepEqual(admin.errors.filter((error) => !/status of 400/.test(error)), []);
});
