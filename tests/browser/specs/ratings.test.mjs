// Ratings: asked after a close, given by keyboard, seen by agent and supervisor, changed; and what
// alarms the board: a low rating, words of the account's list.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Agent } from "../kit/agent.mjs";
import { Api } from "../kit/api.mjs";
import { axe_findings } from "../kit/axe.mjs";
import { picture } from "../kit/browser.mjs";
import { Stage } from "../kit/stage.mjs";
import { until } from "../kit/until.mjs";

const desk = { viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" };
const chinese = { locale: "zh-CN", reducedMotion: "reduce" };

let stage, admin, agent, supervisor, visitor, other_tab;

before(async () => {
  stage = await Stage.set();
  admin = await stage.admin(desk);
  supervisor = await Agent.at_the_door(stage.browser, stage.server.console_base, desk);
  await supervisor.sign_in(stage.credentials.supervisor);
});
after(() => stage?.strike());

const card = (who) => who.panel.locator("form.rate");
const rated = (who) => who.panel.locator(".rated");
const star = (who, n) => card(who).locator(`input[type=radio][value="${n}"]`);
const focused = (who) =>
  who.page.evaluate(() => {
    const element = document.querySelector("usher-widget").shadowRoot.activeElement;
    return element && `${element.tagName} ${element.value ?? ""} ${element.textContent}`.trim();
  });
const widget_looks_well = async (who, name) => {
  await picture(who.page, name);
  assert.deepEqual(await axe_findings(who.page, "usher-widget"), [], name);
};
const console_looks_well = async ({ page }, name) => {
  await picture(page, name);
  assert.deepEqual(await axe_findings(page), [], name);
};
const open_board = () =>
  supervisor.page.getByRole("button", { name: "Live board", exact: true }).click();

test("an administrator says what is asked, and which words alarm", async () => {
  const { page } = admin;
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: /^Account menu/ }).click();
  await page.getByRole("menuitem", { name: "Administration" }).click();
  await page.getByRole("button", { name: "Sites", exact: true }).click();
  await page.getByRole("button", { name: /^Edit / }).click();
  assert.ok(await dialog.getByLabel("Ask visitors to rate a closed conversation").isChecked());
  const reasons = dialog.getByLabel("Reasons to choose from");
  await reasons.fill("回复及时\n态度友好\n回复及时");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.getByText(/^One reason a line/).waitFor();
  await reasons.fill("回复及时\n态度友好\n问题解决了\n等太久");
  await console_looks_well(admin, "ratings-site");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Account", exact: true }).click();
  await page.getByRole("button", { name: /^Edit / }).click();
  await dialog.getByLabel("Words that alarm").fill("退款\nrefund");
  await console_looks_well(admin, "ratings-words");
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByRole("cell", { name: "退款, refund" }).waitFor();
});

test("a visitor is asked after a close, and keeps the focus", async () => {
  agent = await stage.agent(desk);
  visitor = await stage.visitor("/demo/index.html", chinese);
  await visitor.page.evaluate(() => {
    window.told = [];
    document.addEventListener("usher:rating", ({ detail }) => window.told.push(detail));
  });
  await stage.conversation(visitor, agent, "龙井还有吗？");
  await agent.write("有的，请看");
  await visitor.sees("有的，请看");
  other_tab = await visitor.another_tab();
  await other_tab.open_panel();
  await visitor.page.bringToFront();
  await visitor.log.focus();
  await agent.close_conversation();
  await card(visitor).waitFor();
  assert.match(await focused(visitor), /^DIV/);
  await card(visitor).getByRole("radio", { name: "5 星 · 非常满意" }).waitFor();
  await widget_looks_well(visitor, "ratings-asked-zh");
});

test("it answers with the keyboard alone, and is thanked", async () => {
  const { keyboard } = visitor.page;
  await keyboard.press("Tab");
  assert.match(await focused(visitor), /^INPUT 1/);
  await keyboard.press("Space");
  await keyboard.press("ArrowRight");
  assert.ok(await star(visitor, 2).isChecked());
  await keyboard.press("Tab");
  for (let n = 0; n < 3; n += 1) await keyboard.press("Tab");
  await keyboard.press("Space");
  assert.ok(await card(visitor).getByRole("checkbox", { name: "等太久" }).isChecked());
  await keyboard.press("Tab");
  await keyboard.type("等了十分钟");
  await widget_looks_well(visitor, "ratings-answered-zh");
  await keyboard.press("Tab");
  await keyboard.press("Tab");
  await keyboard.press("Enter");
  await rated(visitor).getByText("谢谢您的评价").waitFor();
  await until("the focus is at the way back", async () =>
    /修改评价/.test((await focused(visitor)) ?? ""),
  );
  await rated(other_tab).getByRole("img", { name: "2 星 · 不满意" }).waitFor();
  await widget_looks_well(visitor, "ratings-thanks-zh");
  const [told] = await visitor.page.evaluate(() => window.told);
  assert.deepEqual(Object.keys(told).sort(), ["conversation", "score"]);
  assert.equal(told.score, 2);
});

test("the agent reads it, in the conversation and in the list of closed ones", async () => {
  const line = agent.page.getByRole("region", { name: "Visitor's rating" });
  await line.getByText("等太久").waitFor();
  await line.getByText("等了十分钟").waitFor();
  await line.getByRole("img", { name: "2 of 5" }).waitFor();
  await agent.page.getByRole("tab", { name: /^Closed/ }).click();
  await agent.page.locator(".row").first().getByRole("img", { name: "2 of 5" }).waitFor();
  await console_looks_well(agent, "ratings-agent");
});

