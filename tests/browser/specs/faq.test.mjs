// Answers that spare a wait: written by an administrator, found by visitors in Chinese and English;
// and sets of replies, sent by one choice.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Agent } from "../kit/agent.mjs";
import { Api } from "../kit/api.mjs";
import { axe_findings } from "../kit/axe.mjs";
import { picture } from "../kit/browser.mjs";
import { Stage } from "../kit/stage.mjs";
import { until } from "../kit/until.mjs";

const chinese = { locale: "zh-CN", reducedMotion: "reduce" };
const phone = {
  ...chinese,
  viewport: { width: 320, height: 640 },
  hasTouch: true,
  isMobile: true,
};

let stage, admin, page, agent, visitor, wire;

before(async () => {
  stage = await Stage.set();
  admin = await stage.admin({ viewport: { width: 1024, height: 768 } });
  page = admin.page;
});
after(() => stage?.strike());

const form = () => page.getByRole("dialog");
const fill = (label, text) => form().getByLabel(label, { exact: true }).fill(text);
const save = async () => {
  await form().getByRole("button", { name: "Save" }).click();
  await form().waitFor({ state: "hidden" });
};
const open_settings = async (who, name) => {
  await who.page.getByRole("button", { name: /^Account menu|^账户菜单/ }).click();
  await who.page.getByRole("menuitem", { name: /^Administration$|^Canned replies$/ }).click();
  if (who === admin) await who.page.getByRole("button", { name, exact: true }).click();
  await who.page.getByRole("heading", { name, exact: true }).waitFor();
};
const faq = (who) => who.panel.getByRole("region", { name: /^(常见问题|Common questions)$/ });
const question = (who, name) => faq(who).getByRole("button", { name });
const box = (who) => faq(who).getByRole("searchbox");
const looks_well = async (who) =>
  assert.deepEqual(await axe_findings(who.page, "usher-widget"), []);
const row = (text) => page.getByRole("row").filter({ hasText: text });

const entries = [
  [
    "退款",
    "怎么申请退款？",
    "在订单页点“申请退款”，三个工作日到账。\n详见 https://shop.example/refund",
  ],
  ["物流", "多久可以发货？", "付款后 24 小时内发货，节假日顺延。"],
  ["发票", "可以开发票吗？", "可以，结算时填写抬头，电子发票当天发到邮箱。"],
];

test("a site without answers shows nothing of them", async () => {
  visitor = await stage.visitor("/demo/index.html", chinese);
  await visitor.open_panel();
  assert.equal(await faq(visitor).count(), 0);
  await visitor.leave();
});

test("an administrator writes questions and orders them; a fault shows at its field", async () => {
  await open_settings(admin, "FAQ");
  await page.getByText("No questions yet").waitFor();
  await picture(page, "console-faq-empty");
  for (const [category, asked, answer] of entries) {
    await page.getByRole("button", { name: "New question" }).click();
    if (asked === entries[0][1]) {
      await form().getByRole("button", { name: "Save" }).click();
      await form().getByText("A question is needed").waitFor();
      const field = form().getByLabel("Question", { exact: true });
      assert.equal(await field.getAttribute("aria-invalid"), "true");
    }
    await fill("Question", asked);
    await fill("Answer", answer);
    await fill("Category", category);
    if (asked === entries[0][1]) {
      await picture(page, "console-faq-form");
      assert.deepEqual(await axe_findings(page), []);
    }
    await save();
    await row(asked).waitFor();
  }
  await page.getByRole("button", { name: "Move “可以开发票吗？” up" }).click();
  const second = page.locator("tbody tr").nth(1);
  await second.filter({ hasText: "可以开发票吗？" }).waitFor();
  await page.getByRole("button", { name: "Move “可以开发票吗？” down" }).click();
  await second.filter({ hasText: "多久可以发货？" }).waitFor();
  await picture(page, "console-faq");
  assert.deepEqual(await axe_findings(page), []);
});

