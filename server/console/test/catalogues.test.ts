import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { en as settings_en } from "../src/admin/en.ts";
import { zhCN as settings_zhCN } from "../src/admin/zh-CN.ts";
import { en } from "../src/i18n/en.ts";
import { zhCN } from "../src/i18n/zh-CN.ts";

const root = process.env["USHER_CONSOLE"] ?? ".";
const holes = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) ? [readFileSync(path, "utf8")] : [];
  });
}

// The settings' pages have a catalogue of their own, read by words().
const catalogues = [
  { call: "t", english: en, chinese: zhCN },
  { call: "words", english: settings_en, chinese: settings_zhCN },
];

test("both languages have the same keys", () => {
  for (const { english, chinese } of catalogues) {
    assert.deepEqual(Object.keys(english).sort(), Object.keys(chinese).sort());
  }
});

test("a text has the same holes in both languages, and is not empty", () => {
  for (const { english, chinese } of catalogues) {
    const texts = new Map(Object.entries(english));
    for (const [key, text] of Object.entries(chinese)) {
      assert.notEqual(text.trim(), "", key);
      assert.deepEqual(holes(texts.get(key) ?? ""), holes(text), key);
    }
  }
});

test("every text that the sources name is in the catalogue", () => {
  for (const { call, chinese } of catalogues) {
    const keys = new Set(Object.keys(chinese));
    const name = new RegExp(`\\b${call}\\(\\s*"([^"]+)"`, "g");
    const named = sources(join(root, "src")).flatMap((source) =>
      [...source.matchAll(name)].map((found) => found[1] ?? ""),
    );
    assert.ok(named.length > 50);
    for (const key of named) assert.ok(keys.has(key), key);
  }
});
