// Rules that invite visitors: written by an administrator, tried, and followed from the page to the
// reasons.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe_findings } from "../kit/axe.mjs";
import { picture } from "../kit/browser.mjs";
import { Stage } from "../kit/stage.mjs";

const words = "这款正在做活动，需要帮忙吗？ Can I help?";
const calm = { reducedMotion: "reduce" };
let stage, agent, admin, page;

before(async () => {
  stage = await Stage.set();
  agent = await stage.agent({ ...calm, viewport: { width: 1280, height: 800 } });
  admin = await stage.admin({ ...calm, viewport: { width: 1024, height: 900 } });
  page = admin.page;
});
after(() => stage?.strike());

const form = () => page.getByRole("dialog");
const field = (label) => form().getByLabel(label, { exact: true });
const bubble = (visitor) => visitor.widget.locator(".invite");
const save = async () => {
  await form().getByRole("button", { name: "Save" }).click();
  await form().waitFor({ state: "hidden" });
};

test("an administrator writes a rule, is told what is wrong, and tries it", async () => {
  await page.getByRole("button", { name: /^Account menu/ }).click();
  await page.getByRole("menuitem", { name: "Administration" }).click();
  await page.getByRole("button", { name: "Invitations", exact: true }).click();
  await page.getByText("There are no rules yet").waitFor();
  await picture(page, "rules-empty");
  await page.getByRole("button", { name: "New rule" }).click();
  await field("Name").fill("活动页");
  await field("Condition 1: what it looks at").selectOption("url");
  await field("Invitation").fill(words);
  await form().getByRole("button", { name: "Save" }).click();
  await form().getByText("A value is needed").waitFor();
  await field("Condition 1: value").fill("/product");
  await form().getByRole("button", { name: "Add group" }).click();
  const group = form().getByRole("group", { name: "Group of conditions" });
  await group.getByLabel("Condition 1: what it looks at").selectOption("event");
  await group.getByLabel("Condition 1: which one").fill("looked_closely");
  await group.getByRole("button", { name: "Add condition" }).click();
  await group.getByLabel("Condition 2: what it looks at").selectOption("exit_intent");
  await form().getByText("Conditions", { exact: true }).scrollIntoViewIfNeeded();
  await picture(page, "rules-conditions");
  await form().getByText("Limits and hold-out group").click();
  await field("Held out, in percent").fill("0");

  const visitor = await stage.visitor("/demo/product.html", calm);
  await agent.page.getByRole("button", { name: "Visitors", exact: true }).click();
  await agent.page.locator(".visitor-row").first().waitFor();
  await form().getByRole("button", { name: "Try it on the visitors of now" }).click();
  await form().getByText("Of 1 on the sites now, 0 would be invited at once").waitFor();
  await form().locator(".rule-dry-run summary").first().click();
  await picture(page, "rules-form");
  assert.deepEqual(await axe_findings(page), []);
  await save();
  await page.getByRole("row").filter({ hasText: "活动页" }).waitFor();
  await visitor.leave();
});

test("what a page tells makes the rule invite; a pointer that leaves does, too", async () => {
  const visitor = await stage.visitor("/demo/product.html", calm);
  await agent.page.locator(".visitor-row").filter({ hasText: "Browsing" }).first().click();
  await agent.page.getByText("Why did rules (not) invite?").click();
  await agent.page.locator(".rule-why summary").getByText("Conditions do not hold").click();
  await agent.page.getByText("Page event, times “looked_closely” at least 1").waitFor();
  await picture(agent.page, "rules-why");
  assert.deepEqual(await axe_findings(agent.page), []);
  await visitor.page.evaluate(() => window.Usher("trackEvent", "looked_closely"));
  await bubble(visitor).getByText(words).waitFor();
  await agent.page.getByRole("button", { name: "Look again" }).click();
  await agent.page.getByText("Invited in this visit").waitFor();

  const other = await stage.visitor("/demo/product.html", calm);
  await other.page.evaluate(() =>
    document.documentElement.dispatchEvent(new MouseEvent("mouseleave", { clientY: -2 })),
  );
  await bubble(other).getByText(words).waitFor();
  await bubble(other).getByRole("button", { name: /Not now|暂不需要/ }).click();
});

test("the page says what came of the rule", async () => {
  await page.getByRole("button", { name: "Account", exact: true }).click();
  await page.getByRole("button", { name: "Invitations", exact: true }).click();
  await page.getByText("Shown 2 · accepted 0 · refused 1 · withheld 0").waitFor();
  await picture(page, "rules");
  assert.deepEqual(await axe_findings(page), []);
  // One rule was refused, on purpose.
  assert.equal(admin.errors.length, 1);
  assert.match(admin.errors[0], /400/);
  assert.deepEqual(agent.errors, []);
});

test("on a phone a rule can be written, too", async () => {
  await page.setViewportSize({ width: 390, height: 780 });
  await picture(page, "rules-phone");
  await page.getByRole("button", { name: "Edit 活动页" }).click();
  await form().getByText("Conditions", { exact: true }).scrollIntoViewIfNeeded();
  await picture(page, "rules-form-phone");
  assert.deepEqual(await axe_findings(page), []);
});
