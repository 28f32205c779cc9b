// A site lets its agents see what visitors type: they are told, and what looks like a secret is not
// shown before it is sent.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Api } from "../kit/api.mjs";
import { axe_findings } from "../kit/axe.mjs";
import { picture } from "../kit/browser.mjs";
import { Stage } from "../kit/stage.mjs";

const notice = /发送前，客服可以看到|Our team sees what you type/;

let stage, api, agent, visitor;

before(async () => {
  stage = await Stage.set();
  api = await Api.of(stage.server.base, stage.credentials.admin);
  agent = await stage.agent();
});
after(() => stage?.strike());

const preview = () => agent.log.locator(".typing-preview");

test("where the site does not allow it, nobody sees more than that somebody types", async () => {
  visitor = await stage.visitor("/demo/product.html");
  await stage.conversation(visitor, agent, "在吗");
  assert.equal(await visitor.panel.getByText(notice).count(), 0);
  await visitor.composer.pressSequentially("secret");
  await agent.log.getByText(/is typing/).waitFor();
  assert.equal(await preview().count(), 0);
  await visitor.composer.fill("");
  await visitor.leave();
});

test("where it does, the agent reads along, without numbers and passwords", async () => {
  const [{ site }] = await api.list("sites");
  await api.send("PUT", `sites/${site}`, { typing_preview: true });
  visitor = await stage.visitor("/demo/product.html");
  await stage.conversation(visitor, agent, "订单还没到");
  await visitor.panel.getByText(notice).waitFor();
  const typed = "卡号 4111 1111 1111 1111，密码 hunter2";
  await visitor.composer.pressSequentially(typed);
  await preview().getByText("卡号 •••••••••••••••••••，密码 •••••••").waitFor();
  await picture(agent.page, "console-typing-preview");
  await picture(visitor.page, "panel-typing-notice");
  assert.deepEqual(await axe_findings(agent.page), []);
  await visitor.composer.press("Enter");
  await agent.sees(typed);
  await preview().waitFor({ state: "hidden" });
});

test("nothing was logged as an error on any side", () => {
  assert.deepEqual([...visitor.errors, ...agent.errors], []);
});
