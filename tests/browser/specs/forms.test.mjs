// What a site asks before a conversation, and messages that are left: set up by an administrator,
// answered by visitors, seen by an agent.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Api } from "../kit/api.mjs";
import { axe_findings } from "../kit/axe.mjs";
import { picture } from "../kit/browser.mjs";
import { Stage } from "../kit/stage.mjs";
import { until } from "../kit/until.mjs";

const desk = { viewport: { width: 1024, height: 768 } };
const phone = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  locale: "zh-CN",
  reducedMotion: "reduce",
};
const chinese = { locale: "zh-CN", reducedMotion: "reduce" };

let stage, admin, agent, visitor;

before(async () => {
  stage = await Stage.set();
  admin = await stage.admin(desk);
});
after(() => stage?.strike());

const dialog = () => admin.page.getByRole("dialog");
const field = (n) => dialog().getByRole("group", { name: `Field ${n}`, exact: true });
const ask = (who) => who.panel.locator("form#form");
const leave = (who) => who.panel.locator("form#leave");
const press = (who, name) => who.panel.getByRole("button", { name, exact: true }).click();
const looks_well = async (who) =>
  assert.deepEqual(await axe_findings(who.page, "usher-widget"), []);
const open = async (who, ready) => {
  if ((await who.launcher.getAttribute("aria-expanded")) !== "true") await who.launcher.click();
  await ready(who).waitFor();
};

// Its page has told what the site would ask.
const known_visitor = async () => {
  const known = await stage.visitor("/demo/index.html", { ...chinese, locale: "en" });
  await known.page.evaluate(() => {
    window.Usher("setLocale", "en");
    window.Usher("identify", { email: "ann@example.com", 事由: "退款" });
  });
  await known.open_panel();
  return known;
};

test("an administrator builds the form, and a fault shows at its field", async () => {
  const { page } = admin;
  await page.getByRole("button", { name: /^Account menu/ }).click();
  await page.getByRole("menuitem", { name: "Administration" }).click();
  await page.getByRole("button", { name: "Sites", exact: true }).click();
  await page.getByRole("cell", { name: "s_demo" }).waitFor();
  await page.getByRole("button", { name: /^Edit / }).click();
  const add = dialog().getByRole("button", { name: "Add a field" });
  for (const kind of ["choice", "name", "email"]) {
    await add.click();
    const made = dialog().getByRole("group", { name: /^Field \d+$/ }).last();
    await made.getByLabel("Asks for").selectOption(kind);
  }
  await field(1).getByLabel("Label").fill("您想咨询什么？");
  await field(1).getByLabel("Name in the profile").fill("事由");
  await field(1).getByLabel("Options", { exact: true }).fill("退款");
  await field(2).getByLabel("Required").uncheck();
  await dialog().getByRole("button", { name: "Save" }).click();
  await field(1).getByText("2 to 50 different options are needed").waitFor();
  const options = field(1).getByLabel("Options", { exact: true });
  assert.equal(await options.getAttribute("aria-invalid"), "true");
  await picture(page, "console-site-form");
  assert.deepEqual(await axe_findings(page), []);
  await options.fill("退款\n发货");
  for (const n of [1, 2])
    await field(n).getByRole("button", { name: `Move field ${n} down` }).click();
  assert.equal(await field(3).getByLabel("Label").inputValue(), "您想咨询什么？");
  await dialog().getByRole("button", { name: "Save" }).click();
  await dialog().waitFor({ state: "hidden" });
  await page.getByRole("cell", { name: "Name, E-mail, 您想咨询什么？" }).waitFor();
  await picture(page, "console-sites");
  assert.deepEqual(await axe_findings(page), []);
});

test("a visitor answers it; what is wrong is said at the field, and nothing is lost", async () => {
  agent = await stage.agent();
  visitor = await stage.visitor("/demo/index.html", chinese);
  await open(visitor, ask);
  assert.equal(await visitor.composer.count(), 0);
  await visitor.pick_queue(/Sales/);
  await picture(visitor.page, "widget-form");
  await looks_well(visitor);
  await ask(visitor).getByLabel("称呼").fill("李雷");
  await ask(visitor).getByLabel("邮箱").fill("lilei");
  await press(visitor, "开始对话");
  await ask(visitor).getByText("邮箱格式不对").waitFor();
  const email = ask(visitor).getByLabel("邮箱");
  assert.equal(await email.getAttribute("aria-invalid"), "true");
  const has_focus = () => email.evaluate((box) => box.matches(":focus"));
  await until("the field at fault has the focus", has_focus);
  await picture(visitor.page, "widget-form-fault");
  await looks_well(visitor);
  await visitor.page.reload();
  await open(visitor, ask);
  assert.equal(await ask(visitor).getByLabel("称呼").inputValue(), "李雷");
  await ask(visitor).getByLabel("邮箱").fill("lilei@example.com");
  await ask(visitor).getByLabel("邮箱").press("Enter");
  await ask(visitor).getByText("请填写这一项").waitFor();
  await ask(visitor).getByLabel("您想咨询什么？").selectOption("退款");
  await press(visitor, "开始对话");
  await visitor.composer.waitFor();
  await visitor.pick_queue(/Sales/);
  await visitor.write("我想退款");
  await agent.accept();
  await agent.sees("我想退款");
  for (const words of ["lilei@example.com", "事由", "退款"]) await agent.sees_words(words);
  await picture(agent.page, "console-form-answers");
});

