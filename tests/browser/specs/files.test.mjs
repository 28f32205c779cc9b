// Files go both ways: as they are, in their order, and never when they should not.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Agent } from "../kit/agent.mjs";
import { axe_findings } from "../kit/axe.mjs";
import { picture } from "../kit/browser.mjs";
import {
  drag_over,
  drawing,
  drop,
  hold,
  paste,
  saved,
  sparse_file,
  text_file,
} from "../kit/files.mjs";
import { Stage } from "../kit/stage.mjs";
import { until } from "../kit/until.mjs";

const desk = { viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" };
const phone = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  reducedMotion: "reduce",
};
const uploads = "**/api/v1/visitor_files*";
const list = text_file("报价单 2026（终稿）.txt", "龙井 398\n普洱 268\n");

let stage, agent, visitor, sunrise, folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "usher-files-"));
  stage = await Stage.set();
  agent = await stage.agent(desk);
  visitor = await stage.visitor("/demo/index.html", { ...desk, locale: "zh-CN" });
  sunrise = await drawing(visitor.page);
});
after(async () => {
  await stage?.strike();
  await rm(folder, { recursive: true });
});

const choose = (files) => visitor.panel.locator("input[type=file]").setInputFiles(files);
const on_its_way = () => visitor.panel.locator(".uploads li");
const shown = (log, name) => log.locator(`img[alt="${name}"]`);
const link = (log, name) => log.locator("a[download]").filter({ hasText: name });

// An image that is there, in a frame of the size that it had before.
async function sees_image(log, name) {
  const image = shown(log, name).last();
  await image.waitFor();
  await image.scrollIntoViewIfNeeded();
  await until("the image is loaded", () => image.evaluate(({ naturalWidth }) => naturalWidth > 0));
  const { width, height } = await image.boundingBox();
  assert.ok(Math.abs(width / height - 4 / 3) < 0.02, `${width} × ${height}`);
}

async function clean(page, view, scope) {
  await picture(page, view);
  assert.deepEqual(await axe_findings(page, scope), [], view);
}

test("a visitor's first words are a picture, dropped on the panel", async () => {
  await visitor.open_panel();
  await visitor.pick_queue(/Sales/);
  await drag_over(visitor.panel, [sunrise]);
  await visitor.panel.locator(".drop").waitFor();
  await clean(visitor.page, "files-panel-drop", "usher-widget");
  await drop(visitor.panel, [sunrise]);
  await sees_image(visitor.log, sunrise.name);
  await agent.accept();
  await sees_image(agent.log, sunrise.name);
  await visitor.page.reload();
  await visitor.open_panel();
  await sees_image(visitor.log, sunrise.name);
});

test("several files are messages in their order, saved with their names and bytes", async () => {
  const more = [list, text_file("二.md", "# 2"), text_file("三.csv", "3,3")];
  await choose(more);
  for (const { name } of more) await link(agent.log, name).waitFor();
  const names = (await agent.messages()).map(({ text }) => text).slice(-3);
  for (const [index, { name }] of more.entries()) assert.ok(names[index].startsWith(name), name);
  assert.deepEqual(await saved(link(agent.log, list.name)), {
    name: list.name,
    bytes: list.buffer,
  });
  assert.deepEqual(await saved(link(visitor.log, list.name)), {
    name: list.name,
    bytes: list.buffer,
  });
  await clean(visitor.page, "files-panel", "usher-widget");
  await clean(agent.page, "files-console");
});

test("the page hears of files, not of their names", async () => {
  const heard = visitor.page.evaluate(
    () => new Promise((resolve) => window.Usher("once", "file", resolve)),
  );
  await paste(visitor.composer, [sunrise]);
  const { conversation, seq, image } = await heard;
  assert.match(conversation, /^c_/);
  assert.ok(seq > 0);
  assert.equal(image, true);
});

test("text from an office is pasted as text, whatever picture is beside it", async () => {
  await visitor.composer.evaluate((box) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", "398");
    clipboardData.setData("text/html", "<td>398</td>");
    clipboardData.items.add(new File(["x"], "image.png", { type: "image/png" }));
    const how = { clipboardData, bubbles: true, cancelable: true, composed: true };
    const event = new ClipboardEvent("paste", how);
    box.dispatchEvent(event);
    if (event.defaultPrevented) throw new Error("it was taken as a file");
  });
  assert.equal(await on_its_way().count(), 0);
});

