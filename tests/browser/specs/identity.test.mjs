// A shop's backend says who is signed in, and an agent sees what was proven and what was only said;
// who signs out leaves nothing of it behind.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import { axe_findings } from "../kit/axe.mjs";
import { picture } from "../kit/browser.mjs";
import { Stage } from "../kit/stage.mjs";
import { agent_says, visitor_says } from "../kit/story.mjs";
import { until } from "../kit/until.mjs";

let stage, admin, agent, secret, visitor;

before(async () => {
  stage = await Stage.set();
  admin = await stage.admin({ viewport: { width: 1024, height: 768 } });
  agent = await stage.agent({ viewport: { width: 1280, height: 800 } });
});
after(() => stage?.strike());

const clean = async (page, name) => {
  await picture(page, name);
  assert.deepEqual(await axe_findings(page), [], name);
};
const dialog = () => admin.page.getByRole("dialog");
const press = (name) => dialog().getByRole("button", { name, exact: true }).click();

const encoded = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const signed = (text) => createHmac("sha256", secret).update(text);
const token_of = (claims) => {
  const exp = Math.floor(Date.now() / 1000) + 300;
  const said = `${encoded({ alg: "HS256", typ: "JWT" })}.${encoded({ exp, ...claims })}`;
  return `${said}.${signed(said).digest("base64url")}`;
};
const identify = (who, profile) =>
  who.page.evaluate((given) => window.Usher("identify", given), profile);
const errors_of = (who) => who.page.evaluate(() => window.refused);
const listen = (who) =>
  who.page.evaluate(() => {
    window.refused = [];
    window.Usher("on", "error", ({ code }) => window.refused.push(code));
  });
const pane = () => agent.page.getByRole("region", { name: "Visitor details" });

test("an administrator makes a key, which is shown once, and revokes one", async () => {
  const { page } = admin;
  await page.getByRole("button", { name: /^Account menu/ }).click();
  await page.getByRole("menuitem", { name: "Administration" }).click();
  await page.getByRole("button", { name: "Sites", exact: true }).click();
  await page.getByRole("button", { name: /Identity keys of/ }).click();
  await dialog().getByText("There is no key yet").waitFor();
  await clean(page, "console-identity-none");
  for (const count of [1, 2]) {
    await press("New key");
    const box = dialog().getByRole("textbox", { name: "Identity key" });
    await box.waitFor();
    secret = await box.inputValue();
    assert.match(secret, /^uik_[0-9a-f]{64}$/);
    if (count === 1) await clean(page, "console-identity-secret");
    await press("I have kept it");
    await until("the key is listed", async () => (await dialog().locator("li").count()) === count);
  }
  await clean(page, "console-identity-keys");
  await dialog().getByRole("button", { name: /^Revoke the key/ }).last().click();
  await until("one is left", async () => (await dialog().locator("li").count()) === 1);
});

test("what a page says is unverified, and what the backend signed is verified", async () => {
  visitor = await stage.visitor();
  await listen(visitor);
  await identify(visitor, { name: "Mallory", email: "m@example.com" });
  await stage.conversation(visitor, agent, visitor_says(1));
  await pane().getByText("unverified").first().waitFor();
  await clean(agent.page, "console-identity-unverified");
  await identify(visitor, {
    token: token_of({ sub: "C-4711", name: "Li Lei", email: "li.lei@example.com" }),
  });
  await pane().getByText("C-4711", { exact: true }).waitFor();
  await agent.page.getByRole("heading", { name: "Li Lei" }).waitFor();
  await agent.page.locator(".conversation-header").getByText("verified", { exact: true }).waitFor();
  await identify(visitor, { name: "Mallory", phone: "+86 13800138000" });
  await pane().getByText("+86 13800138000", { exact: true }).waitFor();
  await agent.page.getByRole("heading", { name: "Li Lei" }).waitFor();
  await clean(agent.page, "console-identity-verified");
  assert.deepEqual(await errors_of(visitor), []);
});

test("what is forged or over is refused, and the page hears of it", async () => {
  await identify(visitor, { external_id: "C-1", hash: "0".repeat(64) });
  await identify(visitor, { token: token_of({ sub: "C-4711", exp: 1 }) });
  await identify(visitor, { token: token_of({ sub: "C-4712" }) });
  await until("three errors", async () => (await errors_of(visitor)).length === 3);
  assert.deepEqual(await errors_of(visitor), ["bad_proof", "proof_expired", "other_identity"]);
  await agent.page.getByRole("heading", { name: "Li Lei" }).waitFor();
});

test("who signs out leaves nothing behind: the next one is somebody new", async () => {
  await agent.write(agent_says(1));
  await visitor.sees(agent_says(1));
  const before_logout = await visitor.page.evaluate(() => window.Usher("get", "visitor"));
  await visitor.composer.fill("half a thought");
  await visitor.page.evaluate(() => window.Usher("logout"));
  await until("somebody new", async () => {
    const now = await visitor.page.evaluate(() => window.Usher("get", "visitor"));
    return now !== null && now !== before_logout;
  });
  assert.equal(await visitor.page.evaluate(() => window.Usher("get", "conversation")), null);
  assert.deepEqual(await visitor.messages(), []);
  const kept = await visitor.page.evaluate(() => JSON.stringify({ ...localStorage }));
  assert.ok(!kept.includes("half a thought") && !kept.includes("outbox\":\"[{"), kept);
  await picture(visitor.page, "panel-after-logout");
  // Back on the site, still somebody new, and free to be proven as somebody else.
  await visitor.go("/demo/product.html");
  await listen(visitor);
  const hash = signed("id:C-4712").digest("hex");
  await identify(visitor, { external_id: "C-4712", hash, name: "Han Meimei" });
  await agent.page.getByRole("button", { name: "Visitors", exact: true }).click();
  const rows = agent.page.getByRole("grid").locator(".visitor-row");
  await rows.filter({ hasText: "Han Meimei" }).getByText("number verified").waitFor();
  assert.deepEqual(await errors_of(visitor), []);
  await clean(agent.page, "visitors-identity");
  await visitor.open_panel();
  assert.deepEqual(await visitor.messages(), []);
});
