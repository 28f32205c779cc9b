import assert from "node:assert/strict";
import { test } from "node:test";
import type { FormField } from "../../protocol/ts/frames.gen.ts";
import { Browser, events } from "./tabs.ts";

const asked: FormField = { kind: "email", required: true, options: [] };

test("refused answers show where, in every tab, and good ones end the asking", async (t) => {
  const browser = new Browser(t);
  browser.house.form = [asked];
  const [one, two] = [await browser.open_tab(), await browser.open_tab()];
  assert.deepEqual(one.chat.state.form, [asked]);
  two.chat.wish({ wish: "fill", frame: { type: "fill_form", email: "nobody" } });
  await browser.clock.advance(100);
  for (const { chat } of [one, two]) {
    const fault = { reply_to: "fill_form", code: "bad_value", field: "email" };
    assert.deepEqual(chat.state.fault, fault);
    assert.equal(chat.state.filling, "");
  }
  two.chat.wish({ wish: "fill", frame: { type: "fill_form", email: "a@b.cn" } });
  await browser.clock.advance(100);
  for (const { chat } of [one, two]) {
    assert.deepEqual([chat.state.form, chat.state.reachable, chat.state.fault], [[], true, null]);
  }
  assert.equal(events(one).filter((event) => event === "form:submit").length, 1);
});

test("answers that went with the line have failed, and are not sent by themselves", async (t) => {
  const browser = new Browser(t);
  browser.house.form = [asked];
  const { chat } = await browser.open_tab();
  browser.house.down = true;
  chat.wish({ wish: "fill", frame: { type: "fill_form", email: "a@b.cn" } });
  assert.equal(chat.state.filling, "fill_form");
  browser.house.lines[0]?.cut();
  await browser.clock.advance(0);
  assert.deepEqual([chat.state.filling, chat.state.fault?.code], ["", "retry_later"]);
  chat.wish({ wish: "fill", frame: { type: "fill_form", email: "a@b.cn" } });
  assert.equal(chat.state.fault?.code, "retry_later");
  browser.house.down = false;
  await browser.clock.advance(60_000);
  assert.ok(!browser.house.types().includes("fill_form"));
});

test("a message is left with its contact, over a reload", async (t) => {
  const browser = new Browser(t);
  const before = await browser.open_tab();
  browser.house.down = true;
  browser.house.lines[0]?.cut();
  before.chat.say("call me", { queue: "q_1", leave: { phone: "12345" } });
  await browser.clock.advance(100);
  before.chat.stop();
  browser.house.down = false;
  await browser.open_tab();
  await browser.clock.advance(1000);
  const { client_id, ...sent } = browser.house.heard.find(({ type }) => type === "ask") ?? {};
  assert.deepEqual(sent, {
    type: "ask",
    text: "call me",
    queue: "q_1",
    leave: true,
    phone: "12345",
  });
  assert.ok(client_id);
});

test("a message that the house refuses for good is dropped when it is written anew", async (t) => {
  const browser = new Browser(t);
  const { chat } = await browser.open_tab();
  browser.house.refuses = "queue_full";
  chat.say("full?");
  await browser.clock.advance(100);
  const failed = chat.state.outbox[0];
  assert.deepEqual([failed?.state, failed?.code], ["failed", "queue_full"]);
  chat.wish({ wish: "discard", client_id: failed?.client_id ?? "" });
  await browser.clock.advance(100);
  assert.deepEqual(chat.state.outbox, []);
});
