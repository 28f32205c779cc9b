import assert from "node:assert/strict";
import { test } from "node:test";
import { open_invitation, shown_log } from "../src/shared/state.ts";
import { Browser, frames_of } from "./tabs.ts";

const invitation = {
  invitation: 3,
  kind: "bubble",
  text: "Can I help?",
  agent: { agent: "a_1", name: "Lin" },
} as const;

test("an invitation is known in every tab, and an answer from any of them is sent", async (t) => {
  const browser = new Browser(t);
  const [one, two] = [await browser.open_tab(), await browser.open_tab()];
  browser.house.tell({ type: "invitation", invitation });
  await browser.clock.advance(100);
  for (const { chat } of [one, two]) assert.deepEqual(open_invitation(chat.state), invitation);
  const frame = { type: "answer_invitation", invitation: 3, accepted: false } as const;
  two.chat.wish({ wish: "answer", frame });
  await browser.clock.advance(100);
  assert.deepEqual(frames_of(browser, "answer_invitation"), [frame]);
  for (const { chat } of [one, two]) assert.equal(open_invitation(chat.state), null);
  browser.house.tell({ type: "invitation", invitation: { ...invitation, answer: "refused" } });
  await browser.clock.advance(100);
  assert.equal(one.chat.state.invited?.answer, "refused");
  assert.equal(open_invitation(one.chat.state), null);
});

test("a conversation that is over gives way to an invitation", async (t) => {
  const browser = new Browser(t);
  const { chat } = await browser.open_tab();
  chat.say("hello");
  await browser.clock.advance(100);
  browser.house.end();
  await browser.clock.advance(100);
  assert.ok(shown_log(chat.state));
  browser.house.tell({ type: "invitation", invitation });
  await browser.clock.advance(100);
  assert.equal(shown_log(chat.state), null);
});
