// axe finds nothing on any view, in light and in dark.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Agent } from "../kit/agent.mjs";
import { axe_findings } from "../kit/axe.mjs";
import { picture } from "../kit/browser.mjs";
import { Stage } from "../kit/stage.mjs";
import { agent_says, visitor_says } from "../kit/story.mjs";

let stage;

before(async () => {
  stage = await Stage.set();
});
after(() => stage?.strike());

async function clean(page, view, scope) {
  await picture(page, view);
  assert.deepEqual(await axe_findings(page, scope), [], view);
}

for (const colorScheme of ["light", "dark"]) {
  // Moving things have half a contrast; who looks has asked for less motion.
  const options = { colorScheme, reducedMotion: "reduce" };
  const widget = (visitor, view) => clean(visitor.page, `${view}-${colorScheme}`, "usher-widget");
  const desk = (agent, view) => clean(agent.page, `${view}-${colorScheme}`);

  test(`every view of widget and console is clean in ${colorScheme}`, async (t) => {
    const { agent: credentials } = stage.credentials;
    const visitor = await stage.visitor("/demo/index.html", options);
    const agent = await Agent.at_the_door(stage.browser, stage.server.console_base, options);

    await t.test("launcher", () => widget(visitor, "launcher"));
    await visitor.open_panel();
    await t.test("panel, empty", () => widget(visitor, "panel-empty"));
    await t.test("console, sign-in", () => desk(agent, "console-sign-in"));
    await agent.sign_in(credentials);
    await agent.go_online();
    await t.test("console, empty", () => desk(agent, "console-empty"));

    await visitor.pick_queue(/Sales/);
    await visitor.write(visitor_says(1));
    await visitor.is_told("waiting");
    await t.test("panel, waiting", () => widget(visitor, "panel-waiting"));
    await agent.offer.waitFor();
    await t.test("console, offer", () => desk(agent, "console-offer"));

    await agent.accept();
    await agent.write(agent_says(1));
    await visitor.sees(agent_says(1));
    await t.test("panel, conversation", () => widget(visitor, "panel-conversation"));
    await t.test("console, conversation", () => desk(agent, "console-conversation"));

    for (const [key, name] of [
      ["t", "Transfer this conversation"],
      ["?", "Keyboard shortcuts"],
      ["Control+k", "Commands"],
    ]) {
      await agent.composer.press("Escape");
      await agent.page.keyboard.press(key);
      const dialog = agent.page.getByRole("dialog");
      await dialog.waitFor();
      await t.test(`console, ${name}`, () => desk(agent, `console-${name.toLowerCase()}`));
      await agent.page.keyboard.press("Escape");
      await dialog.waitFor({ state: "hidden" });
    }
    await agent.page.getByRole("button", { name: "Alerts" }).click();
    await t.test("console, alerts", () => desk(agent, "console-alerts"));
    await agent.page.keyboard.press("Escape");

    await agent.close_conversation();
    await visitor.is_told("ended");
    await t.test("panel, closed", () => widget(visitor, "panel-closed"));
    await t.test("console, closed", () => desk(agent, "console-closed"));
    await visitor.leave();
    await agent.leave();
  });
}
