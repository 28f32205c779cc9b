// Where visitors are, by a file of the owner's: in the table, beside the conversation, in the
// profile; and not a word of it without a file.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { files, region_file } from "../../support/regions.mjs";
import { axe_findings } from "../kit/axe.mjs";
import { picture } from "../kit/browser.mjs";
import { Crowd } from "../kit/crowd.mjs";
import { BINARY } from "../kit/server.mjs";
import { Stage } from "../kit/stage.mjs";
import { visitor_says } from "../kit/story.mjs";

const looks = { reducedMotion: "reduce", viewport: { width: 1280, height: 800 } };
// China, the United States, Japan, and nowhere.
const ADDRESSES = ["203.0.113.7", "203.0.113.200", "198.51.100.1", "2001:db8:1::7", "8.8.8.8"];
let folder, stage, agent, page, crowd;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "usher-regions-"));
  const path = await file("cities");
  stage = await Stage.set(`region_file = "${path}"\ntrusted_proxies = ["127.0.0.1"]\n`);
  agent = await stage.agent({ ...looks });
  page = agent.page;
});
after(async () => {
  crowd?.leave();
  await stage?.strike();
  await rm(folder, { recursive: true });
});

const file = async (kind) => {
  const path = join(folder, `${kind}.mmdb`);
  await writeFile(path, region_file(files[kind]));
  return path;
};
const clean = async (name) => {
  await picture(page, name);
  assert.deepEqual(await axe_findings(page), [], name);
};
const rows = () => page.getByRole("grid").locator(".visitor-row");
const visitors = (name = "Visitors") => page.getByRole("button", { name, exact: true }).click();

test("the table tells each visitor's region, is narrowed to one, and sorted", async () => {
  crowd = await Crowd.gather(stage.server.port, 25, 25, ADDRESSES);
  await visitors();
  await page.getByText("25 on the sites").waitFor();
  await rows().getByText("Shenzhen, Guangdong").first().waitFor();
  await clean("regions");
  const choice = page.getByRole("combobox", { name: "Region" });
  await choice.getByRole("option", { name: "California" }).waitFor({ state: "attached" });
  const options = await choice.getByRole("option").allInnerTexts();
  assert.deepEqual(options, [
    "All regions",
    "China",
    "China · Beijing",
    "China · Guangdong",
    "Japan",
    "United States",
    "United States · California",
  ]);
  await choice.selectOption("China");
  await page.getByText("10 of 25").waitFor();
  await choice.selectOption("China · Guangdong");
  await page.getByText("5 of 25").waitFor();
  for (const text of await rows().allInnerTexts()) assert.match(text, /Shenzhen/);
  await page.getByRole("button", { name: "Clear filters" }).click();
  await page.getByRole("searchbox").fill("深圳");
  await page.getByText("5 of 25").waitFor();
  await page.getByRole("button", { name: "Clear filters" }).click();
  const heading = page.getByRole("columnheader", { name: "Region" });
  await heading.getByRole("button").click();
  assert.match((await rows().allInnerTexts())[0], /Beijing/);
  await heading.getByRole("button").click();
  assert.match((await rows().allInnerTexts())[0], /Fresno/);
  await rows().first().click();
  await agent.details.getByText("Fresno, California, United States").waitFor();
});

test("beside the conversation and in the profile, in the agent's language", async () => {
  const visitor = await stage.visitor("/demo/product.html", {}, stage.server.base);
  await visitor.open_panel();
  await visitor.pick_queue(/Sales/);
  await visitor.write(visitor_says(1));
  await page.getByRole("button", { name: /^Conversations/ }).click();
  await agent.accept();
  await agent.sees_words("Shenzhen, Guangdong, China");
  await page.getByRole("button", { name: /^Account/ }).click();
  await page.getByRole("menuitemradio", { name: "简体中文" }).click();
  await page.keyboard.press("Escape");
  await agent.sees_words("中国 广东 深圳");
  await clean("regions-conversation-chinese");
  await page.getByRole("button", { name: "查看完整资料" }).click();
  const profile = page.getByRole("complementary", { name: "客户资料" });
  await profile.getByText(/中国 广东 深圳/).waitFor();
  await clean("regions-profile-chinese");
  await visitors("在线访客");
  await rows().getByText("广东 深圳").first().waitFor();
  await clean("regions-chinese");
});

test("a file that tells no countries is refused before anything is served", async () => {
  const usher = (command, path) =>
    spawnSync(BINARY, [...command, "--region-file", path], { encoding: "utf8" });
  const foreign = await file("networks");
  const serve = ["serve", "--data", join(folder, "data"), "--listen", "127.0.0.1:0"];
  for (const command of [["check-config"], serve]) {
    const { status, stderr } = usher(command, foreign);
    assert.equal(status, 2);
    assert.match(stderr, /region file .*networks\.mmdb: tells no countries: its type is Test-ASN/);
  }
  assert.match(usher(["check-config"], join(folder, "none")).stderr, /none: no such file/);
  assert.equal(usher(["check-config"], await file("cities")).status, 0);
});

test("without a file there is no column, no filter and no line", async () => {
  const elsewhere = await Stage.set();
  try {
    const watching = await elsewhere.agent({ ...looks });
    await elsewhere.visitor("/demo/product.html", {}, elsewhere.server.base);
    await watching.page.getByRole("button", { name: "Visitors", exact: true }).click();
    await watching.page.getByText("1 on the sites").waitFor();
    assert.equal(await watching.page.getByText(/Region/).count(), 0);
    assert.equal(await watching.page.getByRole("combobox", { name: /egion/ }).count(), 0);
  } finally {
    await elsewhere.strike();
  }
});
