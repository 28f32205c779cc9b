// Privacy: nothing is kept before the visitor agrees; its data is downloaded and deleted by itself
// and by an admin; how long data is kept, and the log.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { axe_findings } from "../kit/axe.mjs";
import { person, picture } from "../kit/browser.mjs";
import { Stage } from "../kit/stage.mjs";
import { until } from "../kit/until.mjs";
import { Visitor } from "../kit/visitor.mjs";

const looks = { reducedMotion: "reduce", viewport: { width: 1280, height: 800 } };
let stage, admin, agent, visitor;

before(async () => {
  stage = await Stage.set();
  agent = await stage.agent({ ...looks });
  admin = await stage.admin({ ...looks });
});
after(() => stage?.strike());

const clean = async ({ page }, name, root) => {
  await picture(page, name);
  assert.deepEqual(await axe_findings(page, root), [], name);
};

// The demo's page, as an owner writes it who asks for consent.
async function asked(consent) {
  const one = new Visitor();
  const { context, errors } = await person(stage.browser, { ...looks, locale: "en" });
  Object.assign(one, { context, errors, base: stage.server.base, sockets: [] });
  one.page = await context.newPage();
  one.page.on("websocket", (socket) => one.sockets.push(socket.url()));
  // Chromium lets a page that a test wrote open no socket to this machine: it falls back to polls.
  one.page.on("request", (request) => {
    if (/\/(poll|api)\//.test(request.url())) one.sockets.push(request.url());
  });
  await one.page.route("**/demo/product.html", async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text()).replace(
      'data-site="s_demo"',
      `data-site="s_demo" data-consent="${consent}"`,
    );
    await route.fulfill({ response: answer, body });
  });
  await one.go("/demo/product.html");
  return one;
}

const kept = ({ page }) =>
  page.evaluate(() => [
    ...Object.keys(localStorage).filter((key) => key.startsWith("usher:")),
    ...Object.keys(sessionStorage),
    document.cookie,
  ]);

test("nothing is kept and nobody connects before the visitor agrees", async () => {
  const shy = await asked("required https://shop.example/privacy");
  await shy.launcher.click();
  const question = shy.panel.getByRole("group", { name: /我的数据|Your data/ });
  await question.waitFor();
  await clean(shy, "privacy-consent", "usher-widget");
  assert.deepEqual(await kept(shy), [""]);
  assert.deepEqual(shy.sockets, []);
  await question.getByRole("button", { name: /^(仅聊天|Just chat)$/ }).click();
  await shy.composer.waitFor();
  await until("it is connected", () => shy.sockets.length > 0);
  await shy.pick_queue(/Sales/);
  await shy.write("I say nothing of myself");
  await agent.accept();
  assert.deepEqual(await kept(shy), [""]);
  await shy.page.evaluate(() => window.Usher("setConsent", true));
  assert.ok((await kept(shy)).includes("usher:s_demo:consent"));
});

test("who agrees is known again, and not asked again", async () => {
  const sure = await asked("required");
  await sure.launcher.click();
  await sure.panel.getByRole("button", { name: /^(同意|I agree)$/ }).click();
  await sure.composer.waitFor();
  await until("it is known again", async () =>
    (await kept(sure)).includes("usher:s_demo:token"));
  await sure.go("/demo/product.html");
  await sure.open_panel();
});

test("a visitor downloads and deletes what is known of it", async () => {
  visitor = await stage.visitor("/demo/product.html", { ...looks });
  await visitor.open_panel();
  await visitor.pick_queue(/Sales/);
  await visitor.write("zanzibar 鹦鹉螺");
  await agent.accept();
  await visitor.panel.getByRole("button", { name: /我的数据|Your data/ }).click();
  const mine = visitor.panel.getByRole("group", { name: /我的数据|Your data/ });
  await clean(visitor, "privacy-mine", "usher-widget");
  const saving = visitor.page.waitForEvent("download");
  await mine.getByRole("button", { name: /下载|Download/ }).click();
  const told = JSON.parse(await readFile(await (await saving).path(), "utf8"));
  assert.ok(JSON.stringify(told).includes("zanzibar 鹦鹉螺"));
  await mine.getByRole("button", { name: /删除|Delete/ }).click();
  await clean(visitor, "privacy-sure", "usher-widget");
  await mine.getByRole("button", { name: /删除|Delete/ }).click();
  await mine.waitFor({ state: "hidden" });
  await until("its messages are gone", async () => (await visitor.messages()).length === 0);
});

test("an admin sees what would go, and the log", async () => {
  const { page } = admin;
  await page.getByRole("button", { name: /^Account menu/ }).click();
  await page.getByRole("menuitem", { name: "Administration" }).click();
  await page.getByRole("button", { name: "Privacy", exact: true }).click();
  await page.getByText("Erased data").first().waitFor();
  await clean(admin, "privacy-settings");
  await page.getByRole("button", { name: /^Edit/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Visits and pages").fill("1");
  await dialog.getByText(/^Would go now/).waitFor();
  await clean(admin, "privacy-retention");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByText("Days: 1").first().waitFor();
});

test("an admin exports and erases a person", async () => {
  const { page } = admin;
  const other = await stage.visitor("/demo/product.html", { ...looks });
  await other.open_panel();
  await other.pick_queue(/Sales/);
  await other.write("quokka");
  await page.getByRole("button", { name: "History", exact: true }).click();
  const search = page.getByRole("searchbox", { name: "Search all transcripts" });
  await search.fill("quokka");
  await page.getByRole("region", { name: "Results" }).getByText("quokka").click();
  await page.getByRole("button", { name: "Profile" }).click();
  const profile = page.getByRole("complementary", { name: "Profile" });
  const saving = page.waitForEvent("download");
  await profile.getByRole("button", { name: "Export all data" }).click();
  assert.match((await saving).suggestedFilename(), /^v_.*\.json$/);
  await profile.getByRole("button", { name: "Erase this person" }).scrollIntoViewIfNeeded();
  await clean(admin, "privacy-person");
  await profile.getByRole("button", { name: "Erase this person" }).click();
  const dialog = page.getByRole("dialog");
  await clean(admin, "privacy-erase");
  await dialog.getByRole("button", { name: "Erase this person" }).click();
  await page.getByText(/It is being erased/).waitFor();
  await until("its messages are gone", async () => (await other.messages()).length === 0);
});