test("before a chat is asked, what is typed brings answers, and hinders nothing", async () => {
  visitor = await stage.visitor("/demo/index.html", chinese);
  await visitor.open_panel();
  await question(visitor, /怎么申请退款/).waitFor();
  await picture(visitor.page, "widget-faq-welcome");
  await looks_well(visitor);
  await visitor.composer.fill("请问发票怎么开");
  const suggested = visitor.panel.locator(".suggestions").getByRole("button");
  await suggested.first().waitFor();
  await picture(visitor.page, "widget-faq-suggestions");
  await looks_well(visitor);
  await suggested.first().click();
  await faq(visitor).getByText("结算时填写抬头").waitFor();
  await picture(visitor.page, "widget-faq-suggested");
  assert.equal(await visitor.composer.inputValue(), "请问发票怎么开");
  await visitor.pick_queue(/Sales/);
  await visitor.write("请问退款多久到账");
  await visitor.is_told("waiting");
});

test("who waits searches in Chinese, reads, says that it helped, and ends the wait", async () => {
  await box(visitor).fill("退款");
  await until("one is found", async () => (await faq(visitor).getByRole("listitem").count()) === 1);
  await picture(visitor.page, "widget-faq-waiting");
  await looks_well(visitor);
  await question(visitor, /怎么申请退款/).press("Enter");
  const link = faq(visitor).getByRole("link", { name: "https://shop.example/refund" });
  await link.waitFor();
  assert.match(await link.getAttribute("rel"), /noopener/);
  await picture(visitor.page, "widget-faq-answer");
  await looks_well(visitor);
  await faq(visitor).getByRole("button", { name: "有帮助", exact: true }).click();
  const end = faq(visitor).getByRole("button", { name: "问题已解决，结束等待" });
  await end.waitFor();
  await picture(visitor.page, "widget-faq-helped");
  await looks_well(visitor);
  await end.click();
  await visitor.is_told("ended");
  assert.equal(await faq(visitor).count(), 0);
  assert.deepEqual(visitor.errors, []);
});

test("what visitors made of an answer stands beside it", async () => {
  await until("it was counted", async () => {
    await page.reload();
    await open_settings(admin, "FAQ");
    return (await row("Opened 1, helped 1, did not help 0").count()) > 0;
  });
  await picture(page, "console-faq-counted");
});

test("an open page finds a question as it was changed", async () => {
  const open = await stage.visitor("/demo/index.html", phone);
  await open.open_panel();
  await question(open, /怎么申请退款/).waitFor();
  await page.getByRole("button", { name: "Edit 多久可以发货？" }).click();
  await fill("Question", "能送到香港吗？");
  await fill("Answer", "可以，顺丰直达，运费到付。");
  await save();
  await row("能送到香港吗？").waitFor();
  await box(open).fill("香港");
  await question(open, /能送到香港吗/).click();
  await faq(open).getByText("顺丰直达").waitFor();
  await picture(open.page, "widget-faq-phone");
  await looks_well(open);
  await faq(open).getByRole("button", { name: "没帮助" }).click();
  await faq(open).getByText("直接问我们就好").waitFor();
  await box(open).fill("火星");
  await faq(open).getByText("没有找到相关的问题").waitFor();
  await open.pick_queue(/Sales/);
  await open.write("能送到火星吗");
  await open.is_told("waiting");
  await picture(open.page, "widget-faq-phone-waiting");
  await looks_well(open);
  const sideways = await open.panel
    .locator(".log")
    .evaluate((log) => log.scrollWidth > log.clientWidth);
  assert.equal(sideways, false);
  assert.deepEqual(open.errors, []);
  await open.panel.getByRole("button", { name: "结束对话" }).click();
  await open.panel.getByRole("button", { name: "结束", exact: true }).click();
  await open.leave();
});

test("a page in English says its own words, and a visitor reads its own language", async () => {
  const api = await Api.of(stage.server.base, stage.credentials.admin);
  const asked = { question: "How long does shipping take?", answer: "Two days.", language: "en" };
  await api.send("POST", "faq", { ...asked, published: true });
  for (const entry of await api.list("faq")) {
    const { entry: id, shown, helped, not_helped, ...rest } = entry;
    if (rest.language === "") await api.send("PUT", `faq/${id}`, { ...rest, language: "zh-CN" });
  }
  const english = await stage.visitor("/demo/index.html", {});
  await english.page.evaluate(() => window.Usher("setLocale", "en"));
  await english.open_panel();
  await question(english, "How long does shipping take?").waitFor();
  assert.equal(await faq(english).getByRole("listitem").count(), 1);
  await picture(english.page, "widget-faq-en");
  await looks_well(english);
  assert.deepEqual(english.errors, []);
  await english.leave();
});

