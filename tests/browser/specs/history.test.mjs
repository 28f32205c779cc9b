// What has been: an agent finds its own conversations by a word, a supervisor everybody's; a closed
// one is read again; a visitor's profile tells its visits; the funnel counts them.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe_findings } from "../kit/axe.mjs";
import { picture } from "../kit/browser.mjs";
import { Stage } from "../kit/stage.mjs";

const looks = { reducedMotion: "reduce", viewport: { width: 1280, height: 800 } };
let stage, agent, page, visitor;

before(async () => {
  stage = await Stage.set();
  agent = await stage.agent({ ...looks });
  page = agent.page;
});
after(() => stage?.strike());

const clean = async (name) => {
  await picture(page, name);
  assert.deepEqual(await axe_findings(page), [], name);
};
const history = () => page.getByRole("button", { name: "History", exact: true }).click();
const tab = (name) => page.getByRole("button", { name, exact: true }).click();
const search = (name) => page.getByRole("searchbox", { name });

test("a message is found by a word of Chinese, and its conversation is read again", async () => {
  visitor = await stage.visitor("/demo/product.html", {}, stage.server.base);
  await visitor.open_panel();
  await visitor.pick_queue(/Sales/);
  await visitor.write("你好，我想退款，订单号 A1234");
  await agent.accept();
  await agent.write("退款三天内到账");
  await history();
  await clean("history-empty");
  await search("Search all transcripts").fill("退款");
  const results = page.getByRole("region", { name: "Results" });
  await results.getByText("退款三天内到账").waitFor();
  assert.equal(await results.locator("mark").count(), 2);
  await results.getByText("你好").click();
  const reader = page.getByRole("complementary", { name: "Transcript" });
  await reader.getByText("退款三天内到账").waitFor();
  await clean("history-messages");
  await search("Search all transcripts").fill("没有这个词");
  await page.getByText("Nothing found").waitFor();
});

test("a visitor's profile tells a supervisor its visits with their pages", async () => {
  const admin = await stage.admin({ ...looks });
  page = admin.page;
  await history();
  await search("Search all transcripts").fill("A1234");
  await page.getByRole("region", { name: "Results" }).getByText("你好").click();
  await page.getByRole("button", { name: "Profile" }).click();
  const profile = page.getByRole("complementary", { name: "Profile" });
  await profile.getByText(/Pages: 1/).click();
  await profile.getByRole("link").first().waitFor();
  await clean("history-profile");
});

test("the funnel counts how far visits came, and is saved for a spreadsheet", async () => {
  await tab("Funnel");
  const table = page.getByRole("table");
  await table.waitFor();
  await clean("history-funnel");
  await page.getByRole("combobox", { name: "Group by" }).selectOption("source");
  await table.getByRole("rowheader", { name: "direct" }).waitFor();
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as CSV" }).click();
  assert.equal((await saving).suggestedFilename(), "usher-funnel-source.csv");
});

test("the pane beside a conversation leads to the whole profile", async () => {
  page = agent.page;
  await page.getByRole("button", { name: /^Conversations/ }).click();
  await page.getByRole("button", { name: "Whole profile" }).click();
  await page.getByRole("complementary", { name: "Profile" }).waitFor();
});