test("what is too large or empty is told before it is sent, a program when it is", async () => {
  let asked = 0;
  await visitor.page.route(uploads, (route) => ((asked += 1), route.fallback()));
  await choose(await sparse_file(folder, "电影.mp4", 10 * 1024 * 1024 + 1));
  await choose([text_file("空.txt", "")]);
  await visitor.panel.getByText("文件太大，最大 10 MB").waitFor();
  await visitor.panel.getByText("这个文件是空的").waitFor();
  assert.equal(asked, 0);
  await choose([text_file("photo.png", "MZ\x90\x00 this program cannot be run in DOS mode")]);
  await visitor.panel.getByText("不能发送程序文件").waitFor();
  assert.equal(asked, 1);
  assert.equal(await visitor.panel.getByRole("button", { name: "重试" }).count(), 0);
  await clean(visitor.page, "files-panel-refused", "usher-widget");
  for (const name of ["电影.mp4", "空.txt", "photo.png"])
    await visitor.panel.getByRole("button", { name: `移除: ${name}` }).click();
  assert.equal(await on_its_way().count(), 0);
  await visitor.page.unroute(uploads);
});

test("one that is cancelled on its way is not sent; those behind it are", async () => {
  const held = await hold(visitor.page, uploads);
  const [wrong, right] = [text_file("错.txt", "wrong"), text_file("对.txt", "right")];
  await choose([wrong, right]);
  await held.arrived;
  await clean(visitor.page, "files-panel-sending", "usher-widget");
  await visitor.panel.getByRole("button", { name: `取消: ${wrong.name}` }).click();
  held.let_go();
  await link(agent.log, right.name).waitFor();
  assert.equal(await link(agent.log, wrong.name).count(), 0);
  assert.equal(await on_its_way().count(), 0);
});

test("the server is killed while a file goes up: it waits, and goes when tried again", async () => {
  const held = await hold(visitor.page, uploads);
  const late = text_file("晚到.txt", "late");
  await choose([late]);
  await held.arrived;
  await stage.server.kill();
  held.let_go();
  await visitor.panel.getByText("网络未连接，联网后请重试").waitFor();
  await choose([text_file("离线.txt", "offline")]);
  await until("both wait", async () => (await on_its_way().count()) === 2);
  await stage.server.run();
  await until("the line is live", () =>
    visitor.page.evaluate(() => window.Usher("get", "connected")),
  );
  for (const name of [late.name, "离线.txt"]) {
    await on_its_way().filter({ hasText: name }).getByRole("button", { name: "重试" }).click();
    await link(visitor.log, name).waitFor();
  }
  await link(agent.log, late.name).waitFor();
  await link(agent.log, "离线.txt").waitFor();
  assert.equal(await link(agent.log, late.name).count(), 1);
});

test("an agent looks at what it pastes and drops before it sends it, with words", async () => {
  const chips = agent.page.locator(".file-chip");
  await paste(agent.composer, [{ ...sunrise, name: "茶园.png" }]);
  await chips.filter({ hasText: "茶园.png" }).waitFor();
  await drag_over(agent.page.locator("#conversation"), [list]);
  await agent.page.locator("[data-drop]").waitFor();
  await picture(agent.page, "files-console-drop");
  await drop(agent.page.locator("#conversation"), [list]);
  await agent.page.getByRole("button", { name: `Remove ${list.name}` }).waitFor();
  await clean(agent.page, "files-console-chips");
  await agent.composer.fill("我们的茶园");
  const attach = agent.page.locator(".composer input[type=file]");
  await attach.setInputFiles([text_file("a.sh", "#!/bin/sh\n")]);
  await agent.page.getByText("Programs can't be sent.").waitFor();
  await agent.composer.press("Enter");
  assert.equal(await chips.count(), 3, "nothing goes while something is wrong");
  await agent.page.getByRole("button", { name: "Remove a.sh" }).click();
  await agent.composer.press("Enter");
  await sees_image(visitor.log, "茶园.png");
  await visitor.log.getByText("我们的茶园").waitFor();
  await sees_image(agent.log, "茶园.png");
  assert.equal(await chips.count(), 0);
  const mine = (await agent.messages()).filter((each) => each.mine).map(({ text }) => text);
  assert.equal(mine[0], "我们的茶园");
  assert.ok(mine[1].startsWith(list.name));
  await picture(visitor.page, "files-panel-answered");
});

test("an upload that the agent cancels is gone, one that failed is tried again", async () => {
  const held = await hold(agent.page, "**/api/v1/files?*");
  await paste(agent.composer, [text_file("x.txt", "x")]);
  await held.arrived;
  await agent.page.getByText("You can send once the files are uploaded.").waitFor();
  await agent.page.getByRole("button", { name: "Cancel the upload of x.txt" }).click();
  held.let_go();
  assert.equal(await agent.page.locator(".file-chip").count(), 0);
  await agent.page.route("**/api/v1/files?*", (route) => route.abort());
  await paste(agent.composer, [text_file("y.txt", "y")]);
  await agent.page.getByText("The server can't be reached. Try again.").waitFor();
  await agent.page.unroute("**/api/v1/files?*");
  await agent.page.getByRole("button", { name: "Try again" }).click();
  await agent.page.getByRole("button", { name: "Remove y.txt" }).waitFor();
  await agent.composer.press("Enter");
  await link(visitor.log, "y.txt").waitFor();
});

