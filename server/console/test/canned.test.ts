import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type CannedReply,
  draftOf,
  fillIn,
  findReplies,
  firstGap,
  lookupAt,
  outgoing,
} from "../src/canned/canned.ts";
import { initials } from "../src/canned/pinyin.ts";

const reply = (name: string, text: string): CannedReply => ({
  reply: name,
  name,
  text,
  more: [],
  scope: "all",
  queue: null,
});

test("a slash looks for replies at the start of a word only", () => {
  const at = (text: string) => lookupAt(text, text.length);
  assert.deepEqual(at("/"), { start: 0, query: "" });
  assert.deepEqual(at("Hello /hi"), { start: 6, query: "hi" });
  assert.deepEqual(at("好的，/nh"), { start: 3, query: "nh" });
  assert.deepEqual(at("line\n/x"), { start: 5, query: "x" });
  assert.deepEqual(
    at("、nh"),
    { start: 0, query: "nh" },
    "what an input method writes for the key",
  );
  assert.equal(at("and/or"), null);
  assert.equal(at("https://shop.example"), null);
  assert.equal(at("红、绿"), null);
  assert.equal(at("/hi there"), null);
  assert.deepEqual(lookupAt("/hi there", 3), { start: 0, query: "hi" }, "the caret's word counts");
});

test("what is known fills its variable; else its own words do, or the gap stays", () => {
  const known = { "visitor.name": "李雷", "agent.name": "" };
  assert.equal(fillIn("您好 {{visitor.name}}！", known), "您好 李雷！");
  assert.equal(fillIn("{{ visitor.name | friend }}", {}), "friend");
  assert.equal(fillIn("{{visitor.name|}}, hello", {}), ", hello");
  assert.equal(fillIn("I am {{agent.name}}", known), "I am {{agent.name}}");
  assert.equal(fillIn("{{visitor.age}} {x}", known), "{{visitor.age}} {x}", "not ours to fill");
  assert.equal(
    fillIn("{{visitor.name}}", { "visitor.name": "$& {{agent.name}}" }),
    "$& {{agent.name}}",
  );
  assert.deepEqual(firstGap("I am {{agent.name}}."), { start: 5, end: 19 });
  assert.equal(firstGap("{{visitor.age}}"), null);
});

test("a reply is found by name, pinyin initials and text, in that order", () => {
  const replies = [
    reply("退款说明", "退款三天到账"),
    reply("问候", "您好，请问有什么可以帮您？"),
    reply("tk later", "We answer tomorrow"),
    reply("银行卡", "卡号后四位是多少？"),
  ];
  const names = (query: string) => findReplies(replies, query, initials).map(({ name }) => name);
  assert.deepEqual(
    names(""),
    replies.map(({ name }) => name),
  );
  assert.deepEqual(names("tk"), ["tk later", "退款说明"]);
  assert.deepEqual(names("t'k"), ["tk later", "退款说明"], "as an input method parts the letters");
  assert.deepEqual(names("wh"), ["问候"]);
  assert.deepEqual(names("yhk"), ["银行卡"], "by how the word is read, not the character");
  assert.deepEqual(names("您好"), ["问候"]);
  assert.deepEqual(names("TOMORROW"), ["tk later"]);
  assert.deepEqual(names("nh"), ["问候"]);
  assert.deepEqual(names("zzz"), []);
});

const promo: CannedReply = {
  ...reply("促销语", "您好 {{visitor.name|朋友}}"),
  more: ["满 200 减 30", "我是 {{agent.name}}"],
};

test("a set is found by the words and initials of any of its messages", () => {
  const all = [reply("hello", "Hello"), promo];
  assert.deepEqual(findReplies(all, "cxy", initials), [promo]);
  assert.deepEqual(findReplies(all, "减 30", initials), [promo]);
  assert.deepEqual(findReplies(all, "ws", initials), [promo]);
});

test("a set goes out in its order, without what was left out, and not before it is whole", () => {
  const draft = draftOf(promo, {});
  assert.deepEqual(outgoing(draft, 100).wrong, 2, "a gap");
  const without = draft.map((each, index) => ({ ...each, on: index !== 2 }));
  assert.deepEqual(outgoing(without, 100), { texts: ["您好 朋友", "满 200 减 30"], wrong: null });
  assert.equal(outgoing(without, 5).wrong, 0, "too long");
  const blank = draftOf(promo, { "agent.name": "Lin" }).map((each, index) =>
    index === 0 ? { ...each, text: " " } : each,
  );
  assert.deepEqual(outgoing(blank, 100).texts, ["满 200 减 30", "我是 Lin"]);
});