test("the low rating alarms on the board, one click from its conversation", async () => {
  const { page } = supervisor;
  await open_board();
  const alarm = page.getByRole("button", { name: /gave only 2 of 5/ }).first();
  await alarm.waitFor();
  await page
    .getByRole("table", { name: "Agents" })
    .getByRole("cell", { name: "2.0 (1)" })
    .waitFor();
  await page.getByText("Rating 2.0 (1 today)").waitFor();
  await console_looks_well(supervisor, "ratings-board");
  await alarm.click();
  await page.getByRole("region", { name: "Visitor's rating" }).getByText("等了十分钟").waitFor();
  await console_looks_well(supervisor, "ratings-supervisor");
  await open_board();
  await page.getByRole("button", { name: /^Seen: / }).click();
  await page.getByText("No alarms").waitFor();
});

test("it is asked no more after a reload, and changes its mind from the transcript", async () => {
  await visitor.go("/demo/index.html");
  await visitor.launcher.waitFor();
  await rated(visitor).waitFor();
  assert.equal(await card(visitor).count(), 0);
  await rated(visitor).getByRole("button", { name: "修改评价" }).click();
  assert.ok(await star(visitor, 2).isChecked());
  await star(visitor, 5).check();
  await card(visitor).getByRole("button", { name: "提交评价" }).click();
  await rated(visitor).getByRole("img", { name: "5 星 · 非常满意" }).waitFor();
  await agent.page
    .getByRole("region", { name: "Visitor's rating" })
    .getByRole("img", { name: "5 of 5" })
    .waitFor();
  const figures = supervisor.page.getByRole("table", { name: "Agents" });
  await figures.getByRole("cell", { name: "5.0 (1)" }).waitFor();
});

test("a word of the list alarms, and is marked for the supervisor", async () => {
  const { page } = supervisor;
  await visitor.reopen();
  await agent.accept();
  await visitor.write("我要退款");
  await agent.sees("我要退款");
  await agent.write("No REFUND, sorry");
  const alarm = page.getByRole("button", { name: /wrote “退款”/ }).first();
  await alarm.waitFor();
  await page.getByRole("button", { name: /^An agent wrote “refund”/ }).waitFor();
  await console_looks_well(supervisor, "ratings-word-alarm");
  assert.equal(await agent.page.getByText("Listed word: 退款").count(), 0);
  await agent.close_conversation();
  await alarm.click();
  await page.getByText("Listed word: 退款").waitFor();
  await page.getByText("Listed word: refund").waitFor();
  await console_looks_well(supervisor, "ratings-word-marked");
  await card(visitor).waitFor(); // asked once again
});

test("it can be put off, on a small screen, in English and in traditional Chinese", async () => {
  const small = { viewport: { width: 320, height: 568 }, hasTouch: true, isMobile: true };
  const phone = await stage.visitor("/demo/index.html", { ...chinese, ...small });
  await phone.page.evaluate(() => window.Usher("setLocale", "en"));
  await stage.conversation(phone, agent, "Any jasmine?");
  await agent.close_conversation();
  await card(phone).getByRole("radio", { name: "4 of 5 · Good" }).check();
  await card(phone).getByRole("button", { name: "Send rating" }).scrollIntoViewIfNeeded();
  const wide = await phone.log.evaluate((log) => log.scrollWidth - log.clientWidth);
  assert.ok(wide <= 0, `${wide} px too wide`);
  await widget_looks_well(phone, "ratings-phone-en");
  await card(phone).getByRole("button", { name: "Not now" }).click();
  await rated(phone).getByRole("button", { name: "Rate this conversation" }).waitFor();
  await phone.page.evaluate(() => window.Usher("setLocale", "zh-TW"));
  await rated(phone).getByRole("button", { name: "評價這次對話" }).click();
  await until("the focus is at the first star", async () => /^INPUT 1/.test(await focused(phone)));
  await widget_looks_well(phone, "ratings-phone-tw");
});

test("where a site does not ask, nobody is asked", async () => {
  const api = await Api.of(stage.server.base, stage.credentials.admin);
  const [{ site }] = await api.list("sites");
  await api.send("PUT", `sites/${site}`, { rating: false });
  const unasked = await stage.visitor("/demo/index.html", chinese);
  await stage.conversation(unasked, agent, "有普洱吗？");
  await agent.close_conversation();
  await unasked.is_told("ended");
  assert.equal(await card(unasked).count(), 0);
});

test("alarms outlive a crash, in Chinese and in the dark", async () => {
  const { page } = supervisor;
  await stage.server.kill();
  await stage.server.run();
  await page.evaluate(() => {
    const key = "usher.console";
    const saved = JSON.parse(localStorage.getItem(key) ?? "{}");
    localStorage.setItem(key, JSON.stringify({ ...saved, theme: "dark", locale: "zh-CN" }));
  });
  await page.reload();
  await page.getByRole("button", { name: "实时监管", exact: true }).click();
  const alarm = page.getByRole("button", { name: /提到“退款”/ }).first();
  await alarm.waitFor();
  await console_looks_well(supervisor, "ratings-board-dark-zh");
  await alarm.click();
  await page.getByText("敏感词：退款").waitFor();
  await console_looks_well(supervisor, "ratings-marked-dark-zh");
  await page.getByRole("button", { name: "实时监管", exact: true }).click();
  for (let left = 2; left > 0; left -= 1) {
    await page.getByRole("button", { name: /^知道了：/ }).first().click();
    await page.waitForFunction(
      (count) => document.querySelectorAll(".alarm-item").length === count,
      left - 1,
    );
  }
});

test("nothing was logged as an error but what the server refused", () => {
  const all = [visitor, agent, supervisor, admin].flatMap(({ errors }) => errors);
  assert.deepEqual(
    all.filter((error) => !/status of 400|ERR_|WebSocket/.test(error)),
    [],
  );
});
