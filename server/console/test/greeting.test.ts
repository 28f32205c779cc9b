import assert from "node:assert/strict";
import { test } from "node:test";
import type { CannedReply } from "../src/canned/canned.ts";
import { fits, presetsOf, readGreeting } from "../src/state/greeting.ts";

const reply = (text: string, more: readonly string[] = []): CannedReply => ({
  reply: "r_1", name: "hello", text, more, scope: "all", queue: null,
});

test("presets are the replies that can be said as they are, to anybody", () => {
  const replies = [
    reply("您好，需要帮忙吗？"),
    reply("{{visitor.name|朋友}}，需要帮忙吗？"),
    reply("{{visitor.email}}"),
    reply("one of a set", ["two"]),
    reply("x".repeat(1001)),
    reply("您好，需要帮忙吗？"),
  ];
  assert.deepEqual(presetsOf(replies, {}), ["您好，需要帮忙吗？", "朋友，需要帮忙吗？"]);
});

test("a greeting is counted in bytes, and read back only when it is one", () => {
  assert.ok(fits("你".repeat(333)));
  assert.ok(!fits("你".repeat(334)));
  assert.deepEqual(readGreeting({ kind: "card", text: "Hi" }), { kind: "card", text: "Hi" });
  for (const stored of [null, 7, {}, { kind: "balloon", text: "你".repeat(400) }])
    assert.deepEqual(readGreeting(stored), { kind: "bubble", text: "" });
});
