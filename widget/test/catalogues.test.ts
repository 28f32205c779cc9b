import assert from "node:assert/strict";
import { test } from "node:test";
import { words } from "../src/loader/words.ts";
import en from "../src/locales/en.ts";
import zh_cn from "../src/locales/zh-CN.ts";
import zh_tw from "../src/locales/zh-TW.ts";

const catalogues: Record<string, Record<string, string>> = { "zh-CN": zh_cn, "zh-TW": zh_tw, en };
const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

for (const [name, catalogue] of Object.entries(catalogues)) {
  test(`${name} says everything that zh-CN says, with the same places to fill`, () => {
    assert.deepEqual(Object.keys(catalogue).sort(), Object.keys(zh_cn).sort());
    for (const [key, text] of Object.entries(zh_cn)) {
      assert.notEqual(catalogue[key]?.trim(), "", key);
      assert.deepEqual(places(catalogue[key] ?? ""), places(text), key);
    }
  });

  test(`${name} needs no emoji font`, () => {
    for (const text of Object.values(catalogue))
      assert.doesNotMatch(text, /\p{Emoji_Presentation}/u);
  });
}

test("the launcher has its words in every catalogue's language", () => {
  assert.deepEqual(Object.keys(words).sort(), Object.keys(catalogues).sort());
  for (const label of Object.values(words)) assert.match(label.unread, /\{n\}/);
});

test("traditional Chinese is not simplified Chinese", () => {
  const simplified = /[们么为这对话发输户经络动帮]/;
  for (const text of Object.values(zh_tw)) assert.doesNotMatch(text, simplified);
});