test("a canned reply is given a file, found by it, and sent with it", async () => {
  const { page } = agent;
  await page.getByRole("button", { name: /^Account menu/ }).click();
  await page.getByRole("menuitem", { name: "Canned replies" }).click();
  await page.getByRole("button", { name: "New canned reply" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Name", { exact: true }).fill("价目表");
  await form.getByLabel("Text", { exact: true }).fill("这是我们的价目表");
  await form.locator("input[type=file]").setInputFiles([list]);
  await form.getByRole("button", { name: `Remove ${list.name}` }).waitFor();
  await clean(page, "files-console-canned-form");
  await form.getByRole("button", { name: "Save" }).click();
  await form.waitFor({ state: "hidden" });
  await clean(page, "files-console-canned-table");
  await page.getByRole("button", { name: "Edit 价目表" }).click();
  await form.getByLabel("Text", { exact: true }).fill("您要的价目表");
  await form.getByRole("button", { name: "Save" }).click();
  await form.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Back to the conversations" }).click();
  await agent.composer.fill("/jmb");
  await page.getByRole("option", { name: /价目表/ }).getByText(list.name).waitFor();
  await clean(page, "files-console-canned-picker");
  await agent.composer.press("Enter");
  await page.locator(".file-chip").filter({ hasText: list.name }).waitFor();
  assert.equal(await agent.composer.inputValue(), "您要的价目表");
  const before = await link(visitor.log, list.name).count();
  await agent.composer.press("Enter");
  await visitor.log.getByText("您要的价目表").waitFor();
  assert.equal(await link(visitor.log, list.name).count(), before + 1);
  assert.deepEqual((await saved(link(visitor.log, list.name).last())).bytes, list.buffer);
});

test("a message whose file the server does not know any more says so", async () => {
  await visitor.page.route(uploads, (route) =>
    route.fulfill({
      status: 201,
      json: { ticket: "long gone", key: "0", name: "旧.txt", bytes: 3, image: false },
    }),
  );
  await choose([text_file("旧.txt", "old")]);
  await visitor.panel.getByText("文件已失效，请重新选择").waitFor();
  await picture(visitor.page, "files-panel-expired");
  await visitor.panel.getByRole("button", { name: "移除", exact: true }).click();
  await visitor.panel.getByText("文件已失效，请重新选择").waitFor({ state: "hidden" });
  await visitor.page.unroute(uploads);
});

test("watchers see files, too", async () => {
  const admin = await stage.admin(desk);
  await admin.page.getByRole("tab", { name: /^Colleagues/ }).click();
  await admin.page.getByRole("option").first().click();
  await admin.page.getByRole("button", { name: /^Watch/ }).click();
  await sees_image(admin.log, "茶园.png");
  await admin.leave();
});

test("on a visitor's phone and in English all of it is as clear", async () => {
  const small = await stage.visitor("/demo/index.html", phone);
  await small.page.evaluate(() => window.Usher("setLocale", "en"));
  await small.open_panel();
  await small.pick_queue(/Sales/);
  await small.panel.locator("input[type=file]").setInputFiles([sunrise, list]);
  await sees_image(small.log, sunrise.name);
  await link(small.log, list.name).waitFor();
  const held = await hold(small.page, uploads);
  await small.panel
    .locator("input[type=file]")
    .setInputFiles([text_file("A rather long name of a file that does not fit here.txt", "x")]);
  await held.arrived;
  await small.panel.locator("input[type=file]").setInputFiles([text_file("empty.txt", "")]);
  await clean(small.page, "files-panel-phone", "usher-widget");
  held.let_go();
  await small.leave();
});

test("on an agent's phone and in Chinese all of it is as clear", async () => {
  const mobile = await Agent.at_the_door(stage.browser, stage.server.console_base, phone);
  await mobile.sign_in(stage.credentials.agent);
  const { page } = mobile;
  await page.getByRole("button", { name: /^Account menu/ }).click();
  await page.getByRole("menuitemradio", { name: "简体中文" }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("option").first().click();
  const box = page.getByRole("textbox", { name: "回复", exact: true });
  await sees_image(page.getByRole("log"), "茶园.png");
  await paste(box, [sunrise, list, text_file("空.txt", "")]);
  await page.getByText("这是空文件。").waitFor();
  await page.getByRole("button", { name: `移除 ${list.name}` }).waitFor();
  await clean(page, "files-console-phone");
  await box.fill("/jmb");
  await page.getByRole("option", { name: /价目表/ }).waitFor();
  await clean(page, "files-console-phone-picker");
  await mobile.leave();
});

test("nothing of this was an error to the pages", () => {
  const expected = /Failed to load resource|ERR_|WebSocket/;
  const odd = [...visitor.errors, ...agent.errors].filter((text) => !expected.test(text));
  assert.deepEqual(odd, []);
});
