import assert from "node:assert/strict";
import { test } from "node:test";
import { typing_preview } from "../src/panel/typing_preview.ts";

test("what was typed is shown as it is", () => {
  for (const text of ["", "我的订单 12345 还没到", "see you at 10:30, 2026-11-27?", "a\nb"])
    assert.equal(typing_preview(text), text);
});

test("numbers of cards, papers and telephones are not", () => {
  const cases = [
    ["4111 1111 1111 1111", "•••••••••••••••••••"],
    ["call 138-0013-8000 now", "call ••••••••••••• now"],
    ["身份证 11010519491231002X。", "身份证 ••••••••••••••••••。"],
    ["卡号6222020200112233445", "卡号•••••••••••••••••••"],
  ];
  for (const [text = "", shown] of cases) assert.equal(typing_preview(text), shown);
});

test("nor is what follows a word for a secret", () => {
  assert.equal(typing_preview("my password is hunter2 ok"), "my password is ••••••• ok");
  assert.equal(typing_preview("密码：abc123，谢谢"), "密码：•••••••••");
  assert.equal(typing_preview("验证码 8841"), "验证码 ••••");
});

test("of a long text the end is shown, never half a number or half a character", () => {
  assert.equal(typing_preview("😀".repeat(600)), "😀".repeat(500));
  const cut = typing_preview(`4111111111111111${"y".repeat(495)}`);
  assert.equal(cut, `•••••${"y".repeat(495)}`);
});