test("who comes again is not asked, and neither is who the page identifies", async () => {
  await agent.close_conversation();
  await visitor.is_told("ended");
  await visitor.page.reload();
  await visitor.panel.getByRole("button", { name: "开始新对话" }).click();
  await visitor.composer.waitFor();
  assert.equal(await ask(visitor).count(), 0);

  const known = await stage.visitor("/demo/index.html", chinese);
  await open(known, ask);
  await known.page.evaluate(() =>
    window.Usher("identify", { name: "韩梅梅", email: "hmm@example.com", 事由: "发货" }),
  );
  await known.composer.waitFor();
  assert.equal(await ask(known).count(), 0);
  assert.deepEqual(known.errors, []);
  await known.leave();
});

test("nobody is there: a message is left on a phone", async () => {
  await agent.leave();
  const api = await Api.of(stage.server.base, stage.credentials.admin);
  const never = { always: false, zone: "Asia/Shanghai", week: Array(7).fill([]), dates: [] };
  const closed = ({ policy }) => ({ policy: { ...policy, hours: never } });
  await api.change_all("queues", "queue", closed);
  visitor = await stage.visitor("/demo/index.html", phone);
  await open(visitor, ({ panel }) => panel.getByRole("button", { name: "留言", exact: true }));
  assert.equal(await ask(visitor).count(), 0); // not for nobody
  await picture(visitor.page, "widget-closed-phone");
  await looks_well(visitor);
  await press(visitor, "留言");
  await leave(visitor).getByLabel("留言内容").fill("请问周末发货吗？");
  await press(visitor, "提交留言");
  await leave(visitor).getByText("请至少填写邮箱或电话").waitFor();
  await picture(visitor.page, "widget-leave-phone");
  await looks_well(visitor);
  await leave(visitor).getByLabel("邮箱").fill("hanmeimei@");
  await press(visitor, "提交留言");
  await leave(visitor).getByText("邮箱格式不对").waitFor();
  await leave(visitor).getByLabel("称呼").fill("韩梅梅");
  await leave(visitor).getByLabel("邮箱").fill("hanmeimei@example.com");
  await press(visitor, "提交留言");
  await visitor.panel.getByText("留言已收到").waitFor();
  await visitor.panel.getByText("都能看到我们的回复").waitFor();
  await picture(visitor.page, "widget-left-phone");
  await looks_well(visitor);
  await visitor.page.close();
});

test("an agent sees the message with its contact, and answers", async () => {
  agent = await stage.agent(desk);
  await agent.offer.first().getByText("Left message").waitFor();
  await agent.offer.first().getByText("hanmeimei@example.com").waitFor();
  await picture(agent.page, "console-left-offer");
  assert.deepEqual(await axe_findings(agent.page), []);
  await agent.accept();
  await agent.sees("请问周末发货吗？");
  const row = agent.page.getByRole("option", { selected: true });
  await row.getByText("Left message").waitFor();
  await row.getByText("hanmeimei@example.com").waitFor();
  await agent.log.getByText("The visitor left this as a message").waitFor();
  await agent.write("周末也发货。");
  await picture(agent.page, "console-left-answered");
  assert.deepEqual(await axe_findings(agent.page), []);
});

test("the visitor comes back: a badge, the message and its answer", async () => {
  visitor.page = await visitor.context.newPage();
  await visitor.go("/demo/index.html");
  await until("the launcher tells of one unread message", async () =>
    /1/.test((await visitor.launcher.getAttribute("aria-label")) ?? ""),
  );
  await picture(visitor.page, "widget-left-badge");
  await visitor.open_panel();
  await visitor.sees("请问周末发货吗？");
  await visitor.sees("周末也发货。");
  await picture(visitor.page, "widget-left-answer");
  await looks_well(visitor);
});

test("who waits in line leaves a message instead, or keeps its place", async () => {
  await agent.leave();
  const waiting = await known_visitor();
  await waiting.write("Anybody there?");
  await waiting.panel.getByText("keep your place").waitFor();
  await picture(waiting.page, "widget-waiting-choice");
  await looks_well(waiting);
  await press(waiting, "Leave a message instead");
  await leave(waiting).getByText("We know how to reach you").waitFor();
  await picture(waiting.page, "widget-leave-instead");
  await looks_well(waiting);
  await press(waiting, "Back");
  await waiting.panel.getByText("keep your place").waitFor();
  await press(waiting, "Leave a message instead");
  await press(waiting, "Send message");
  await waiting.panel.getByText("Thank you, we have your message").waitFor();
  await picture(waiting.page, "widget-left");
  await looks_well(waiting);
  assert.deepEqual([...visitor.errors, ...waiting.errors, ...agent.errors], []);
});

test("a full queue: what it refuses is left as a message, with the same words", async () => {
  const api = await Api.of(stage.server.base, stage.credentials.admin);
  const narrow = ({ policy }) => ({ policy: { ...policy, full_at: 1, reopen_at: 0 } });
  await api.change_all("queues", "queue", narrow);
  const [first, second] = [await known_visitor(), await known_visitor()];
  await first.write("I was here first");
  await first.sees_progress("sent");
  await second.write("Is there room for me?");
  await second.panel.getByText("Too many people are waiting").waitFor();
  await picture(second.page, "widget-full");
  await looks_well(second);
  await second.log.getByRole("button", { name: "Leave a message" }).click();
  const words = await leave(second).getByLabel("Your message").inputValue();
  assert.equal(words, "Is there room for me?");
  await press(second, "Send message");
  await second.panel.getByText("Thank you, we have your message").waitFor();
  assert.deepEqual(await second.messages(), [{ mine: true, text: "Is there room for me?" }]);
  assert.deepEqual([...first.errors, ...second.errors], []);
});

test("nothing was logged as an error but what the server refused", () => {
  assert.deepEqual(admin.errors.filter((error) => !/status of 400/.test(error)), []);
});
