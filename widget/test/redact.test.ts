import assert from "node:assert/strict";
import { test } from "node:test";
import { clip, redact } from "../src/line/redact.ts";

const cases: [rule: unknown, address: string, told: string][] = [
  ["token", "https://a/b?token=x", "https://a/b"],
  ["token", "https://a/b?token=x&c=1", "https://a/b?c=1"],
  ["token", "https://a/b?c=1&token=x", "https://a/b?c=1"],
  ["token, Mail", "https://a/b?c=1&TOKEN=x&mail=a%40b&d=2#e", "https://a/b?c=1&d=2#e"],
  [["token"], "https://a/b?c=1&token=x#part", "https://a/b?c=1#part"],
  [["token"], "https://a/b?token=x#part", "https://a/b#part"],
  [["token"], "https://a/b?token", "https://a/b"],
  [["token"], "https://a/b?token=1&token=2&token=3", "https://a/b"],
  [["token"], "https://a/b?my_token=1&tokens=2", "https://a/b?my_token=1&tokens=2"],
  [["to ken"], "https://a/b?to%20ken=1", "https://a/b"],
  [["%"], "https://a/b?%=1&c=2", "https://a/b?c=2"],
  [["access_token"], "https://a/#access_token=x&state=1", "https://a/#state=1"],
  [["token"], "https://a/b?c=1&d=2", "https://a/b?c=1&d=2"],
  [["q"], "https://search.example/?q=my+illness", "https://search.example/"],
  [undefined, "https://a/b?token=x&&c", "https://a/b?token=x&&c"],
  ["", "https://a/b?token=x", "https://a/b?token=x"],
  [["", null, 7], "https://a/b?7=x&c=1", "https://a/b?c=1"],
];

for (const [rule, address, told] of cases)
  test(`${JSON.stringify(rule)} makes ${address} to ${told}`, () =>
    assert.equal(redact(address, rule), told));

test("a function says what to tell; one that fails, or says nothing, tells no address", () => {
  const address = "https://a/secret/7?x=1";
  assert.equal(redact(address, (one: string) => one.replace(/secret.*/, "")), "https://a/");
  assert.equal(redact(address, () => undefined), "");
  assert.equal(
    redact(address, () => {
      throw new Error("oops");
    }),
    "",
  );
});

test("texts are cut by bytes, at a character", () => {
  assert.equal(clip("tea", 3), "tea");
  assert.equal(clip("teas", 3), "tea");
  assert.equal(clip("茶茶茶", 8), "茶茶");
  assert.equal(clip("茶茶茶", 9), "茶茶茶");
  assert.equal(clip("x🍵", 4), "x");
  assert.ok(new TextEncoder().encode(clip("茶".repeat(600), 512)).length <= 512);
});
