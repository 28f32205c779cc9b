// What the staff say of a person: edited where it stands, with notes, tags and fields of the
// account's own; two who are one are merged; people go out as a table and come back.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { axe_findings } from "../kit/axe.mjs";
import { picture } from "../kit/browser.mjs";
import { Stage } from "../kit/stage.mjs";
import { until } from "../kit/until.mjs";

const looks = { reducedMotion: "reduce", viewport: { width: 1280, height: 900 } };
let stage, agent, admin, page;

before(async () => {
  stage = await Stage.set();
  agent = await stage.agent({ ...looks });
  admin = await stage.admin({ ...looks });
  page = admin.page;
});
after(() => stage?.strike());

const clean = async (name) => {
  await picture(page, name);
  assert.deepEqual(await axe_findings(page), [], name);
};
const dialog = () => page.getByRole("dialog");
const profile = () => page.getByRole("complementary", { name: "Profile" });
const pane = () => agent.page.getByRole("region", { name: "Visitor details" });
const results = () => page.getByRole("region", { name: "Results" });
const edit = async (name, value) => {
  await profile().getByRole("button", { name: `Edit: ${name}` }).click();
  await profile().getByRole("textbox", { name, exact: true }).fill(value);
  await page.keyboard.press("Enter");
  await profile().getByRole("button", { name: `Edit: ${name}` }).getByText(value).waitFor();
};
// The archive may be a moment behind: asked until it knows.
const look_at = async (words) => {
  const row = results().getByRole("listitem").filter({ hasText: words }).first();
  await until(`${words} is found`, async () => {
    await page.getByRole("searchbox").fill("");
    await page.getByRole("searchbox").fill(words);
    return row.waitFor({ timeout: 2_000 }).then(
      () => true,
      () => false,
    );
  });
  await row.getByRole("button").click();
};

test("an administrator makes a field of the account's own", async () => {
  await page.getByRole("button", { name: /^Account menu/ }).click();
  await page.getByRole("menuitem", { name: "Administration" }).click();
  await page.getByRole("button", { name: "People", exact: true }).click();
  await page.getByText("No fields yet").waitFor();
  await page.getByRole("button", { name: "New field" }).click();
  await dialog().getByRole("textbox", { name: "Label" }).fill("Level");
  await dialog().getByRole("textbox", { name: "Key" }).fill("Not a key");
  await dialog().getByRole("combobox", { name: "Kind" }).selectOption("choice");
  await dialog().getByRole("textbox", { name: "Options" }).fill("gold\nsilver");
  await dialog().getByRole("button", { name: "Save" }).click();
  await dialog().getByText(/Small letters/).waitFor();
  await dialog().getByRole("textbox", { name: "Key" }).fill("level");
  await dialog().getByRole("button", { name: "Save" }).click();
  await page.getByText("Choice: gold, silver").waitFor();
  await clean("console-people-fields");
});

test("a profile is edited where it stands, and the agent sees the new name", async () => {
  const visitor = await stage.visitor("/demo/product.html", {}, stage.server.base);
  await stage.conversation(visitor, agent, "想问一下龙井");
  await page.getByRole("button", { name: "History", exact: true }).click();
  await look_at("龙井");
  await page.getByRole("button", { name: "Profile" }).click();
  await profile().getByText("Timeline").waitFor();
  await edit("Name", "王薇");
  await pane().getByText("王薇").waitFor();
  await profile().getByRole("button", { name: "Edit: Email" }).click();
  await profile().getByRole("textbox", { name: "Email" }).fill("no address");
  await page.keyboard.press("Enter");
  await profile().getByText("This value can't be used").waitFor();
  await page.keyboard.press("Escape");
  await edit("Email", "wei@x.example");
  await profile().getByRole("button", { name: "Edit: Level" }).click();
  await profile().getByRole("combobox", { name: "Level" }).selectOption("gold");
  await page.keyboard.press("Enter");
  await profile().getByRole("button", { name: "Edit: Level" }).getByText("gold").waitFor();
});

test("notes and tags are kept of a person, and shown beside its conversation", async () => {
  await profile().getByRole("textbox", { name: "New tag of the person" }).fill("老客户");
  await page.keyboard.press("Enter");
  await profile().getByRole("button", { name: /老客户/ }).waitFor();
  await profile().getByRole("textbox", { name: /worth knowing/ }).fill("只喝明前茶");
  await page.keyboard.press("Enter");
  await profile().getByText("只喝明前茶", { exact: true }).waitFor();
  await profile().getByText("History of edits").click();
  await profile().getByText("(empty)").first().waitFor();
  await clean("console-profile");
  await agent.page.reload();
  await agent.page.getByText("想问一下龙井").first().click();
  await pane().getByText("只喝明前茶", { exact: true }).waitFor();
  await picture(agent.page, "console-person-notes");
});

test("two with one address are merged after a warning, and split again", async () => {
  const other = await stage.visitor("/demo/product.html", {}, stage.server.base);
  await stage.conversation(other, agent, "还有碧螺春吗");
  await page.getByRole("button", { name: "Messages", exact: true }).click();
  await look_at("碧螺春");
  await page.getByRole("button", { name: "Profile" }).click();
  await edit("Email", "WEI@x.example");
  await profile().getByRole("button", { name: "Merge", exact: true }).click();
  await dialog().getByText(/has not confirmed/).waitFor();
  await clean("console-merge");
  await dialog().getByRole("button", { name: "Merge", exact: true }).click();
  await profile().getByText("Visits: 2 · conversations: 2").waitFor();
  await clean("console-profile-merged");
  await profile().getByRole("button", { name: "Undo the merge" }).click();
  await dialog().getByRole("button", { name: "Undo the merge" }).click();
  await profile().getByText("Visits: 1 · conversations: 1").waitFor();
});

test("people are found by tags, go out as a table, and one comes in, tried first", async () => {
  await page.getByRole("button", { name: "People", exact: true }).click();
  await look_at("老客户");
  await profile().getByText("王薇").first().waitFor();
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as CSV" }).click();
  const csv = await readFile(await (await saving).path(), "utf8");
  assert.ok(csv.startsWith("\u{FEFF}visitor,external_id,"));
  assert.match(csv, /王薇/);
  const file = join(tmpdir(), `usher-people-${process.pid}.csv`);
  const visitor = csv.split("\r\n")[1].split(",")[0];
  await writeFile(file, `visitor,name,level\n${visitor},王小薇,silver\nv_1,x,gold\n`);
  await page.locator("input[type=file][accept='.csv,text/csv']").setInputFiles(file);
  await dialog().getByText(/Line 3/).waitFor();
  await clean("console-import");
  await dialog().getByRole("button", { name: "Change people: 1" }).click();
  await page.getByText("People changed: 1").waitFor();
  await page.getByRole("searchbox").fill("王小薇");
  await results().getByText("王小薇").first().waitFor();
  await clean("console-people");
});
