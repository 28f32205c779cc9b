// The main job: a visitor of a shop and an agent at the console talk.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { picture } from "../kit/browser.mjs";
import { Stage } from "../kit/stage.mjs";
import { agent_says, same_story, visitor_says } from "../kit/story.mjs";

let stage, agent, visitor;

before(async () => {
  stage = await Stage.set();
  agent = await stage.agent();
  visitor = await stage.visitor("/demo/product.html", {}, stage.server.base);
});
after(() => stage?.strike());

test("a question rings at an agent, who sees it and accepts", async () => {
  await visitor.open_panel();
  await picture(visitor.page, "panel-empty");
  await visitor.pick_queue(/Sales/);
  await visitor.write(visitor_says(1));
  await visitor.is_told("waiting");
  await agent.offer.getByText(visitor_says(1)).waitFor();
  await picture(agent.page, "console-offer");
  await picture(visitor.page, "panel-waiting");
  await agent.accept();
  await agent.sees(visitor_says(1));
  await visitor.is_told("assigned");
});

test("the agent sees the page that the visitor is on", async () => {
  await agent.sees_words(/\/demo\/product\.html/);
});

test("both see the other one typing, and that it stops", async () => {
  await agent.composer.pressSequentially("ag");
  await visitor.typing.waitFor();
  await agent.composer.fill("");
  await visitor.typing.waitFor({ state: "hidden" });
  await visitor.composer.pressSequentially("vi");
  await agent.log.getByText(/is typing/).waitFor();
  await visitor.composer.fill("");
  await agent.log.getByText(/is typing/).waitFor({ state: "hidden" });
});

test("messages go both ways, and both learn that they were read", async () => {
  await agent.write(agent_says(1));
  await visitor.sees(agent_says(1));
  await agent.sees_progress("Read");
  await visitor.write(visitor_says(2));
  await agent.sees(visitor_says(2));
  await visitor.sees_progress("read");
  await same_story(visitor, agent, [visitor_says(1), agent_says(1), visitor_says(2)]);
  await picture(visitor.page, "panel-conversation");
  await picture(agent.page, "console-conversation");
});

test("the agent puts the conversation on hold and takes it back; the visitor is told", async () => {
  await agent.page.getByRole("button", { name: "Put on hold", exact: true }).click();
  await agent.page.locator(".row .state", { hasText: "On hold" }).waitFor();
  await agent.page.getByRole("button", { name: /My status.*0 \/ / }).waitFor();
  await visitor.is_told("held");
  await picture(agent.page, "console-held");
  await picture(visitor.page, "panel-held");
  await agent.page.getByRole("button", { name: "Take back", exact: true }).click();
  await visitor.is_told("in_service");
  await agent.page.getByRole("button", { name: /My status.*1 \/ / }).waitFor();
});

test("a closed panel counts what it did not show", async () => {
  await visitor.launcher.click();
  await visitor.panel.waitFor({ state: "hidden" });
  await agent.write(agent_says(2));
  await visitor.widget.locator(".badge").getByText("1").waitFor();
  await visitor.launcher.click();
  await visitor.sees(agent_says(2));
});

test("text is only text, whatever it looks like", async () => {
  const nasty = 'visitor <img src=x onerror="document.title=1"> & <b>b</b> </script>';
  await visitor.write(nasty);
  await agent.sees(nasty);
  assert.equal(await agent.page.locator(".bubble img, .bubble b").count(), 0);
});

test("the agent closes; both see it, and the visitor may ask again", async () => {
  await agent.close_conversation();
  await visitor.is_told("ended");
  await picture(visitor.page, "panel-closed");
  await visitor.reopen();
  await agent.accept();
});

test("nothing was logged as an error on either side", () => {
  assert.deepEqual([...visitor.errors, ...agent.errors], []);
});