test("a set of replies is made", async () => {
  await page.getByRole("button", { name: "Canned replies", exact: true }).click();
  await page.getByRole("button", { name: "New canned reply" }).click();
  await fill("Name", "促销语");
  await fill("Text", "您好 {{visitor.name|朋友}}，新茶上市啦！");
  for (const [n, text] of [
    [2, "全场满 200 减 30，今天最后一天。"],
    [3, "我是 {{visitor.phone}} 的专属客服 {{agent.name}}。"],
  ]) {
    await form().getByRole("button", { name: "Add a message" }).click();
    await fill(`Message ${n}`, text);
  }
  await form().getByLabel("Who may use it").selectOption("all");
  await picture(page, "console-set-form");
  assert.deepEqual(await axe_findings(page), []);
  await save();
  await page.getByText("Set of 3").waitFor();
  await picture(page, "console-set-listed");
});

test("an agent finds it by pinyin, fills its gap, leaves one out, sends the rest", async () => {
  wire = await stage.wire();
  agent = await Agent.on_duty(stage.browser, wire.base, stage.credentials.agent);
  visitor = await stage.visitor("/demo/product.html");
  await stage.conversation(visitor, agent, "你好");
  await agent.composer.pressSequentially("/cxy");
  await agent.page.locator("#canned-list").getByRole("option").waitFor();
  await picture(agent.page, "console-set-picker");
  await agent.composer.press("Enter");
  const set = agent.page.getByRole("dialog", { name: "促销语" });
  const third = set.getByRole("textbox", { name: "Message 3" });
  await set.getByText("Fill in {{visitor.phone}} first.").waitFor();
  await until("the gap is selected", () =>
    third.evaluate((text) => text.matches(":focus") && text.selectionStart === 3),
  );
  await set.getByRole("button", { name: "Send 3" }).click();
  await picture(agent.page, "console-set-gap");
  assert.deepEqual(await axe_findings(agent.page), []);
  await agent.page.keyboard.type("您");
  await set.getByRole("checkbox", { name: "Send message 2" }).uncheck();
  await picture(agent.page, "console-set");
  assert.deepEqual(await axe_findings(agent.page), []);
  await set.getByRole("button", { name: "Send 2" }).click();
  await visitor.sees("您好 朋友，新茶上市啦！");
  const theirs = (messages) => messages.filter(({ mine }) => !mine).map(({ text }) => text);
  await until("both came", async () => theirs(await visitor.messages()).length === 2);
  assert.match(theirs(await visitor.messages())[1], /^我是 您 的专属客服 \S/);
  assert.equal(await agent.composer.inputValue(), "");
});

test("a set that meets a broken line comes whole, in its order, and once", async () => {
  await agent.composer.pressSequentially("/cxy");
  await agent.page.locator("#canned-list").getByRole("option").waitFor();
  await agent.composer.press("Enter");
  const set = agent.page.getByRole("dialog", { name: "促销语" });
  await set.getByRole("textbox", { name: "Message 3" }).fill("第三条");
  wire.cut();
  await set.getByRole("button", { name: "Send 3" }).click();
  wire.mend();
  const theirs = async () =>
    (await visitor.messages()).filter(({ mine }) => !mine).map(({ text }) => text);
  await until("the set came", async () => (await theirs()).length === 5);
  assert.deepEqual((await theirs()).slice(2), [
    "您好 朋友，新茶上市啦！",
    "全场满 200 减 30，今天最后一天。",
    "第三条",
  ]);
});

test("nothing was logged as an error but what the server refused", () => {
  assert.deepEqual(admin.errors.filter((error) => !/status of 400/.test(error)), []);
});
